import { expectAccessible } from '../harness/accessible.ts';
import { expect, test } from '../harness/test.ts';
import { add, expectStatus, field, join, startCase, tab, words } from '../path/steps.ts';

const phone = { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true };

test('who may not change the plan suggests other words; an editor takes them up, or leaves things with a word', async ({
	openPerson
}) => {
	const [maya, rosa] = await Promise.all([openPerson('Maya'), openPerson('Rosa', phone)]);
	await startCase(maya.page);
	await add(maya.page, 'Add a goal', 'Improve mobility');
	await add(maya.page, 'Add a strength', 'Is motivated');
	await expectStatus(maya.page, words.sent);
	await tab(maya.page, 'People');
	await maya.page.getByRole('link', { name: 'Invite somebody' }).click();
	await maya.page.getByLabel('Who is it for?').fill('Rosa');
	await maya.page.getByLabel('Who are they in this case?').selectOption({ label: 'Family or friend' });
	await maya.page.getByRole('radio', { name: /^Read and talk/ }).check();
	await maya.page.getByRole('button', { name: 'Make the link' }).click();
	await expect(maya.page.getByText('The link works now.')).toBeVisible();
	const link = await maya.page.getByLabel('The link', { exact: true }).inputValue();
	await join(rosa.page, link, 'Rosa');

	await test.step('she says on her phone how she would put it', async () => {
		const { page } = rosa;
		await page.getByRole('link', { name: 'Talk about this: Improve mobility' }).click();
		await page.getByRole('button', { name: 'Suggest other words' }).click();
		const form = page.getByRole('form', { name: 'Suggest other words' });
		const instead = form.getByRole('textbox', { name: /the words that you would like there$/ });
		await expect(instead).toHaveValue('Improve mobility');
		await form.getByRole('button', { name: 'Suggest it' }).click();
		await expect(form.getByRole('alert')).toHaveText('These words stand there already. Change them first.');
		await instead.fill('');
		await form.getByRole('button', { name: 'Suggest it' }).click();
		await expect(form.getByRole('alert')).toHaveText('Write the words that you would like there.');
		await instead.fill('Walk to the market again');
		await form.getByRole('textbox', { name: /^Why/ }).fill('That is what I want');
		await expectAccessible(page, 'a suggestion being written');
		await form.getByRole('button', { name: 'Suggest it' }).click();
		await expect(page.getByText('Rosa suggests other words')).toBeVisible();
		await expect(page.getByRole('button', { name: /^Take it up/ })).toHaveCount(0);
		await expectStatus(page, words.sent);
	});

	await test.step('the plan has changed meanwhile: that is said, and taking it up puts her words there', async () => {
		const { page } = maya;
		await tab(page, 'Plan');
		await field(page, words.goal).fill('Improve mobility a lot');
		await page.getByRole('link', { name: /^Talk about this: Improve mobility a lot/ }).click();
		await expect(page.getByText('The words in the plan have changed since.')).toBeVisible();
		await expectAccessible(page, 'a suggestion to decide upon');
		await page.getByRole('button', { name: /^Take it up/ }).click();
		await tab(page, 'Plan');
		await expect(field(page, words.goal)).toHaveValue('Walk to the market again');
		await tab(rosa.page, 'Plan');
		await expect(rosa.page.getByText('Walk to the market again').first()).toBeVisible();
	});

	await test.step('another one is left, and she reads why', async () => {
		const { page } = rosa;
		await page.getByRole('link', { name: 'Talk about this: Is motivated' }).click();
		await page.getByRole('button', { name: 'Suggest other words' }).click();
		await page
			.getByRole('textbox', { name: /the words that you would like there$/ })
			.fill('I do not give up');
		await page.getByRole('button', { name: 'Suggest it' }).click();
		await tab(maya.page, 'Talk');
		await maya.page.getByRole('button', { name: /^Leave it as it is: Is motivated/ }).click();
		await maya.page.getByLabel('Why it stays as it is').fill('Let us speak of it on Monday');
		await maya.page.getByRole('button', { name: 'Leave it as it is', exact: true }).click();
		await page.getByText(/^1 settled conversation/).click();
		await expect(page.getByText('Maya: leaves it as it is')).toBeVisible();
		await expect(page.getByText('Let us speak of it on Monday')).toBeVisible();
	});
});
