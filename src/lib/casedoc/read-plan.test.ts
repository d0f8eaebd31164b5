import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { maker } from './docs.fixture.ts';
import { addGoal } from './goals.ts';
import { readPlan } from './read-plan.ts';
import { addStep, setStepState } from './steps.ts';

const ana = maker('ana');

describe('readPlan', () => {
	it('reads 50 goals with 300 steps in a few milliseconds', () => {
		const doc = new Y.Doc();
		for (let g = 0; g < 50; g++) {
			addGoal(doc, { ...ana(`g${g}`), words: `Goal ${g}`, why: 'Because I want to. '.repeat(5) });
			for (let s = 0; s < 6; s++) {
				addStep(doc, { ...ana(`g${g}s${s}`), goal: `g${g}`, words: 'Take a step', due: '2026-02-01' });
				setStepState(doc, `g${g}s${s}`, 'completed', ana());
			}
		}
		const times = Array.from({ length: 20 }, () => {
			const start = performance.now();
			readPlan(doc);
			return performance.now() - start;
		});
		// Measured 1 to 2 ms; the bound leaves room for a busy machine.
		expect(Math.min(...times)).toBeLessThan(10);
	});
});
