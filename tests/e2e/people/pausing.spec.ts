import { expectAccessible } from '../harness/accessible.ts';
import { expect, test } from '../harness/test.ts';
import { add, expectStatus, field, invite, join, startCase, tab, words } from '../path/steps.ts';

test('somebody’s place is paused while the case is open there, and they are let back: nothing is missing', async ({
	openPerson
}) => {
	const [maya, luca] = await Promise.all([openPerson('Maya'), openPerson('Luca')]);
	const notice = luca.page.getByText('Your place here is paused');
	const act = async (item: string, button: string) => {
		await maya.page.getByRole('button', { name: 'More for Luca' }).click();
		await maya.page.getByRole('menuitem', { name: item }).click();
		const dialog = maya.page.getByRole('dialog');
		await expectAccessible(maya.page, item);
		await dialog.getByRole('button', { name: button }).click();
		await expect(dialog).toBeHidden();
	};

	await startCase(maya.page);
	await join(luca.page, await invite(maya.page, 'Luca'), 'Luca');
	await add(luca.page, 'Add a strength', 'Stubborn');
	await expectStatus(luca.page, words.sent);
	await tab(maya.page, 'People');

	await test.step('he keeps what he has, and can write no more', async () => {
		await act('Pause Luca’s place', 'Pause their place');
		await expect(maya.page.getByText('Paused: gets nothing new and cannot write here.')).toBeVisible();
		await expect(notice).toBeVisible();
		await expect(luca.page.getByText('Maya can let you back.')).toBeVisible();
		await expect(luca.page.getByText('Stubborn')).toBeVisible();
		await expect(luca.page.getByRole('button', { name: 'Add a strength', exact: true })).toHaveCount(0);
		await expectAccessible(luca.page, 'a paused place');
	});

	await test.step('nothing new comes, after a reload neither', async () => {
		await tab(maya.page, 'Plan');
		await add(maya.page, 'Add a strength', 'Patient');
		await expectStatus(maya.page, words.sent);
		await luca.page.reload();
		await expect(notice).toBeVisible();
		await expect(luca.page.getByText('Stubborn')).toBeVisible();
		await expect(luca.page.getByText('Patient')).toHaveCount(0);
	});

	await test.step('let back, he has all of it and writes', async () => {
		await tab(maya.page, 'People');
		await maya.page.getByRole('button', { name: 'More for Luca' }).click();
		await maya.page.getByRole('menuitem', { name: 'Let Luca come back' }).click();
		const dialog = maya.page.getByRole('dialog');
		await dialog.getByRole('radio', { name: /^Change the plan(?! and)/ }).check();
		await dialog.getByRole('button', { name: 'Let them back' }).click();
		await expect(dialog).toBeHidden();
		await expect(notice).toBeHidden();
		await expect(field(luca.page, words.strength)).toHaveValue('Patient');
		await add(luca.page, 'Add a strength', 'Back again');
		await expectStatus(luca.page, words.sent);
		await tab(maya.page, 'Plan');
		await expect(field(maya.page, words.strength)).toHaveValue('Back again');
	});

	await test.step('the client’s list of who could read it tells of it', async () => {
		await tab(maya.page, 'People');
		await maya.page.getByRole('link', { name: 'Who has seen it' }).click();
		await expect(maya.page.getByText('Maya paused Luca’s place')).toBeVisible();
	});
});
