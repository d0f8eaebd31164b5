import { describe, expect, it } from 'vitest';
import { isGoalOverdue } from './goal.ts';
import { nextSteps } from './next-steps.ts';
import { theClient } from './person.ts';
import type { Plan } from './plan.ts';
import type { Step } from './step.ts';
import { isStepOverdue, stepDone } from './step.ts';

function step(id: string, changes: Partial<Step> = {}): Step {
	const blank = {
		words: '',
		note: '',
		goal: null,
		due: null,
		state: 'ready',
		history: [],
		created: null
	} as const;
	return { id, ...blank, owner: theClient, ...changes };
}

describe('a step', () => {
	it('is overdue from the day after its day, while it is open and not put on hold', () => {
		const due = '2026-05-01';
		expect(isStepOverdue(step('s', { due }), '2026-05-01')).toBe(false);
		expect(isStepOverdue(step('s', { due }), '2026-05-02')).toBe(true);
		expect(isStepOverdue(step('s', { due, state: 'completed' }), '2026-05-02')).toBe(false);
		expect(isStepOverdue(step('s', { due, state: 'on-hold' }), '2026-05-02')).toBe(false);
		expect(isStepOverdue(step('s'), '2026-05-02')).toBe(false);
		expect(isGoalOverdue({ state: 'active', due }, '2026-05-02')).toBe(true);
		expect(isGoalOverdue({ state: 'cancelled', due }, '2026-05-02')).toBe(false);
	});

	it('tells who did it, while it is done', () => {
		const done = { id: 'h', at: 5, by: 'm1', from: null, to: 'completed', reason: '', after: [] } as const;
		expect(stepDone(step('s', { state: 'completed', history: [done] }))).toMatchObject({ at: 5, by: 'm1' });
		expect(stepDone(step('s', { state: 'ready', history: [done] }))).toBeNull();
	});
});

describe('nextSteps', () => {
	it('lists what is mine and open, soonest first, and nothing for goals given up', () => {
		const plan = {
			contacts: [],
			otherSteps: [step('no-day'), step('theirs', { owner: { kind: 'member', id: 'm2' } })],
			goals: [
				{
					state: 'active',
					steps: [step('later', { due: '2026-06-01' }), step('soon', { due: '2026-05-01' })]
				},
				{ state: 'cancelled', steps: [step('given-up')] },
				{ state: 'accepted', steps: [step('done', { state: 'completed' })] }
			]
		} as unknown as Plan;
		const mine = nextSteps(plan, { member: 'm1', isClient: true }).map(({ id }) => id);
		expect(mine).toEqual(['soon', 'later', 'no-day']);
	});
});
