import { expect, test } from '../harness/test.ts';
import { add, caret, expectSameScreens, field, invite, join, startCase, tab, words } from './steps.ts';

test('undo takes back only my own; what was removed comes back; lists move by buttons', async ({
	openPerson
}) => {
	const [maya, luca] = await Promise.all([openPerson('Maya'), openPerson('Luca')]);
	await startCase(maya.page);
	const link = await invite(maya.page, 'Luca');
	await Promise.all([tab(maya.page, 'Plan'), join(luca.page, link, 'Luca')]);
	const matters = field(maya.page, words.matters);

	await test.step('undo and redo', async () => {
		await matters.pressSequentially('Quiet mornings.');
		await expect(field(luca.page, words.matters)).toHaveValue('Quiet mornings.');
		await caret(field(luca.page, words.matters), '');
		await luca.page.keyboard.type(' And cake.');
		await expect(matters).toHaveValue('Quiet mornings. And cake.');

		await maya.page.getByRole('button', { name: 'Undo', exact: true }).click();
		await expect(matters).toHaveValue(' And cake.');
		await expect(field(luca.page, words.matters)).toHaveValue(' And cake.');
		await maya.page.keyboard.press('ControlOrMeta+Shift+z');
		await expect(matters).toHaveValue('Quiet mornings. And cake.');
		await field(luca.page, words.matters).press('ControlOrMeta+z');
		await expect(matters).toHaveValue('Quiet mornings.');
	});

	await test.step('remove, and put back by the other person', async () => {
		for (const text of ['Patient', 'Good with plants', 'Stubborn'])
			await add(maya.page, 'Add a strength', text);
		const plants = luca.page.getByRole('textbox', { name: words.strength }).nth(1);
		await expect(plants).toHaveValue('Good with plants');
		await menu(maya.page, 'Good with plants', 'Remove');
		await expect(maya.page.getByText('Removed: Good with plants')).toBeVisible();
		await maya.page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
		await expect(maya.page.getByRole('textbox', { name: words.strength })).toHaveCount(3);

		await menu(maya.page, 'Good with plants', 'Remove');
		await expect(luca.page.getByRole('textbox', { name: words.strength })).toHaveCount(2);
		await luca.page.getByText('1 removed thing').click();
		await luca.page.getByRole('button', { name: /^Put back: Good with plants$/ }).click();
		await expect(maya.page.getByRole('textbox', { name: words.strength }).nth(1)).toHaveValue(
			'Good with plants'
		);
	});

	await test.step('another order, by buttons', async () => {
		await menu(maya.page, 'Stubborn', 'Move up');
		const list = luca.page.locator('section', { has: luca.page.getByRole('heading', { name: 'Strengths' }) });
		await expect(list.getByRole('textbox').nth(1)).toHaveValue('Stubborn');
		await list.getByRole('button', { name: 'Change the order' }).click();
		await list.getByRole('button', { name: 'Move up: Stubborn' }).click();
		await list.getByRole('button', { name: 'Done', exact: true }).click();
		await expect(maya.page.getByRole('textbox', { name: words.strength }).first()).toHaveValue('Stubborn');
		await expectSameScreens(maya.page, luca.page);
	});
});

async function menu(page: Parameters<typeof field>[0], title: string, item: string): Promise<void> {
	await page.getByRole('button', { name: `More for: ${title}` }).click();
	await page.getByRole('menuitem', { name: item }).click();
}
