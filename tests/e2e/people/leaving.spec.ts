import { expectAccessible } from '../harness/accessible.ts';
import { expect, test } from '../harness/test.ts';
import { add, expectStatus, field, invite, join, startCase, tab, words } from '../path/steps.ts';

const strength = { name: 'Add a strength', exact: true } as const;

test('somebody may do less, then more, and is taken from the table', async ({ openPerson }) => {
	const [maya, luca] = await Promise.all([openPerson('Maya'), openPerson('Luca')]);
	const main = luca.page.getByRole('main');
	const dialog = maya.page.getByRole('dialog');
	const more = maya.page.getByRole('button', { name: 'More for Luca' });
	const choose = async (item: string) => {
		await more.click();
		await maya.page.getByRole('menuitem', { name: item }).click();
		await expect(dialog).toBeVisible();
	};

	await startCase(maya.page);
	const link = await invite(maya.page, 'Luca');
	await join(luca.page, link, 'Luca');
	await add(luca.page, 'Add a strength', 'Stubborn');
	await expectStatus(luca.page, words.sent);
	await tab(maya.page, 'Plan');
	await expect(field(maya.page, words.strength)).toHaveValue('Stubborn');
	await tab(maya.page, 'People');

	await test.step('Maya cannot leave while nobody else manages', async () => {
		await maya.page.getByRole('button', { name: 'More for Maya' }).click();
		await maya.page.getByRole('menuitem', { name: 'Leave the table' }).click();
		await dialog.getByRole('button', { name: 'Leave', exact: true }).click();
		await expect(dialog.getByText('You cannot leave yet')).toBeVisible();
		await expectAccessible(maya.page, 'leaving the table, refused');
		await dialog.getByRole('button', { name: 'Stay at the table' }).click();
	});

	await test.step('he may only read and talk: his plan offers no edit', async () => {
		await choose('Change what Luca may do');
		await expect(dialog.getByRole('radio', { name: /^Change the plan(?! and)/ })).toBeChecked();
		await dialog.getByRole('radio', { name: 'Read and talk' }).check();
		await expectAccessible(maya.page, 'changing what somebody may do');
		await dialog.getByRole('button', { name: 'Change what they may do' }).click();
		await expect(maya.page.getByText('What Luca may do has been changed.')).toBeVisible();
		await expect(more).toBeFocused();
		await expect(main.getByText('You can read the plan here, and say what you think in Talk.')).toBeVisible();
		await expect(main.getByText('Stubborn', { exact: true })).toBeVisible();
		await expect(main.getByRole('button', strength)).toHaveCount(0);
		await expect(main.getByRole('textbox')).toHaveCount(0);
	});

	await test.step('he may change the plan again', async () => {
		await choose('Change what Luca may do');
		await dialog.getByRole('radio', { name: /^Change the plan(?! and)/ }).check();
		await dialog.getByRole('button', { name: 'Change what they may do' }).click();
		await expect(main.getByRole('button', strength)).toBeVisible();
		await add(luca.page, 'Add a strength', 'Cheerful');
		await expectStatus(luca.page, words.sent);
		await tab(maya.page, 'Plan');
		await expect(field(maya.page, words.strength)).toHaveValue('Cheerful');
		await tab(maya.page, 'People');
	});

	await test.step('he is taken from the table', async () => {
		await choose('Take Luca from the table');
		await expect(
			dialog.getByText('What they have already read or copied cannot be taken back.')
		).toBeVisible();
		await expectAccessible(maya.page, 'taking somebody from the table');
		await maya.page.keyboard.press('Escape');
		await expect(dialog).toBeHidden();
		await expect(more).toBeFocused();
		await choose('Take Luca from the table');
		await dialog.getByRole('button', { name: 'Take from the table' }).click();
		await expect(maya.page.getByText('Luca is no longer at the table.')).toBeVisible();
		await expect(more).toHaveCount(0);
		await expect(maya.page.getByRole('list', { name: 'People at the table' })).toBeFocused();
	});

	const notice = luca.page
		.getByRole('status')
		.filter({ hasText: 'What is on this device stays readable here.' });
	await test.step('he is told so, and what is on his device stays readable', async () => {
		await expect(notice).toContainText('You are no longer at this table');
		await expect(notice).toContainText('ask Maya.');
		for (const text of ['Stubborn', 'Cheerful'])
			await expect(main.getByText(text, { exact: true })).toBeVisible();
		await expect(main.getByRole('button', strength)).toHaveCount(0);
		await expectAccessible(luca.page, 'a plan whose table one is no longer at');
	});

	await test.step('what is written after him does not come to him, also after a reload', async () => {
		await tab(maya.page, 'Plan');
		await add(maya.page, 'Add a strength', 'After Luca');
		await expectStatus(maya.page, words.sent);
		await luca.page.reload();
		await expect(notice).toBeVisible();
		await expect(main.getByText('Cheerful', { exact: true })).toBeVisible();
		// Long enough for anything that comes to have come.
		await luca.page.waitForTimeout(3_000);
		await expect(main.getByText('After Luca')).toHaveCount(0);
		for (const name of ['Talk', 'People', 'My plan'] as const) {
			await tab(luca.page, name);
			await expect(notice).toBeVisible();
			await expect(main.getByRole('textbox')).toHaveCount(0);
		}
		await luca.page.getByRole('link', { name: 'Keep it safe' }).first().click();
		await expect(luca.page.getByRole('heading', { name: 'Take a case off this device' })).toBeVisible();
	});
});

test('an invitation is taken back, and its link says so', async ({ openPerson }) => {
	const [maya, ines] = await Promise.all([openPerson('Maya'), openPerson('Ines')]);
	const { page } = maya;
	await startCase(page);
	const link = await invite(page, 'Ines', 'Gives help');
	await page.getByRole('link', { name: 'Done' }).click();
	await page.getByRole('button', { name: 'Take back the invitation for Ines' }).click();
	const dialog = page.getByRole('dialog');
	await expect(dialog.getByText(/^The link for Ines stops working/)).toBeVisible();
	await expectAccessible(page, 'taking an invitation back');
	await dialog.getByRole('button', { name: 'Take it back' }).click();
	await expect(
		page.getByText('The invitation for Ines has been taken back.', { exact: false })
	).toBeVisible();
	await expect(page.getByText('Invited, not here yet')).toHaveCount(0);
	await expectStatus(page, words.sent);

	await ines.page.goto(link);
	await expect(
		ines.page.getByRole('heading', {
			name: 'This invitation has been used or taken back, or its time is over'
		})
	).toBeVisible();
	await expect(ines.page.getByText(/They can send you a new link\.$/)).toBeVisible();
	await expectAccessible(ines.page, 'an invitation that was taken back');
});
