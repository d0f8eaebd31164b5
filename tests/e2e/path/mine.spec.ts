import { expect, test } from '../harness/test.ts';
import { add, expectStatus, field, invite, join, startCase, tab, words } from './steps.ts';

test('my plan: what is mine to do, done, and help', async ({ openPerson }) => {
	const [maya, luca] = await Promise.all([openPerson('Maya'), openPerson('Luca')]);
	await startCase(maya.page);
	await field(maya.page, words.matters).pressSequentially('My garden');
	await add(maya.page, 'Add a goal', 'Walk to the market');
	await add(maya.page, 'Add a step', 'Buy good shoes');
	await add(maya.page, 'Add a step', 'Look at the bus times');
	const link = await invite(maya.page, 'Luca');
	await join(luca.page, link, 'Luca');
	await tab(maya.page, 'Plan');
	const goal = maya.page.getByRole('article', { name: 'Walk to the market' });
	for (const step of ['Buy good shoes', 'Look at the bus times']) {
		await goal.getByRole('button', { name: new RegExp(`^Say who does it, and by when ?: ${step}`) }).click();
		await goal.getByRole('combobox', { name: 'Who does it' }).selectOption({ label: 'Luca' });
		await goal.getByRole('button', { name: new RegExp(`^Close ?: ${step}`) }).click();
	}

	const { page } = luca;
	await tab(page, 'My plan');
	await expect(page.getByText('My garden')).toBeVisible();
	await page.getByRole('button', { name: 'Done: Buy good shoes' }).click();
	await expect(page.getByText('1 step done')).toBeVisible();
	await page.getByRole('button', { name: 'I need help with: Look at the bus times' }).click();
	await page.getByLabel('What would help you?').fill('A timetable');
	await page.getByRole('button', { name: 'Ask for help' }).click();
	await expectStatus(page, words.sent);
	await expect(goal.getByRole('checkbox', { name: 'Done: Buy good shoes' })).toBeChecked();
	await tab(maya.page, 'Talk');
	await expect(maya.page.getByText('Luca asks for help')).toBeVisible();
	await expect(maya.page.getByText('A timetable')).toBeVisible();
});

test('the list of cases shows what others change, without the case being opened', async ({ openPerson }) => {
	const [maya, luca] = await Promise.all([openPerson('Maya'), openPerson('Luca')]);
	await startCase(maya.page);
	const link = await invite(maya.page, 'Luca');
	await join(luca.page, link, 'Luca');
	await tab(maya.page, 'Plan');
	await add(maya.page, 'Add a strength', 'Knows every path');
	await expectStatus(maya.page, words.sent);
	await maya.page.getByRole('link', { name: 'Your cases', exact: true }).click();
	const row = maya.page.getByRole('listitem').filter({ hasText: 'Rosa' });
	await expect(row.getByText('Nothing new since you looked')).toBeVisible();
	await add(luca.page, 'Add a goal', 'Walk to the market');
	await expect(row.getByText(/things? (is|are) new since you looked$/)).toBeVisible();
	await maya.page.reload();
	await add(luca.page, 'Add a need', 'A bus that stops here');
	await expect(row.getByText(/things? (is|are) new since you looked$/)).toBeVisible();
	await row.getByRole('link').click();
	await expect(field(maya.page, words.need)).toHaveValue('A bus that stops here');
});
