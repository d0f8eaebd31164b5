import '../style/base.css';
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { addGoal } from '#lib/casedoc/goals.ts';
import CaseHost from '../../../../tests/simulation/CaseHost.svelte';
import { setPageTable } from '../../../../tests/simulation/page-table.ts';
import PlanPage from './PlanPage.svelte';

const waiting = { timeout: 8_000 };
const goal = 'goal-1';

async function tableOfTwo(capability: 'edit' | 'view') {
	const { ada, seat } = await setPageTable();
	ada.edit((plan) => addGoal(plan, { ...ada.making(), newId: goal, words: 'Walk to the bakery' }));
	const tom = await seat('Tom Becker', 'provider', capability);
	await expect.poll(() => tom.readPlan().goals[0]?.words, waiting).toBe('Walk to the bakery');
	return { ada, tom };
}

async function ask(): Promise<void> {
	await page.getByRole('button', { name: 'More for: Walk to the bakery' }).click();
	await page.getByRole('menuitem', { name: 'Who wrote this' }).click();
}

test('two people in one sentence: the dialog says who wrote which words, and who began it', async () => {
	const { ada, tom } = await tableOfTwo('edit');
	tom.text({ record: 'goal', id: goal, field: 'words' }).splice(18, 0, ' with Tom');
	await expect.poll(() => ada.readPlan().goals[0]?.words, waiting).toBe('Walk to the bakery with Tom');
	await render(CaseHost<Record<string, never>>, { opened: ada, part: PlanPage, given: {} });
	await ask();
	const dialog = page.getByRole('dialog', { name: 'Who wrote this: Walk to the bakery with Tom' });
	const pieces = dialog.getByRole('region', { name: 'Goal' }).getByRole('listitem').elements();
	expect(pieces.map(({ textContent }) => textContent.replace(/\s+/g, ' ').trim())).toEqual([
		expect.stringMatching(/^A.*Walk to the bakery$/),
		expect.stringMatching(/Tom Becker.*with Tom$/)
	]);
	await expect.element(dialog.getByText('Put into the plan by')).toBeVisible();
	await userEvent.keyboard('{Escape}');
	await expect.element(dialog).not.toBeInTheDocument();
	expect(document.activeElement?.getAttribute('aria-label')).toBe('More for: Walk to the bakery with Tom');
});

test('who may only look can ask, too, and is offered nothing that changes the plan', async () => {
	const { tom } = await tableOfTwo('view');
	await render(CaseHost<Record<string, never>>, { opened: tom, part: PlanPage, given: {} });
	await page.getByRole('button', { name: 'More for: Walk to the bakery' }).click();
	const offered = page.getByRole('menuitem').elements();
	expect(offered.map(({ textContent }) => textContent.trim())).toEqual(['Who wrote this']);
	await page.getByRole('menuitem', { name: 'Who wrote this' }).click();
	await expect.element(page.getByRole('dialog').getByText('Put into the plan by')).toBeVisible();
});
