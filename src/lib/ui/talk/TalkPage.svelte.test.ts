import '../style/base.css';
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { addGoal } from '#lib/casedoc/goals.ts';
import type { Case } from '#lib/session/case.ts';
import CaseHost from '../../../../tests/simulation/CaseHost.svelte';
import { setPageTable } from '../../../../tests/simulation/page-table.ts';
import TalkPage from './TalkPage.svelte';

const goal = 'goal-1';

async function table() {
	const at = await setPageTable();
	at.ada.edit((plan) => addGoal(plan, { ...at.ada.making(), newId: goal, words: 'Walk to the bakery' }));
	return at;
}

function show(opened: Case, at = '') {
	return render(CaseHost<{ at: string }>, { opened, part: TalkPage, given: { at } });
}

function comment(by: Case, text: string): void {
	const { newId: id, at } = by.making();
	by.say({ kind: 'comment', id, at, about: { record: 'goal', id: goal }, text });
}

async function heard(by: Case, ready: (talk: ReturnType<Case['readTalk']>) => boolean): Promise<void> {
	await expect.poll(() => ready(by.readTalk()), { timeout: 8_000 }).toBe(true);
}

test('an answer goes to the last remark shown, and the focus comes back', async () => {
	const { ada, seat } = await table();
	const tom = await seat('Tom Becker', 'provider', 'edit');
	comment(ada, 'Could we start with the stairs?');
	await heard(tom, ({ threads }) => threads.length === 1);
	await show(tom);

	for (const words of ['Yes.', 'On Monday.']) {
		await page.getByRole('button', { name: /^Answer in the conversation/ }).click();
		await expect.element(page.getByRole('textbox', { name: 'Your answer' })).toHaveFocus();
		await userEvent.keyboard(`${words}{Control>}{Enter}{/Control}`);
		await expect.element(page.getByRole('button', { name: /^Answer in the conversation/ })).toHaveFocus();
	}
	const [thread] = tom.readTalk().threads;
	expect(thread?.replies.map(({ text }) => text)).toEqual(['Yes.', 'On Monday.']);
	await heard(ada, ({ threads }) => threads[0]?.replies.length === 2);
});

test('nothing is said without words, nor beyond what fits, and what was written stays', async () => {
	const { ada } = await table();
	await show(ada, `goal/${goal}`);
	const field = page.getByRole('textbox', { name: 'Say something about this' });
	await page.getByRole('button', { name: 'Say it' }).click();
	await expect.element(page.getByRole('alert')).toHaveTextContent('Write something first.');
	await expect.element(field).toHaveFocus();

	const long = 'x'.repeat(20_001);
	await field.fill(long);
	await page.getByRole('button', { name: 'Say it' }).click();
	await expect.element(page.getByRole('alert')).toHaveTextContent('too long');
	await expect.element(field).toHaveValue(long);
	expect(ada.readTalk().threads).toEqual([]);
});

test('what is not yet said is still there after looking elsewhere', async () => {
	const { ada } = await table();
	const { rerender } = await show(ada, `goal/${goal}`);
	await page.getByRole('textbox', { name: 'Say something about this' }).fill('Half a thou');
	await rerender({ given: { at: '' } });
	await expect.element(page.getByRole('heading', { name: 'Talk', exact: true })).toBeVisible();
	await rerender({ given: { at: `goal/${goal}` } });
	await expect
		.element(page.getByRole('textbox', { name: 'Say something about this' }))
		.toHaveValue('Half a thou');
});

