import { expect, test } from '../harness/test.ts';
import { focused, tabTo } from './by-keyboard.ts';
import { words } from './steps.ts';

test('from the first page to a goal with a step, by the keyboard alone', async ({ openPerson }) => {
	const { page } = await openPerson('Rosa');
	const press = (...keys: string[]) =>
		keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
	await page.goto('/');
	await expect(page.getByRole('link', { name: 'Start a case' })).toBeVisible();
	await press('Tab');
	expect(await focused(page)).toMatchObject({ name: 'Skip to the main part', seen: true });
	await press('Enter');
	await tabTo(page, /^Start a case/);
	await press('Enter');
	await expect(page.getByRole('heading', { name: 'Start a case', level: 1 })).toBeVisible();

	await tabTo(page, /^My own/);
	await press('Space');
	await tabTo(page, /^Your name/);
	await page.keyboard.type('Rosa');
	await press('Enter');
	await expect(page.getByRole('heading', { name: 'The plan', level: 1 })).toBeVisible();

	await tabTo(page, /^What matters to me$/, 'TEXTAREA');
	await page.keyboard.type('My own front door');
	await tabTo(page, /^Add a goal$/);
	await press('Enter');
	await expect(page.getByRole('textbox', { name: words.goal })).toBeFocused();
	await page.keyboard.type('Walk to the market');
	await tabTo(page, /^How the goal stands/);
	await press('ArrowDown');
	await tabTo(page, /^Add a step$/);
	await press('Enter');
	await expect(page.getByRole('textbox', { name: words.step, exact: true })).toBeFocused();
	await page.keyboard.type('Buy shoes');
	await press('Enter');
	await page.keyboard.type('Ask for a lift');

	const goal = page.getByRole('article', { name: 'Walk to the market' });
	await expect(goal.getByRole('textbox', { name: words.step, exact: true })).toHaveCount(2);
	await tabTo(page, /^More for: Ask for a lift/);
	await press('Enter', 'ArrowDown', 'Enter');
	await expect(goal.getByRole('textbox', { name: words.step, exact: true }).first()).toHaveValue(
		'Ask for a lift'
	);
});
