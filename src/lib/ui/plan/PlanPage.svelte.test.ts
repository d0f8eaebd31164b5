import '../style/base.css';
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { addContact } from '#lib/casedoc/contacts.ts';
import { addGoal, setGoalState } from '#lib/casedoc/goals.ts';
import { addNeed } from '#lib/casedoc/needs.ts';
import { addService } from '#lib/casedoc/services.ts';
import { addStep } from '#lib/casedoc/steps.ts';
import { addStrength } from '#lib/casedoc/strengths.ts';
import type { Case } from '#lib/session/case.ts';
import CaseHost from '../../../../tests/simulation/CaseHost.svelte';
import { setPageTable } from '../../../../tests/simulation/page-table.ts';
import PlanPage from './PlanPage.svelte';
import { dayWords } from '../words/days.ts';

const goal = 'goal-1';
const waiting = { timeout: 8_000 };

async function table() {
	const at = await setPageTable();
	at.ada.edit((plan) => {
		const making = () => at.ada.making();
		addNeed(plan, { ...making(), words: 'A way to get around' });
		addGoal(plan, { ...making(), newId: goal, words: 'Walk to the bakery', why: 'They know me there' });
		addGoal(plan, { ...making(), newId: 'goal-2', words: 'Cook on Sundays' });
		addStep(plan, { ...making(), newId: 'step-1', goal, words: 'Try the stairs', due: '2020-01-01' });
		addService(plan, { ...making(), newId: 'service-1', what: 'Physical therapy', amount: 2, unit: 'visit' });
		addStrength(plan, { ...making(), newId: 'strength-1', words: 'I do not give up' });
		addStrength(plan, { ...making(), newId: 'strength-2', words: 'I can cook' });
		addContact(plan, { ...making(), newId: 'contact-1', name: 'Tom Becker', phone: '555 0151' });
	});
	return at;
}

function show(opened: Case) {
	return render(CaseHost<Record<string, never>>, { opened, part: PlanPage, given: {} });
}

function field(name: string): HTMLTextAreaElement {
	const found = document.getElementById(name);
	if (!(found instanceof HTMLTextAreaElement)) throw new Error(`no field ${name}`);
	return found;
}

test('writing in a field never makes it anew, and reaches the plan', async () => {
	const { ada } = await table();
	await show(ada);
	const words = field('goal-goal-1-words');
	const other = field('goal-goal-2-words');
	words.focus();
	words.setSelectionRange(4, 4);
	await userEvent.keyboard('slowly ');
	await expect.poll(() => ada.readPlan().goals[0]?.words).toBe('Walkslowly  to the bakery');
	expect(field('goal-goal-1-words')).toBe(words);
	expect(field('goal-goal-2-words')).toBe(other);
	expect(document.activeElement).toBe(words);
	expect(words.selectionStart).toBe(11);
});

test('two people write in one goal; each sees who else is there, and both texts stay', async () => {
	const { ada, seat } = await table();
	const tom = await seat('Tom Becker', 'provider', 'edit');
	await expect.poll(() => tom.readPlan().goals.length, waiting).toBe(2);
	await show(ada);
	const words = field('goal-goal-1-words');
	words.focus();
	words.setSelectionRange(0, 0);
	await userEvent.keyboard('A: ');
	ada.arrive();
	tom.arrive();
	tom.workOn('goal/goal-1/words');
	tom.text({ record: 'goal', id: goal, field: 'words' }).splice(18, 0, ' with Tom');
	await expect.element(page.getByText('Tom Becker is writing here'), waiting).toBeVisible();
	await expect.poll(() => words.value, waiting).toBe('A: Walk to the bakery with Tom');
	expect(words.selectionStart).toBe(3);
	await expect.poll(() => tom.readPlan().goals[0]?.words, waiting).toBe('A: Walk to the bakery with Tom');
});

test('a person who may only read or comment meets text and no way to edit', async () => {
	const { ada, seat } = await table();
	const reader = await seat('Kim', 'family', 'comment');
	await expect.poll(() => reader.readPlan().goals.length, waiting).toBe(2);
	const { container } = await show(reader);
	await expect.element(page.getByText('Walk to the bakery', { exact: true })).toBeVisible();
	expect(container.querySelectorAll('textarea, select, input')).toHaveLength(0);
	const buttons = [...container.querySelectorAll('button:not([aria-haspopup], [role="menuitem"])')];
	expect(buttons.map(({ textContent }) => textContent.trim())).toEqual(['Print']);
	const offered = [...container.querySelectorAll('[role="menuitem"]')].map(({ textContent }) =>
		textContent.trim()
	);
	expect(new Set(offered)).toEqual(new Set(['Who wrote this']));
	await expect.element(page.getByRole('link', { name: 'Talk about this: Walk to the bakery' })).toBeVisible();

	ada.edit((plan) => setGoalState(plan, goal, 'completed', ada.making()));
	await expect.element(page.getByText('Reached'), waiting).toBeVisible();
});

