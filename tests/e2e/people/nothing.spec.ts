import type { Page } from '@playwright/test';
import { expectAccessible } from '../harness/accessible.ts';
import { canaryFor } from '../harness/canary.ts';
import { scan } from '../harness/scan.ts';
import { readStorage } from '../harness/storage.ts';
import { expect, test } from '../harness/test.ts';
import {
	add,
	expectSameScreens,
	expectStatus,
	field,
	fillCase,
	invite,
	join,
	startCase,
	words
} from '../path/steps.ts';

const nothing = 'Nothing is kept on this device';
const strength = canaryFor('strength');

/** All that this browser keeps of the page's address: no database, no mark but the tab's own, and the app's code. */
async function kept(page: Page) {
	const { bytes } = await readStorage(page);
	return {
		words: scan(bytes, [strength]),
		...(await page.evaluate(async () => ({
			databases: (await indexedDB.databases()).map(({ name }) => name),
			local: { ...localStorage },
			session: Object.keys(sessionStorage).filter((name) => name.startsWith('roundtable')),
			caches: (await caches.keys()).filter((name) => !name.startsWith('app-')),
			cookie: document.cookie
		})))
	};
}

const none = { words: [], databases: [], local: {}, session: ['roundtable-nothing'], caches: [], cookie: '' };

test('on a borrowed device nothing is kept: not while it is used, and not afterwards', async ({
	openPerson
}) => {
	const [maya, luca] = await Promise.all([openPerson('Maya'), openPerson('Luca')]);
	await startCase(maya.page);
	const link = await invite(maya.page, 'Luca');
	const { page, context } = luca;

	await test.step('chosen before joining', async () => {
		await page.goto(link);
		await page.getByText('Not your device?').click();
		await expectAccessible(page, 'joining, not on one’s own device');
		await page.getByRole('button', { name: 'Keep nothing on this device' }).click();
		await expect(page.getByText(nothing)).toBeVisible();
		await page.getByLabel('Your name').fill('Luca');
		await page.getByRole('button', { name: 'Join', exact: true }).click();
		await page.waitForURL(/\/case\//);
		await page.getByRole('link', { name: 'Plan', exact: true }).click();
		await add(page, 'Add a strength', strength);
		await expectStatus(page, words.sent);
		await maya.page.getByRole('link', { name: 'Plan', exact: true }).click();
		await expect(field(maya.page, words.strength)).toHaveValue(strength);
		await expectAccessible(page, 'a plan of which nothing is kept');
		expect(await kept(page)).toEqual(none);
	});

	await test.step('without a network it says that what is written is nowhere else', async () => {
		await context.setOffline(true);
		await add(page, 'Add a need', 'A ramp');
		await expectStatus(page, 'Only in this tab, not sent yet');
		await expect(page.getByText('Something that you wrote has not been sent yet.')).toBeVisible();
		const asked = page.waitForEvent('dialog');
		void page.close({ runBeforeUnload: true });
		const dialog = await asked;
		expect(dialog.type()).toBe('beforeunload');
		await dialog.dismiss();
		await context.setOffline(false);
		await expectStatus(page, words.sent);
		await expectSameScreens(page, maya.page);
		expect(await kept(page)).toEqual(none);
	});

	await test.step('what others may keep here is not in reach', async () => {
		await page.getByRole('link', { name: 'Keep it safe' }).first().click();
		await expect(page.getByRole('heading', { name: 'Keep it safe', level: 1 })).toBeVisible();
		await expectAccessible(page, 'Keep it safe, where nothing is kept');
		await expect(page.getByRole('button', { name: 'Wipe this device' })).toHaveCount(0);
		await expect(page.getByLabel('Backup file')).toHaveCount(0);
	});

	await test.step('ended, it is gone', async () => {
		await page.getByRole('button', { name: 'End and forget' }).click();
		const dialog = page.getByRole('dialog', { name: 'End and forget everything here?' });
		await expect(dialog).toBeVisible();
		await expectAccessible(page, 'ending without a trace');
		await dialog.getByRole('button', { name: 'End and forget' }).click();
		await expect(page.getByText(strength)).toHaveCount(0);
		await page.goto('/cases');
		await expect(page.getByText('No case on this device yet')).toBeVisible();
		expect((await readStorage(page)).bytes.length).toBeGreaterThan(0);
		expect(scan((await readStorage(page)).bytes, [strength])).toEqual([]);
	});
});

test('a tab that keeps nothing goes on so when it is loaded anew, and has nothing then', async ({
	openPerson
}) => {
	const { page } = await openPerson('Maya');
	await page.goto('/start');
	await page.getByText('Not your device?').click();
	await page.getByRole('button', { name: 'Keep nothing on this device' }).click();
	await expect(page.getByText(nothing)).toBeVisible();
	await fillCase(page);
	page.once('dialog', (dialog) => void dialog.accept());
	await page.reload();
	await expect(page.getByText(nothing)).toBeVisible();
	await page.goto('/cases');
	await expect(page.getByText('No case on this device yet')).toBeVisible();
	expect(await kept(page)).toEqual(none);
});

test('turned on later: the disk is emptied, and the same tab goes on', async ({ openPerson }) => {
	const [maya, luca] = await Promise.all([openPerson('Maya'), openPerson('Luca')]);
	const { page } = maya;
	await startCase(page);
	const link = await invite(page, 'Luca');
	await join(luca.page, link, 'Luca');
	await page.getByRole('link', { name: 'Plan', exact: true }).click();
	await add(page, 'Add a strength', strength);
	await expectStatus(page, words.sent);
	await page.getByRole('link', { name: 'Keep it safe' }).first().click();
	await page.getByRole('button', { name: 'Keep nothing from now on' }).click();
	const dialog = page.getByRole('dialog', { name: 'Keep nothing from now on?' });
	await expect(dialog.getByText('To come back later you need')).toBeVisible();
	await expect(dialog.getByText('Looking at what would be lost…')).toHaveCount(0);
	await expect(dialog.getByText('Nobody else is at the table')).toHaveCount(0);
	await expectAccessible(page, 'keeping nothing from now on');
	await dialog.getByRole('button', { name: 'Keep nothing from now on' }).click();
	await expect(page.getByText(nothing)).toBeVisible();
	expect(await kept(page)).toEqual(none);

	await page.getByRole('link', { name: 'Your cases', exact: true }).click();
	await page.getByRole('link', { name: /Rosa/ }).click();
	await expect(field(page, words.strength)).toHaveValue(strength);
	await field(page, words.strength).pressSequentially(' and more');
	await expectStatus(page, words.sent);
	await expect(field(luca.page, words.strength)).toHaveValue(`${strength} and more`);
	expect(await kept(page)).toEqual(none);
});
