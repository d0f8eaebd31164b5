import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { maker } from './docs.fixture.ts';
import { addGoal } from './goals.ts';
import { readPlan } from './read-plan.ts';
import { addStep, setStepState } from './steps.ts';

const ana = maker('ana');

describe('readPlan', () => {
	it('reads 50 goals with 300 steps', () => {
		const doc = new Y.Doc();
		for (let g = 0; g < 50; g++) {
			addGoal(doc, { ...ana(`g${g}`), words: `Goal ${g}`, why: 'Because I want to. '.repeat(5) });
			for (let s = 0; s < 6; s++) {
				addStep(doc, { ...ana(`g${g}s${s}`), goal: `g${g}`, words: 'Take a step', due: '2026-02-01' });
				setStepState(doc, `g${g}s${s}`, 'completed', ana());
			}
		}
		const { goals, otherSteps } = readPlan(doc);
		expect(goals.map(({ steps }) => steps.length)).toEqual(Array(50).fill(6));
		expect(goals.every(({ steps }) => steps.every(({ state }) => state === 'completed'))).toBe(true);
		expect(otherSteps).toEqual([]);
	});
});