test('what is removed comes back by Undo or from the list, and the focus is never lost', async () => {
	const { ada } = await table();
	await show(ada);
	const remove = async () => {
		await page.getByRole('button', { name: 'More for: I do not give up' }).click();
		await page.getByRole('menuitem', { name: 'Remove' }).click();
	};
	await remove();
	expect(ada.readPlan().strengths.map(({ words }) => words)).toEqual(['I can cook']);
	expect(document.activeElement).toBe(field('strength-strength-2-words'));
	await page.getByRole('button', { name: 'Undo' }).click();
	expect(ada.readPlan().strengths.map(({ words }) => words)).toEqual(['I do not give up', 'I can cook']);

	await remove();
	await page.getByRole('button', { name: 'Hide this message' }).click();
	await page.getByText('1 removed thing').click();
	await page.getByRole('button', { name: 'Put back: I do not give up' }).click();
	expect(ada.readPlan().strengths.map(({ words }) => words)).toEqual(['I do not give up', 'I can cook']);
});

test('what is added takes the writer to its first field; Enter adds the next', async () => {
	const { ada } = await table();
	await show(ada);
	await page.getByRole('button', { name: 'Add a strength' }).click();
	await userEvent.keyboard('I sing{Enter}I wait');
	await expect
		.poll(() => ada.readPlan().strengths.map(({ words }) => words))
		.toEqual(['I do not give up', 'I can cook', 'I sing', 'I wait']);
});

test('the order changes by the menu and by the buttons of its own mode', async () => {
	const { ada } = await table();
	await show(ada);
	await page.getByRole('button', { name: 'More for: Cook on Sundays' }).click();
	await page.getByRole('menuitem', { name: 'Move up' }).click();
	expect(ada.readPlan().goals.map(({ id }) => id)).toEqual(['goal-2', 'goal-1']);
	await expect.element(page.getByText('Moved up: Cook on Sundays')).toBeInTheDocument();

	await page.getByRole('region', { name: 'Goals' }).getByRole('button', { name: 'Change the order' }).click();
	await page.getByRole('button', { name: 'Move down: Cook on Sundays' }).click();
	expect(ada.readPlan().goals.map(({ id }) => id)).toEqual(['goal-1', 'goal-2']);
});

test('who, by when and how much are said in a line and changed in place', async () => {
	const { ada } = await table();
	await show(ada);
	await expect.element(page.getByText(new RegExp(`was due ${dayWords('2020-01-01')}`))).toBeVisible();
	await page.getByRole('button', { name: 'Change: Try the stairs' }).click();
	await page.getByRole('combobox', { name: 'Who does it' }).selectOptions('Tom Becker');
	await page.getByRole('textbox', { name: 'By when', exact: true }).fill('2030-05-01');
	const [step] = ada.readPlan().goals[0]?.steps ?? [];
	expect(step).toMatchObject({ owner: { kind: 'contact', id: 'contact-1' }, due: '2030-05-01' });
	await expect.element(page.getByText(`by ${dayWords('2030-05-01')}`)).toBeVisible();

	await page.getByRole('button', { name: 'Change: Physical therapy' }).click();
	const amount = page.getByRole('textbox', { name: 'How much' });
	await amount.fill('a lot');
	await userEvent.tab();
	await expect.element(page.getByText('Write a number, such as 2 or 1.5')).toBeVisible();
	expect(ada.readPlan().services[0]?.amount).toBe(2);
	await amount.fill('1,5');
	await userEvent.tab();
	expect(ada.readPlan().services[0]?.amount).toBe(1.5);
	await expect.element(page.getByText('1.5 visits')).toBeVisible();
});

test('on paper everything is text, and afterwards it can be written in again', async () => {
	const { ada } = await table();
	const { container } = await show(ada);
	window.dispatchEvent(new Event('beforeprint'));
	expect(container.querySelectorAll('textarea')).toHaveLength(0);
	expect(container.textContent).toContain('Walk to the bakery');
	window.dispatchEvent(new Event('afterprint'));
	expect(field('goal-goal-1-words').value).toBe('Walk to the bakery');
});
