import { expect, test } from '../harness/test.ts';
import { add, invite, join, startCase, tab, words } from './steps.ts';

test('who is here; talk about a goal, reply, settle; agree and disagree', async ({ openPerson }) => {
	const [maya, luca] = await Promise.all([openPerson('Maya'), openPerson('Luca')]);
	await startCase(maya.page);
	await add(maya.page, 'Add a goal', 'Walk to the market');
	const link = await invite(maya.page, 'Luca');
	await Promise.all([tab(maya.page, 'Plan'), join(luca.page, link, 'Luca')]);

	await test.step('presence appears, says where, and goes', async () => {
		await expect(maya.page.getByText('Here now: Luca')).toBeVisible();
		await expect(luca.page.getByText('Here now: Maya')).toBeVisible();
		await luca.page.getByRole('textbox', { name: words.goal }).focus();
		await expect(maya.page.getByText('Luca is writing here')).toBeVisible();
		const away = await luca.context.newPage();
		const address = luca.page.url();
		await luca.page.close();
		await expect(maya.page.getByText('Here now: Luca')).toBeHidden({ timeout: 30_000 });
		await away.goto(address);
		await expect(maya.page.getByText('Here now: Luca')).toBeVisible();
	});
	const [lucas] = luca.context.pages();
	if (!lucas) throw new Error('Luca has no page');

	await test.step('comment, reply, settle', async () => {
		await maya.page.getByRole('link', { name: /^Talk about this: Walk to the market/ }).click();
		await maya.page.getByLabel('Say something about this').fill('Which market do you mean?');
		await maya.page.getByRole('button', { name: 'Say it' }).click();
		await tab(lucas, 'Talk');
		const thread = lucas.getByRole('article', { name: /Walk to the market/ });
		await expect(thread.getByText('Which market do you mean?')).toBeVisible();
		await thread.getByRole('button', { name: /^Answer in the conversation/ }).click();
		await thread.getByLabel('Your answer').fill('The one by the river.');
		await thread.getByRole('button', { name: 'Send answer' }).click();
		await expect(maya.page.getByText('The one by the river.')).toBeVisible();
		await maya.page.getByRole('button', { name: /^This is settled/ }).click();
		await expect(lucas.getByText('1 settled conversation')).toBeVisible();
	});

	await test.step('each says for themselves whether they agree', async () => {
		await answer(maya.page, 'I agree', 'Good for her.');
		await lucas.getByRole('link', { name: 'Say what you think about: Walk to the market' }).click();
		await expect(lucas.getByText('Good for her.')).toBeVisible();
		await answer(lucas, 'I do not agree', 'Too far.');
		await expect(maya.page.getByText('does not agree')).toBeVisible();
		await expect(maya.page.getByText('Too far.')).toBeVisible();
		await tab(maya.page, 'Plan');
		const goal = maya.page.getByRole('article', { name: 'Walk to the market' });
		await expect(goal.getByText('Luca does not agree')).toBeVisible();
	});
});

async function answer(page: Parameters<typeof tab>[0], stance: string, why: string): Promise<void> {
	await page.getByRole('radio', { name: stance }).check();
	await page.getByLabel('Why?').fill(why);
	await page.getByRole('button', { name: 'Tell the others' }).click();
	await expect(page.getByRole('button', { name: 'Change my answer' })).toBeVisible();
}
