import type { CDPSession } from '@playwright/test';
import { canaryFor } from '../harness/canary.ts';
import { expect, test } from '../harness/test.ts';
import { add, expectStatus, field, startCase, tab, words } from '../path/steps.ts';
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