test('each person says for themselves whether they agree, and why; an answer can be changed and taken back', async () => {
	const { ada, seat } = await table();
	const rosa = await seat('Rosa Delgado', 'client', 'comment');
	await heard(rosa, () => rosa.readPlan().goals.length === 1);
	await show(rosa, `goal/${goal}`);
	await page.getByRole('button', { name: 'Tell the others' }).click();
	await expect.element(page.getByRole('alert')).toHaveTextContent('Choose one of the three first.');

	await page.getByRole('radio', { name: 'I am not sure' }).click();
	await page.getByRole('textbox', { name: 'Why?' }).fill('The stairs.');
	await page.getByRole('button', { name: 'Tell the others' }).click();
	await expect.element(page.getByText('You are not sure')).toBeVisible();
	await heard(ada, ({ answers }) => answers[0]?.stance === 'unsure' && answers[0].why === 'The stairs.');

	await page.getByRole('button', { name: 'Change my answer' }).click();
	await expect.element(page.getByRole('radio', { name: 'I am not sure' })).toHaveFocus();
	await page.getByRole('radio', { name: 'I agree' }).click();
	await page.getByRole('button', { name: 'Tell the others' }).click();
	await heard(ada, ({ answers }) => answers.length === 1 && answers[0]?.stance === 'agree');

	await page.getByRole('button', { name: 'Take my answer back' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Take it back' }).click();
	await heard(ada, ({ answers }) => answers.length === 0);
	await expect.element(page.getByRole('radio', { name: 'I agree' })).not.toBeChecked();
});

test('only my own words can be changed and taken back', async () => {
	const { ada, seat } = await table();
	const tom = await seat('Tom Becker', 'provider', 'edit');
	comment(ada, 'From Ada');
	comment(tom, 'From Tom');
	await heard(tom, ({ threads }) => threads.length === 2);
	await show(tom);
	await expect.element(page.getByText('From Ada')).toBeVisible();
	expect(page.getByRole('button', { name: /^More for what you said/ }).elements()).toHaveLength(1);

	await page.getByRole('button', { name: 'More for what you said: From Tom' }).click();
	await page.getByRole('menuitem', { name: 'Change what I said' }).click();
	await userEvent.keyboard('!{Control>}{Enter}{/Control}');
	await heard(ada, ({ threads }) => threads.some(({ said }) => said.text === 'From Tom!' && said.edited));

	await page.getByRole('button', { name: 'More for what you said: From Tom!' }).click();
	await page.getByRole('menuitem', { name: 'Take it back' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Take it back' }).click();
	await heard(ada, ({ threads }) => threads.some(({ said }) => said.withdrawn));
});

test('what is settled goes out of the way, and can be opened again by anybody who talks', async () => {
	const { ada } = await table();
	comment(ada, 'Where is the cane?');
	await show(ada);
	await page.getByRole('button', { name: /^This is settled/ }).click();
	await expect.element(page.getByText('Where is the cane?')).not.toBeVisible();
	await page.getByText('1 settled conversation').click();
	await page.getByRole('button', { name: /^Open it again/ }).click();
	await expect.element(page.getByText('Where is the cane?')).toBeVisible();
	expect(ada.readTalk().threads[0]?.resolved).toBeNull();
});

test('who only reads is offered nothing to say', async () => {
	const { ada, seat } = await table();
	const doctor = await seat('Dr. Singh', 'provider', 'view');
	comment(ada, 'Blood pressure is fine.');
	await heard(doctor, ({ threads }) => threads.length === 1);
	const { rerender, container } = await show(doctor);
	for (const at of ['', `goal/${goal}`]) {
		await rerender({ given: { at } });
		await expect.element(page.getByText('Blood pressure is fine.')).toBeVisible();
		expect(container.querySelectorAll('textarea, input, main button, form')).toHaveLength(0);
		expect(page.getByRole('button').elements()).toHaveLength(0);
	}
});

test('what was taken out of the plan can still be read about', async () => {
	const { ada } = await table();
	await show(ada, 'goal/never-here');
	await expect.element(page.getByRole('heading', { level: 1 })).toHaveTextContent('no longer here');
	await expect.element(page.getByRole('link', { name: 'See it in the plan' })).not.toBeInTheDocument();
});

test('long names and long words make nothing wider than a phone', async () => {
	await page.viewport(320, 640);
	const { ada, seat } = await table();
	const long = await seat('W'.repeat(10_000), 'family', 'comment');
	comment(ada, 'x'.repeat(3_000));
	comment(long, 'مرحبا '.repeat(40));
	await heard(ada, ({ threads }) => threads.length === 2);
	await show(ada);
	await expect.element(page.getByText('Show all of it')).toBeVisible();
	expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(320);
});
