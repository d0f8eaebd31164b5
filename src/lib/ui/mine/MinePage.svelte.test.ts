import '../style/base.css';
import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { addContact } from '#lib/casedoc/contacts.ts';
import { addGoal } from '#lib/casedoc/goals.ts';
import { addStep, setStepState } from '#lib/casedoc/steps.ts';
import { writeText } from '#lib/casedoc/text.ts';
import { theClient, type PersonRef } from '#lib/domain/person.ts';
import { allSteps } from '#lib/domain/plan.ts';
import type { Case, Offer } from '#lib/session/case.ts';
import CaseHost from '../../../../tests/simulation/CaseHost.svelte';
import { setPageTable } from '../../../../tests/simulation/page-table.ts';
import MinePage from './MinePage.svelte';

async function rosasTable(capability: Offer['capability'] = 'edit') {
	const at = await setPageTable();
	const { ada } = at;
	step(ada, 'exercise', 'Do the exercises', theClient);
	step(ada, 'call', 'Call the agency', { kind: 'member', id: ada.me });
	const rosa = await at.seat('Rosa Delgado', 'client', capability);
	await expect.poll(() => allSteps(rosa.readPlan()).length, { timeout: 8_000 }).toBe(2);
	return { ...at, rosa };
}

function step(by: Case, newId: string, words: string, owner: PersonRef): void {
	by.edit((plan) => addStep(plan, { ...by.making(), newId, words, owner }));
}

function show(opened: Case) {
	return render(CaseHost<Record<string, never>>, { opened, part: MinePage, given: {} });
}

const stateOf = (opened: Case, id: string) => allSteps(opened.readPlan()).find((one) => one.id === id)?.state;

test('my own next steps and nobody else’s', async () => {
	const { rosa, ada } = await rosasTable();
	const { unmount } = await show(rosa);
	await expect.element(page.getByRole('heading', { name: 'Do the exercises' })).toBeVisible();
	await expect.element(page.getByRole('heading', { name: 'Call the agency' })).not.toBeInTheDocument();
	await unmount();
	await show(ada);
	await expect.element(page.getByRole('heading', { name: 'Call the agency' })).toBeVisible();
	await expect.element(page.getByRole('heading', { name: 'Do the exercises' })).not.toBeInTheDocument();
	await page.getByLabelText('Whose page is this?').selectOptions('Rosa Delgado');
	await expect.element(page.getByRole('heading', { name: 'The plan for Rosa Delgado' })).toBeVisible();
	await expect.element(page.getByRole('heading', { name: 'Do the exercises' })).toBeVisible();
	await expect.element(page.getByRole('button', { name: /^I need help/ })).not.toBeInTheDocument();
});

test('done is done, and undoing brings back the state before', async () => {
	const { rosa, ada } = await rosasTable();
	rosa.edit((plan) => setStepState(plan, 'exercise', 'in-progress', rosa.making()));
	await show(rosa);
	await page.getByRole('button', { name: 'Done: Do the exercises' }).click();
	await expect.element(page.getByText('There is nothing for you to do just now.')).toBeVisible();
	await expect.poll(() => stateOf(ada, 'exercise'), { timeout: 8_000 }).toBe('completed');
	await page.getByRole('button', { name: 'Undo' }).click();
	expect(stateOf(rosa, 'exercise')).toBe('in-progress');

	await page.getByRole('button', { name: 'Done: Do the exercises' }).click();
	await page.getByText('1 step done').click();
	await page.getByRole('button', { name: 'Not done after all: Do the exercises' }).click();
	expect(stateOf(rosa, 'exercise')).toBe('ready');
});

