import '../style/base.css';
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { addContact } from '#lib/casedoc/contacts.ts';
import { addGoal, setGoalState } from '#lib/casedoc/goals.ts';
import { addNeed } from '#lib/casedoc/needs.ts';
import { addService } from '#lib/casedoc/services.ts';
import { addStep, changeStep } from '#lib/casedoc/steps.ts';
import { addStrength } from '#lib/casedoc/strengths.ts';
import { theClient } from '#lib/domain/person.ts';
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

test('looking it over names what is missing and takes there; what is put right goes', async () => {
	const { ada } = await table();
	await show(ada);
	await page.getByText('Look it over').click();
	const told = page.getByRole('region', { name: 'What may be missing' });
	await expect.element(told.getByRole('link', { name: 'No goal goes with the need' })).toBeVisible();
	await expect.element(told.getByRole('heading', { name: 'Who does what' })).toBeVisible();
	await told.getByRole('link', { name: /own words/ }).click();
	expect(document.activeElement).toBe(field('plan-plan-mattersToMe'));
	await userEvent.keyboard('My garden');
	await expect.element(told.getByRole('link', { name: /own words/ })).not.toBeInTheDocument();
	ada.edit((plan) => changeStep(plan, 'step-1', { owner: theClient }));
	await expect.element(told.getByRole('link', { name: /Nobody is named for “Try/ })).not.toBeInTheDocument();
});

test('an empty plan can start from an example, which one Undo takes out again', async () => {
	const { ada } = await setPageTable();
	await show(ada);
	await page.getByText('Start from an example').click();
	await page.getByRole('button', { name: 'Coming home after a stroke' }).click();
	await expect
		.poll(() => (document.activeElement as HTMLTextAreaElement).value)
		.toBe('Moving about safely at home');
	expect(ada.readPlan().goals.map(({ steps }) => steps.length)).toEqual([3, 3, 2]);
	await expect.element(page.getByText('Start from an example')).not.toBeInTheDocument();
	ada.undo();
	await expect.element(page.getByText('Start from an example')).toBeVisible();
	expect(ada.readPlan()).toMatchObject({ needs: [], goals: [], services: [], risks: [], emergencies: [] });
});

test('help that cannot be used for want of a ride: what is missing becomes a need, until it is out of the way', async () => {
	const { ada } = await table();
	await show(ada);
	await page.getByRole('button', { name: 'Add what is in the way' }).click();
	await userEvent.keyboard('No bus at that hour');
	const card = page.getByRole('article', { name: 'No bus at that hour' });
	await card.getByRole('button', { name: /^Say more about it/ }).click();
	await card
		.getByLabelText('What is it?')
		.selectOptions('The help is there, but something else is missing to use it');
	await card.getByLabelText(/^Which help cannot be used/).selectOptions('Physical therapy');
	const therapy = page.getByRole('article', { name: 'Physical therapy' });
	await expect.element(therapy.getByText('No bus at that hour')).toBeVisible();
	await card.getByRole('button', { name: 'A ride' }).click();
	await expect.poll(() => (document.activeElement as HTMLTextAreaElement).value).toBe('A ride to get there');
	expect(ada.readPlan().needs.at(-1)).toMatchObject({ area: 'transportation-insecurity' });
	await expect.element(card.getByRole('link', { name: 'A ride to get there' })).toBeVisible();
	await expect.element(page.getByText('so that this can be used: Physical therapy')).toBeVisible();
	await card.getByLabelText('Is it still in the way?').selectOptions('Out of the way');
	await expect.element(therapy.getByText('No bus at that hour')).not.toBeInTheDocument();
	await expect.element(page.getByText('so that this can be used: Physical therapy')).not.toBeInTheDocument();
});

test('a goal that we work on has a day: it is asked for, a day too early is refused, and the rest follows', async () => {
	const { ada } = await table();
	await show(ada);
	const card = page.getByRole('article', { name: 'Walk to the bakery' });
	await card.getByLabelText('How the goal stands').selectOptions('Working on it');
	const asked = card.getByLabelText('By when is it to be reached?');
	await expect.element(asked).toHaveFocus();
	await expect.element(card.getByLabelText('How the goal stands')).toHaveDisplayValue('An idea');
	await asked.fill('2020-01-01');
	await expect
		.element(card.getByText('This day is before the goal begins. Choose a later one.'))
		.toBeVisible();
	await expect.element(asked).toHaveValue('2020-01-01');
	expect(ada.readPlan().goals[0]).toMatchObject({ state: 'proposed', due: null });
	await asked.fill('2999-05-01');
	await expect.element(card.getByLabelText('How the goal stands')).toHaveDisplayValue('Working on it');
	expect(ada.readPlan().goals[0]).toMatchObject({ state: 'active', due: '2999-05-01' });
	expect(ada.readPlan().goals[0]?.start).not.toBeNull();
	await expect.element(asked).not.toBeInTheDocument();
	ada.undo();
	expect(ada.readPlan().goals[0]).toMatchObject({ state: 'proposed', due: null, start: null });
});

test('what a goal means is written beside it: how much it matters, how sure somebody is, how it will be known', async () => {
	const { ada } = await table();
	await show(ada);
	const card = page.getByRole('article', { name: 'Walk to the bakery' });
	await card.getByRole('button', { name: /^Say by when/ }).click();
	await card.getByLabelText('How much does it matter to me?').selectOptions('9');
	await card.getByLabelText('How sure am I that I can do it?').selectOptions('4');
	await card.getByLabelText('How pressing is it?').selectOptions('Comes first');
	await expect.element(card.getByText('Matters: 9 of 10')).toBeVisible();
	await expect.element(card.getByText('Sure: 4 of 10')).toBeVisible();
	await expect.element(card.getByText('Write how we will know that it is reached.')).toBeVisible();
	await card.getByLabelText('How we will know that it is reached').fill('I carry the bread home');
	await expect.element(card.getByText('It says how we will know.')).toBeVisible();
	expect(ada.readPlan().goals[0]).toMatchObject({
		importance: 9,
		confidence: 4,
		priority: 'high-priority',
		measure: 'I carry the bread home'
	});
});
