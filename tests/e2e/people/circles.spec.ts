import type { Page } from '@playwright/test';
import { expectAccessible } from '../harness/accessible.ts';
import { startServer } from '../harness/server.ts';
import { expect, test } from '../harness/test.ts';
import { add, expectStatus, field, invite, join, startCase, tab, words } from '../path/steps.ts';

const dayLong = 24 * 60 * 60 * 1000;
const notNow = { name: 'This circle is not open to you now', level: 1 } as const;

async function makeCircle(page: Page, name: string, kind: string): Promise<void> {
	await tab(page, 'Circles');
	await page.getByRole('link', { name: 'Make a circle' }).click();
	await page.getByRole('radio', { name: kind }).check();
	await page.getByLabel('What is it called?').fill(name);
	await page.getByRole('button', { name: 'Make it' }).click();
	await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
}

async function joinCircle(page: Page, from: string): Promise<void> {
	await tab(page, 'Circles');
	const asked = page.getByRole('region', { name: `${from} has opened a circle to you` });
	await asked.getByRole('button', { name: 'See what it is' }).click();
	await asked.getByRole('button', { name: 'Join it' }).click();
	await expect(page.getByRole('heading', { name: 'My page', level: 1 })).toBeVisible();
}

test('a circle is opened by consent to two of four people, and closes when its time comes', async ({
	openPerson
}) => {
	const server = await startServer();
	const options = { baseURL: server.url };
	const [maya, rosa, ben, cleo] = await Promise.all(
		['Maya', 'Rosa', 'Ben', 'Cleo'].map((name) => openPerson(name, options))
	);
	if (!maya || !rosa || !ben || !cleo) throw new Error('nobody is here');
	for (const { page } of [rosa, ben, cleo]) await page.clock.install();

	await startCase(maya.page);
	await join(rosa.page, await invite(maya.page, 'Rosa', 'The person this plan is for'), 'Rosa');
	await join(ben.page, await invite(maya.page, 'Ben'), 'Ben');
	await join(cleo.page, await invite(maya.page, 'Cleo', 'Gives help'), 'Cleo');

	await test.step('Rosa keeps a page of her own', async () => {
		await makeCircle(rosa.page, 'My page', 'My own page');
		await expectAccessible(rosa.page, 'a circle of one');
		await add(rosa.page, 'Write a note', 'The stairs');
		await field(rosa.page, 'What the note says').pressSequentially('They frighten me.');
		await expectStatus(rosa.page, words.sent);
	});

	await test.step('she agrees to open it to Ben and Cleo, for a day', async () => {
		await rosa.page.getByRole('link', { name: 'Open it to somebody' }).click();
		await rosa.page.getByRole('button', { name: 'I agree: open it' }).click();
		await expect(rosa.page.getByRole('alert').first()).toContainText('Choose at least one person');
		await rosa.page.getByRole('checkbox', { name: 'Ben' }).check();
		await rosa.page.getByRole('checkbox', { name: 'Cleo' }).check();
		await rosa.page.getByLabel('What is it about?').fill('My home');
		await rosa.page.getByLabel('What is it for?').fill('To make it safe');
		const today = await rosa.page.evaluate(() => new Date().toISOString().slice(0, 10));
		await rosa.page.getByLabel('Last day').fill(today);
		const consent = rosa.page.getByRole('region', { name: 'What you agree to' });
		await expect(consent).toContainText('I, Rosa, open “My page” to Ben and Cleo.');
		await expect(consent).toContainText('It is for this: To make it safe.');
		await expectAccessible(rosa.page, 'a consent');
		await rosa.page.getByRole('button', { name: 'I agree: open it' }).click();
		await expect(rosa.page.getByText('It is open to Ben and Cleo.')).toBeVisible();
		await expectStatus(rosa.page, words.sent);
	});

	await test.step('Ben and Cleo see what it is, and join; Maya learns nothing', async () => {
		for (const { page } of [ben, cleo]) {
			await page.reload();
			await joinCircle(page, 'Rosa');
			await expect(field(page, 'What the note says').or(page.getByText('They frighten me.'))).toBeVisible();
		}
		await expectAccessible(ben.page, 'a circle that is read');
		await expect(rosa.page.getByRole('list', { name: 'Who can read this' })).toContainText('Cleo');
		await maya.page.reload();
		await tab(maya.page, 'Circles');
		await expect(maya.page.getByText('You are in no circle')).toBeVisible();
		await expect(maya.page.getByText('My page')).toHaveCount(0);
		await expectAccessible(maya.page, 'circles, in none');
	});

	await test.step('when its time comes it closes for both', async () => {
		await server.later(dayLong);
		for (const { page } of [ben, cleo, rosa]) await page.clock.fastForward(dayLong);
		for (const { page } of [ben, cleo]) {
			await expect(page.getByRole('heading', notNow)).toBeVisible();
			await expect(page.getByText('They frighten me.')).toHaveCount(0);
		}
		await expectAccessible(ben.page, 'a circle that is over');
		await expect(rosa.page.getByRole('list', { name: 'Who can read this' })).not.toContainText('Cleo');
		await expect(rosa.page.getByText(/^Ended on/).first()).toBeVisible();
		await expectAccessible(rosa.page, 'a circle after its time');
	});

	await test.step('Rosa has the list of what was opened', async () => {
		await tab(rosa.page, 'Circles');
		const log = rosa.page.getByRole('region', { name: 'What has been opened' });
		await expect(log).toContainText('To make it safe');
		await expect(log.getByText('Consent')).toBeVisible();
		await expectAccessible(rosa.page, 'what has been opened');
	});
	await server.dispose();
});

