import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { startServer } from '../harness/server.ts';
import { expect, test } from '../harness/test.ts';

test('the app can be installed, and opens at any address without a network', async ({ openPerson }) => {
	const { page, context } = await openPerson('Maya');
	await page.goto('/');
	await isKept(page);

	const browser = await context.newCDPSession(page);
	const { installabilityErrors } = await browser.send('Page.getInstallabilityErrors');
	// A test's own profile counts as a private window.
	expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([]);
	const { url, errors, data } = await browser.send('Page.getAppManifest');
	expect({ path: new URL(url).pathname, errors }).toEqual({ path: '/manifest.webmanifest', errors: [] });
	const { icons } = JSON.parse(data ?? '') as { icons: { src: string; sizes: string }[] };
	for (const { src, sizes } of icons) expect(await sizeOf(page, src, sizes === 'any')).toBe(sizes);

	await context.setOffline(true);
	for (const [path, title] of [
		['/start', 'Start a case'],
		['/help', 'Help'],
		['/safe', 'Keep it safe'],
		['/join', 'Your invitation'],
		['/case/nowhere/talk', 'This case is not on this device']
	] as const) {
		await page.goto(path);
		await expect(page.getByRole('heading', { name: title, level: 1 })).toBeVisible();
	}
});

test('a new version waits until the person says so, and interrupts nothing', async ({ openPerson }) => {
	const folder = await mkdtemp(join(tmpdir(), 'roundtable-app-'));
	await cp('build/app', folder, { recursive: true });
	const server = await startServer({ env: { APP_DIR: folder } });
	try {
		const { page } = await openPerson('Maya', { baseURL: server.url });
		await page.goto('/start');
		await isKept(page);
		await page.getByRole('radio', { name: 'My own' }).check();
		await page.getByLabel('Your name').fill('Maya, half writ');

		await makeNewer(folder);
		await server.killAndRestart();
		await page.evaluate(() => navigator.serviceWorker.ready.then((registration) => registration.update()));
		const banner = page.getByRole('status').filter({ hasText: 'An update is ready.' });
		await expect(banner).toBeVisible();
		await expect(page.getByLabel('Your name')).toHaveValue('Maya, half writ');
		expect(await versions(page)).toHaveLength(2);

		const reloaded = page.waitForEvent('load');
		await banner.getByRole('button', { name: 'Use it now' }).click();
		await reloaded;
		await expect(page.getByRole('heading', { name: 'Start a case', level: 1 })).toBeVisible();
		await expect(banner).toBeHidden();
		await expect.poll(() => waiting(page)).toBe(false);
	} finally {
		await server.dispose();
		await rm(folder, { recursive: true, force: true });
	}
});

/** Waits until the whole app lies on the device and its service worker answers for it. */
async function isKept(page: Page): Promise<void> {
	await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state)).toBe('activated');
}

function versions(page: Page): Promise<string[]> {
	return page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith('app-')));
}

function waiting(page: Page): Promise<boolean> {
	return page.evaluate(async () => ((await navigator.serviceWorker.ready).waiting ?? null) !== null);
}

/** The width and height of a picture as the browser draws it; `any` where it fits every size. */
function sizeOf(page: Page, src: string, any: boolean): Promise<string> {
	return page.evaluate(
		async ([source, fitsAll]) => {
			const image = new Image();
			image.src = source;
			await image.decode();
			return fitsAll && image.naturalWidth > 0 ? 'any' : `${image.naturalWidth}x${image.naturalHeight}`;
		},
		[src, any] as const
	);
}

/** The same app under another version's name, as after the next release. */
async function makeNewer(folder: string): Promise<void> {
	const { version } = JSON.parse(await readFile(join(folder, '_app/version.json'), 'utf8')) as {
		version: string;
	};
	const worker = join(folder, 'service-worker.js');
	const code = await readFile(worker, 'utf8');
	expect(code).toContain(version);
	await writeFile(worker, code.replaceAll(version, `${version}-next`));
	for (const ending of ['.gz', '.br']) await rm(worker + ending, { force: true });
}