test('asking for help needs no words and reaches the others', async () => {
	const { rosa, ada } = await rosasTable();
	await show(rosa);
	await page.getByRole('button', { name: 'I need help with: Do the exercises' }).click();
	await expect.element(page.getByRole('textbox', { name: /^What would help you/ })).toHaveFocus();
	await page.getByRole('button', { name: 'Ask for help' }).click();
	await expect.element(page.getByText(/^You asked for help, just now/)).toBeVisible();
	await expect.element(page.getByRole('button', { name: /^I need help/ })).not.toBeInTheDocument();
	await expect.poll(() => ada.readTalk().threads, { timeout: 8_000 }).toHaveLength(1);
	expect(ada.readTalk().threads[0]).toMatchObject({
		asksForHelp: true,
		suggests: null,
		about: { record: 'step', id: 'exercise' }
	});
});

test('who may not change the plan can tell that it is done, and is offered no change', async () => {
	const { rosa, ada } = await rosasTable('comment');
	await show(rosa);
	await page.getByRole('button', { name: 'Tell them it is done: Do the exercises' }).click();
	await expect.poll(() => ada.readTalk().threads, { timeout: 8_000 }).toHaveLength(1);
	expect(ada.readTalk().threads[0]?.said.text).toBe('I have done this.');
	expect(stateOf(rosa, 'exercise')).toBe('ready');
	await expect.element(page.getByRole('button', { name: /words|Write it down/ })).not.toBeInTheDocument();
});

test('who only reads is offered nothing but printing and choosing whose page it is', async () => {
	const { rosa } = await rosasTable('view');
	await show(rosa);
	await expect.element(page.getByRole('heading', { name: 'Do the exercises' })).toBeVisible();
	const names = page
		.getByRole('button')
		.elements()
		.map((button) => button.getAttribute('aria-label') ?? button.textContent.trim());
	expect(names).toEqual(['Print this page']);
});

test('my own words are written here', async () => {
	const { rosa, ada } = await rosasTable();
	await show(rosa);
	await page.getByRole('button', { name: 'Write it down' }).click();
	const field = page.getByRole('textbox', { name: 'What matters to me' });
	await expect.element(field).toHaveFocus();
	await field.fill('My own kitchen.');
	await page.getByRole('button', { name: 'Done', exact: true }).click();
	await expect.element(page.getByRole('button', { name: 'Change my words' })).toHaveFocus();
	await expect.element(page.getByText('My own kitchen.')).toBeVisible();
	await expect.poll(() => ada.readPlan().mattersToMe, { timeout: 8_000 }).toBe('My own kitchen.');
});

test('the team can be called and written to', async () => {
	const { rosa, ada } = await rosasTable();
	const ways = { phone: '(415) 555-0132', email: 'elena@delgado.example' };
	ada.edit((plan) =>
		addContact(plan, { ...ada.making(), newId: 'elena', name: 'Elena', emergency: true, ...ways })
	);
	await expect.poll(() => rosa.readPlan().contacts, { timeout: 8_000 }).toHaveLength(1);
	await show(rosa);
	await expect
		.element(page.getByRole('link', { name: 'Call Elena: (415) 555-0132' }))
		.toHaveAttribute('href', 'tel:4155550132');
	await expect
		.element(page.getByRole('link', { name: 'Write to Elena: elena@delgado.example' }))
		.toHaveAttribute('href', 'mailto:elena@delgado.example');
});

test('long words, names and numbers make nothing wider than a phone', async () => {
	await page.viewport(320, 640);
	const { rosa } = await rosasTable();
	const long = 'W'.repeat(2_000);
	rosa.edit((plan) => {
		writeText(plan, { record: 'plan', id: 'plan', field: 'mattersToMe' }, long);
		writeText(plan, { record: 'client', id: 'client', field: 'name' }, long);
		addGoal(plan, { ...rosa.making(), words: long, state: 'active' });
		addContact(plan, {
			...rosa.making(),
			name: long,
			phone: '1'.repeat(200),
			address: long,
			emergency: true
		});
	});
	step(rosa, 'long', long, theClient);
	await show(rosa);
	await expect.element(page.getByRole('heading', { name: 'My team' })).toBeVisible();
	expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(320);
});
