import { expectAccessible } from '../harness/accessible.ts';
import { expect, test } from '../harness/test.ts';
import { dayFrom } from './days.ts';
import { add, expectStatus, invite, join, startCase, tab, words } from '../path/steps.ts';

test('a call is written down: when, how, with whom; not ahead of time, and late ones are marked', async ({
	openPerson
}) => {
	const [maya, luca] = await Promise.all([openPerson('Maya'), openPerson('Luca')]);
	const { page } = maya;
	await startCase(page);
	const link = await invite(page, 'Luca');
	await tab(page, 'Plan');
	await add(page, 'Add a visit or call', 'How the first week went');
	const note = page.getByRole('article', { name: 'How the first week went' });
	await expect(note.getByText('Maya with Rosa')).toBeVisible();

	await note.getByRole('button', { name: /^Change/ }).click();
	const on = note.getByLabel('On which day');
	await on.fill(dayFrom(2));
	await expect(note.getByText('This day has not come yet.')).toBeVisible();
	await expectAccessible(page, 'a visit on a day that has not come');
	await on.fill(dayFrom(-6));
	await expect(note.getByText('This day has not come yet.')).toBeHidden();
	await note.getByRole('combobox', { name: 'How', exact: true }).selectOption({ label: 'By phone' });
	await note.getByRole('button', { name: /^Close/ }).click();
	await expect(note.getByText('Written 6 days later')).toBeVisible();
	await note.getByRole('textbox', { name: 'What was said and done' }).fill('The aide comes at nine now.');

	await add(page, 'Add a visit or call', 'The new aide');
	const notes = page.getByRole('region', { name: 'Visits and calls' }).getByRole('article');
	await expect(notes.first()).toHaveAccessibleName('The new aide');
	await expectStatus(page, words.sent);

	await join(luca.page, link, 'Luca');
	const theirs = luca.page.getByRole('article', { name: 'How the first week went' });
	await expect(theirs.getByText('By phone')).toBeVisible();
	await expect(theirs.getByText('Written 6 days later')).toBeVisible();
});
