import type { Page } from '@playwright/test';
import { canaryFor } from '../harness/canary.ts';
import { expect, test } from '../harness/test.ts';
import { add, expectStatus, invite, startCase, tab, words } from './steps.ts';

const names = ['client', 'me', 'invited', 'strength', 'talk'].map(canaryFor);
const [client = '', me = '', invited = '', strength = '', talk = ''] = names;

/** All that a browser shows or keeps of a page outside of the page itself. */
function around(page: Page): Promise<string> {
	return page.evaluate(() => {
		const icons = [...document.querySelectorAll('link[rel~=icon], link[rel=manifest]')].map(
			(link) => (link as HTMLLinkElement).href
		);
		return JSON.stringify([document.title, location.href, history.state, icons]);
	});
}

test('no page of a case puts a name into the tab’s title, its address, its history or its icon', async ({
	openPerson
}) => {
	const { page } = await openPerson('Maya');
	const asked: string[] = [];
	await page.addInitScript(() => {
		const shown: string[] = [];
		const note = (...given: unknown[]) => void shown.push(JSON.stringify(given));
		Object.assign(globalThis, { shown, Notification: Object.assign(note, { permission: 'granted' }) });
	});
	page.on('request', (request) => asked.push(request.url()));

	const seen: string[] = [];
	const titles = new Set<string>();
	const look = async (): Promise<void> => {
		seen.push(await around(page));
		titles.add(await page.title());
		seen.push(...(await page.evaluate(() => (globalThis as unknown as { shown?: string[] }).shown ?? [])));
	};

	const address = await startCase(page, client, me);
	await add(page, 'Add a strength', strength);
	await expectStatus(page, words.sent);
	await look();
	for (const heading of await page.getByRole('main').getByRole('link').all()) {
		if ((await heading.getAttribute('href'))?.startsWith('#')) {
			await heading.click();
			await look();
		}
	}
	await tab(page, 'Talk');
	await page.getByRole('button', { name: 'Say something' }).click();
	await page.getByLabel('What would you like to say?').fill(talk);
	await look();
	await tab(page, 'My plan');
	await look();
	await tab(page, 'People');
	await look();
	await invite(page, invited);
	await look();
	for (const path of ['/cases', '/safe', '/devices', '/help', '/join', '/link', '/']) {
		await page.goto(path);
		await expect(page.getByRole('main')).toBeVisible();
		await look();
	}
	await page.goto(address);
	await expect(page.getByText(client).first()).toBeVisible();
	await look();

	for (const name of names) expect(seen.filter((each) => each.includes(name))).toEqual([]);
	for (const name of names) expect(asked.filter((url) => url.includes(name))).toEqual([]);
	for (const title of titles) expect(title).toMatch(/Roundtable$/);
	// The app stands on a home screen under its own name, and shows no notice of its own accord.
	const manifest = (await (await page.request.get('/manifest.webmanifest')).json()) as Record<
		string,
		unknown
	>;
	expect(manifest).toMatchObject({ name: 'Roundtable', short_name: 'Roundtable', start_url: '/' });
	expect(manifest).not.toHaveProperty('description');
	expect(manifest).not.toHaveProperty('shortcuts');
});
