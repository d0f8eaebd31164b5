import { expect, test } from '../harness/test.ts';
import { add, expectStatus, field, invite, join, startCase, tab, words } from './steps.ts';

test('a commenter’s screens offer no edit of the plan, and let them talk', async ({ openPerson }) => {
	const [maya, ines] = await Promise.all([openPerson('Maya'), openPerson('Ines')]);
	await startCase(maya.page);
	await field(maya.page, words.matters).pressSequentially('My garden');
	await add(maya.page, 'Add a strength', 'Patient');
	await add(maya.page, 'Add a goal', 'Walk to the market');
	await add(maya.page, 'Add a step', 'Buy good shoes');
	await expectStatus(maya.page, words.sent);
	const link = await invite(maya.page, 'Ines', 'Gives help', 'Read and talk');

	const { page } = ines;
	await page.goto(link);
	await expect(page.getByText('You cannot change the plan itself')).toBeVisible();
	await expect(page.getByText('Earlier writing too', { exact: false })).toBeVisible();
	await join(page, link, 'Ines');
	const main = page.getByRole('main');
	await expect(main.getByText('You can read the plan here, and say what you think in Talk.')).toBeVisible();
	for (const text of ['My garden', 'Patient', 'Walk to the market', 'Buy good shoes'])
		await expect(main.getByText(text, { exact: true }).first()).toBeVisible();
	for (const role of ['textbox', 'checkbox', 'combobox', 'radio', 'spinbutton'] as const)
		await expect(main.getByRole(role)).toHaveCount(0);
	const offered = await main.getByRole('button').allInnerTexts();
	expect(offered.filter((name) => !/^(Print|Hide this|Show what has changed)?$/.test(name.trim()))).toEqual(
		[]
	);
	await expect(main.getByRole('button', { name: /^(Undo|Redo|Move|Drag)/ })).toHaveCount(0);
	await main.getByRole('button', { name: 'More for: Walk to the market' }).click();
	await expect(main.getByRole('menuitem')).toHaveText(['Who wrote this']);
	await page.keyboard.press('Escape');

	await tab(page, 'People');
	await expect(main.getByRole('link', { name: 'Invite somebody' })).toHaveCount(0);
	await expect(
		main.getByText('Only people who may invite can bring somebody to the table: Maya.')
	).toBeVisible();

	await tab(page, 'Talk');
	await main.getByRole('button', { name: 'Say something' }).click();
	await main.getByLabel('What would you like to say?').fill('Shall I come along?');
	await main.getByRole('button', { name: 'Say it' }).click();
	await expectStatus(page, words.sent);
	await tab(maya.page, 'Talk');
	await expect(maya.page.getByText('Shall I come along?')).toBeVisible();
});
