import type { CDPSession, Page } from '@playwright/test';
import { canaryFor } from '../harness/canary.ts';
import { expect, test } from '../harness/test.ts';
import { add, expectStatus, field, startCase, tab, words } from '../path/steps.ts';
import { authenticator } from './authenticator.ts';
import { setLock, unlock } from './lock-steps.ts';

const passphrase = 'three blue kettles';
const locked = { name: 'This device is locked' } as const;

// A trace keeps what the page has shown, in the page itself.
test.use({ trace: 'off' });

test('a lock leaves nothing of the plan in memory, and no worker', async ({ openPerson }) => {
	const { page } = await openPerson('Maya');
	const devtools = await page.context().newCDPSession(page);
	const canaries = ['client', 'strength', 'remark', 'half'].map(canaryFor);
	const [client = '', strength = '', remark = '', half = ''] = canaries;
	const address = await startCase(page, client);
	await setLock(page, passphrase);
	await page.goto(address);
	await unlock(page, passphrase);
	await add(page, 'Add a strength', strength);
	await expectStatus(page, words.sent);
	await tab(page, 'Talk');
	await page.getByRole('button', { name: 'Say something' }).click();
	await page.getByLabel('What would you like to say?').fill(remark);
	await page.getByRole('button', { name: 'Say it' }).click();
	await page.getByRole('button', { name: /^Answer in the conversation/ }).click();
	await page.getByLabel('Your answer').fill(half);
	for (const name of ['People', 'My plan', 'Plan'] as const) await tab(page, name);
	await expect(field(page, words.strength)).toHaveValue(strength);
	await page.getByRole('button', { name: 'Add a need', exact: true }).click();
	await page
		.getByRole('button', { name: /^More for/ })
		.last()
		.click();
	await page.getByRole('menuitem', { name: /^(Remove|Take)/ }).click();
	await expect(page.getByRole('button', { name: 'Undo' }).last()).toBeVisible();
	expect(await inHeap(devtools, canaries), 'the same search before the lock').toEqual(canaries);

	await page.getByRole('button', { name: 'Lock', exact: true }).click();
	await expect(page.getByRole('heading', locked)).toBeVisible();
	expect(await inHeap(devtools, canaries)).toEqual([]);
	expect(page.workers()).toEqual([]);

	await unlock(page, passphrase);
	await expect(field(page, words.strength)).toHaveValue(strength);
	await expect.poll(() => page.workers().length).toBe(0);
});

test('neither a passphrase nor a passkey holds up the page for 50 ms', async ({ openPerson, server }) => {
	const { page } = await openPerson('Maya', { baseURL: server.url.replace('127.0.0.1', 'localhost') });
	const passkeys = await authenticator(page);
	const address = await startCase(page);
	await setLock(page, passphrase);
	await page.getByRole('button', { name: 'Add a passkey' }).click();
	await page.getByRole('button', { name: 'Go on' }).click();
	await page.getByLabel('Your passphrase as it is now').fill(passphrase);
	await page.getByRole('dialog').getByRole('button', { name: 'Add a passkey' }).click();
	await expect(page.getByText('Your passphrase opens them, and so does your passkey.')).toBeVisible();
	await page.goto(address);
	await expect(page.getByRole('heading', locked)).toBeVisible();

	await passkeys.answers(false);
	const byPasskey = await longestTask(page, async () => {
		await page.getByRole('button', { name: 'Unlock with your passkey' }).click();
		await expect(page.getByText('Your browser asks for your passkey.')).toBeVisible();
		await page.getByRole('button', { name: 'Stop' }).click();
		await expect(page.getByText('It was stopped, or the passkey is not here.')).toBeVisible();
	});
	await page.getByLabel('Passphrase', { exact: true }).fill('three blue kettle');
	const byPassphrase = await longestTask(page, async () => {
		await page.getByRole('button', { name: 'Unlock', exact: true }).click();
		await expect(page.getByText('This is not the right passphrase. Nothing is lost.')).toBeVisible();
	});
	const busy = await longestTask(page, () =>
		page.evaluate(() => {
			for (const end = performance.now() + 120; performance.now() < end;);
		})
	);
	expect(busy, 'the same measure of a page that is held up').toBeGreaterThan(50);
	console.log(
		`held up for ${byPasskey.toFixed(0)} ms by a passkey, ${byPassphrase.toFixed(0)} ms by a passphrase`
	);
	expect(Math.max(byPasskey, byPassphrase)).toBeLessThan(50);
});

/** Which of these words stand in any string of the page's heap, once all that nobody holds has been collected. */
async function inHeap(devtools: CDPSession, texts: readonly string[]): Promise<string[]> {
	await devtools.send('HeapProfiler.enable');
	for (let i = 0; i < 3; i++) await devtools.send('HeapProfiler.collectGarbage');
	let snapshot = '';
	const take = ({ chunk }: { chunk: string }) => (snapshot += chunk);
	devtools.on('HeapProfiler.addHeapSnapshotChunk', take);
	await devtools.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
	devtools.off('HeapProfiler.addHeapSnapshotChunk', take);
	await devtools.send('HeapProfiler.disable');
	return texts.filter((text) => snapshot.includes(text));
}

/** The longest that the page's own thread worked without a break, in ms of its processor time: other programs may hold it up too. */
async function longestTask(page: Page, during: () => Promise<void>): Promise<number> {
	const browser = page.context().browser();
	if (!browser) throw new Error('no browser to trace');
	await browser.startTracing(page, { categories: ['toplevel', '__metadata'] });
	await during();
	const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: Traced[] };
	const threads = new Set(
		traceEvents.filter(({ args }) => args?.name === 'CrRendererMain').map(({ pid, tid }) => `${pid}/${tid}`)
	);
	const tasks = traceEvents.filter(
		({ name, pid, tid, tdur }) =>
			name.endsWith('RunTask') && threads.has(`${pid}/${tid}`) && tdur !== undefined
	);
	expect(tasks.length).toBeGreaterThan(0);
	return Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1000;
}

/** Times are in µs; `tdur` is the thread's own. */
interface Traced {
	readonly name: string;
	readonly pid: number;
	readonly tid: number;
	readonly tdur?: number;
	readonly args?: { readonly name?: string };
}