test('what a clinic keeps is opened to others only if the client agrees, who can end it', async ({
	openPerson
}) => {
	const phone = { viewport: { width: 390, height: 844 }, hasTouch: true };
	const [maya, rosa, ben] = await Promise.all([
		openPerson('Maya'),
		openPerson('Rosa', phone),
		openPerson('Ben')
	]);
	await startCase(maya.page);
	await join(rosa.page, await invite(maya.page, 'Rosa', 'The person this plan is for'), 'Rosa');
	await join(ben.page, await invite(maya.page, 'Ben'), 'Ben');

	await test.step('Maya keeps health notes, and opens them to Rosa, whom they are about', async () => {
		await makeCircle(maya.page, 'My page', 'Health notes');
		await expect(maya.page.getByText('The person whose case this is cannot read this circle.')).toBeVisible();
		await maya.page.getByRole('link', { name: 'Open it to somebody' }).click();
		await maya.page.getByRole('checkbox', { name: 'Rosa' }).check();
		await maya.page.getByLabel('What is it about?').fill('Visits');
		await maya.page.getByLabel('What is it for?').fill('It is hers');
		await maya.page.getByRole('radio', { name: 'It has no fixed end' }).check();
		await maya.page.getByRole('button', { name: 'Open it', exact: true }).click();
		await expect(maya.page.getByText('It is open to Rosa.')).toBeVisible();
		await rosa.page.reload();
		await joinCircle(rosa.page, 'Maya');
	});

	await test.step('to open them to Ben she has to ask Rosa, who reads what it means and agrees', async () => {
		await maya.page.getByRole('link', { name: 'Ask to open it to somebody' }).click();
		await maya.page.getByRole('checkbox', { name: 'Ben' }).check();
		await maya.page.getByLabel('What is it about?').fill('Visits');
		await maya.page.getByLabel('What is it for?').fill('So that he can drive you');
		await maya.page.getByRole('radio', { name: 'When something happens' }).check();
		await maya.page.getByLabel('What ends it?').fill('You can drive again');
		await expectAccessible(maya.page, 'asking for a consent');
		await maya.page.getByRole('button', { name: 'Ask', exact: true }).click();
		await expect(maya.page.getByText('Rosa has been asked to open this circle to Ben')).toBeVisible();
		const wish = rosa.page.getByRole('region', { name: 'Maya asks you to open this circle to Ben' });
		await expect(wish).toContainText('It is for this: So that he can drive you.');
		await expectAccessible(rosa.page, 'a question to the client');
		await wish.getByRole('button', { name: 'I agree: open it' }).click();
		await expect(wish).toBeHidden();
		await ben.page.reload();
		await joinCircle(ben.page, 'Rosa');
	});

	await test.step('Rosa ends it, and Ben is out', async () => {
		await rosa.page.getByRole('button', { name: 'End this' }).first().click();
		const dialog = rosa.page.getByRole('dialog');
		await dialog.getByRole('radio', { name: 'This has happened: You can drive again' }).check();
		await expectAccessible(rosa.page, 'ending a consent');
		await dialog.getByRole('button', { name: 'End it' }).click();
		await expect(rosa.page.getByText('It is no longer open to Ben.')).toBeVisible();
		await expect(ben.page.getByRole('heading', notNow)).toBeVisible();
		await ben.page.getByRole('button', { name: 'Take it off this device' }).click();
		await expect(ben.page.getByText('You are in no circle')).toBeVisible();
		await expect(maya.page.getByText(/^Ended on .*, as agreed$/)).toBeVisible();
	});
});
