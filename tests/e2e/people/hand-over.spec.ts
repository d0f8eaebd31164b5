import { expectAccessible } from '../harness/accessible.ts';
import { expect, test } from '../harness/test.ts';
import { add, expectStatus, field, invite, join, startCase, tab, words } from '../path/steps.ts';

test('a case is handed over: the new manager invites somebody, and who handed it over has left', async ({
	openPerson
}) => {
	const [maya, tom, ines] = await Promise.all([openPerson('Maya'), openPerson('Tom'), openPerson('Ines')]);
	const { page } = maya;
	const dialog = page.getByRole('dialog');
	await startCase(page);
	await join(tom.page, await invite(page, 'Tom', 'Case manager'), 'Tom');
	await join(ines.page, await invite(page, 'Ines', 'Gives help', 'Read and talk'), 'Ines');
	await tab(tom.page, 'People');
	await expect(tom.page.getByRole('link', { name: 'Invite somebody' })).toHaveCount(0);
	await tab(page, 'People');

	await test.step('she cannot leave it without anybody to manage it, and is shown the way', async () => {
		await page.getByRole('button', { name: 'More for Maya' }).press('Enter');
		await page.getByRole('menuitem', { name: 'Leave the table' }).press('Enter');
		await dialog.getByRole('button', { name: 'Leave', exact: true }).press('Enter');
		await expect(dialog.getByText('You cannot leave yet')).toBeVisible();
		await dialog.getByRole('button', { name: 'Hand this case over' }).press('Enter');
		await expect(page.getByRole('dialog', { name: 'Hand this case over' })).toBeVisible();
	});

	await test.step('she says to whom, and what becomes of her', async () => {
		await dialog.getByRole('button', { name: 'Hand it over' }).press('Enter');
		await expect(dialog.getByText('Choose who is to manage it.')).toBeVisible();
		await expectAccessible(page, 'handing a case over, with a mistake');
		// Case managers stand first.
		await expect(
			dialog.getByRole('group', { name: 'Who is to manage it?' }).getByRole('radio').first()
		).toHaveAccessibleName(/^Tom/);
		await dialog.getByRole('radio', { name: 'Tom' }).press(' ');
		await expect(dialog.getByText(/^Tom will be able to invite people/)).toBeVisible();
		await expect(dialog.getByRole('radio', { name: 'I leave the table' })).toBeChecked();
		await expectAccessible(page, 'handing a case over');
		await dialog.getByRole('button', { name: 'Hand it over' }).press('Enter');
		await expect(page.getByText('Tom manages this case now.')).toBeVisible();
		await expect(page.getByText('You are no longer at this table')).toBeVisible();
	});

	await test.step('Tom invites somebody, and Maya is no longer there', async () => {
		await expect(tom.page.getByRole('button', { name: 'More for Maya' })).toHaveCount(0);
		const rosa = await openPerson('Rosa');
		await join(rosa.page, await invite(tom.page, 'Rosa', 'The person this plan is for'), 'Rosa');
		await add(rosa.page, 'Add a strength', 'Stubborn');
		await expectStatus(rosa.page, words.sent);
		await tab(tom.page, 'Plan');
		await expect(field(tom.page, words.strength)).toHaveValue('Stubborn');
		await tab(rosa.page, 'People');
		const people = rosa.page.getByRole('list', { name: 'People at the table' });
		await expect(people.getByRole('listitem')).toHaveCount(3);
		await expect(people).not.toContainText('Maya');
	});
});

test('who hands a case over can stay, with less', async ({ openPerson }) => {
	const [maya, tom] = await Promise.all([openPerson('Maya'), openPerson('Tom')]);
	const { page } = maya;
	await startCase(page);
	await join(tom.page, await invite(page, 'Tom', 'Case manager'), 'Tom');
	await tab(page, 'People');
	await page.getByRole('button', { name: 'More for Maya' }).click();
	await page.getByRole('menuitem', { name: 'Hand this case over' }).click();
	const dialog = page.getByRole('dialog');
	await dialog.getByRole('radio', { name: 'Tom' }).check();
	await dialog.getByRole('radio', { name: 'I stay, to read and talk' }).check();
	await dialog.getByRole('button', { name: 'Hand it over' }).click();
	await expect(page.getByText('Tom manages this case now.')).toBeVisible();
	await expect(page.getByRole('link', { name: 'Invite somebody' })).toHaveCount(0);
	await expect(page.getByText('You began handing this case over')).toHaveCount(0);
	await tab(page, 'Plan');
	await expect(page.getByText('You can read the plan here, and say what you think in Talk.')).toBeVisible();
	await tab(tom.page, 'People');
	await expect(tom.page.getByRole('link', { name: 'Invite somebody' })).toBeVisible();
});
