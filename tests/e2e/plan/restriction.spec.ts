import { expectAccessible } from '../harness/accessible.ts';
import { expect, test } from '../harness/test.ts';
import { dayFrom } from './days.ts';
import { add, expectStatus, invite, join, startCase, tab, words } from '../path/steps.ts';

test('a right is narrowed only once all eight reasons are written, and everybody sees them', async ({
	openPerson
}) => {
	const [maya, luca] = await Promise.all([openPerson('Maya'), openPerson('Luca')]);
	const { page } = maya;
	await startCase(page);
	const link = await invite(page, 'Luca');
	await tab(page, 'Plan');
	await add(page, 'Add a right that is narrowed', 'The kitchen is locked at night');
	const card = page.getByRole('article', { name: 'The kitchen is locked at night' });
	const state = card.getByRole('combobox', { name: 'Where it stands' });
	await expect(card.getByText('8 of eight things are still to be written')).toBeVisible();

	await test.step('not before', async () => {
		await state.selectOption({ label: 'In force' });
		const missing = card.getByRole('alert');
		await expect(missing).toContainText('It is not in force yet.');
		await expect(missing.getByRole('listitem')).toHaveCount(8);
		await expect(state.locator('option:checked')).toHaveText('Not in force');
		await expectAccessible(page, 'a right that cannot be narrowed yet');
	});

	await test.step('one after the other', async () => {
		for (const [label, text] of [
			['The need of this person that it answers', 'The stove was left on three times'],
			['What was done to help before', 'A timer'],
			['What limits less, was tried and did not do', 'A stove that turns itself off'],
			['Why it goes no further than the need', 'Only at night'],
			['How we see whether it works', 'A line in the notes each morning'],
			['How we make sure that it does no harm', 'Warm food stands ready']
		] as const)
			await card.getByRole('textbox', { name: label }).fill(text);
		await card.getByRole('button', { name: /^Say until when/ }).click();
		await card.getByLabel('When we look at it again').fill(dayFrom(400));
		await expect(card.getByText('Look at it again within twelve months.')).toBeVisible();
		await card.getByLabel('When we look at it again').fill(dayFrom(60));
		await card
			.getByRole('combobox', { name: 'Who agreed, knowing what it means' })
			.selectOption({ label: 'Rosa' });
		await card.getByLabel('On which day they agreed').fill(dayFrom(0));
		await card.getByRole('button', { name: /^Close/ }).click();
		await expect(card.getByRole('alert')).toHaveCount(0);
	});

	await test.step('now it is in force, and the others read why', async () => {
		await state.selectOption({ label: 'In force' });
		await expect(state.locator('option:checked')).toHaveText('In force');
		await expectStatus(page, words.sent);
		await join(luca.page, link, 'Luca');
		const theirs = luca.page.getByRole('article', { name: 'The kitchen is locked at night' });
		await expect(theirs.getByText(/^Rosa agreed, /)).toBeVisible();
		await expect(theirs.getByRole('textbox', { name: 'How we make sure that it does no harm' })).toHaveValue(
			'Warm food stands ready'
		);
	});

	await test.step('a reason that is taken away again is missed', async () => {
		await card.getByRole('textbox', { name: 'What was done to help before' }).fill('');
		await expect(card.getByText('It is in force, and this is missing:')).toBeVisible();
	});
});
