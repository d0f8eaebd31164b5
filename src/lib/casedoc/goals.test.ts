import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { maker } from './docs.fixture.ts';
import { addGoal, changeGoal, setGoalState } from './goals.ts';
import { readPlan } from './read-plan.ts';

const ana = maker('ana');
const goalIn = (doc: Y.Doc) => readPlan(doc).goals[0];

test('a goal is under way only with both its days; one that was before stays as it is', () => {
	const doc = new Y.Doc();
	addGoal(doc, { ...ana('g1'), words: 'Walk' });
	expect(setGoalState(doc, 'g1', 'active', ana())).toBe(false);
	changeGoal(doc, 'g1', { due: '2026-05-01' });
	expect(setGoalState(doc, 'g1', 'active', ana())).toBe(false);
	expect(goalIn(doc)).toMatchObject({ state: 'proposed', history: [] });
	changeGoal(doc, 'g1', { start: '2026-04-01' });
	expect(setGoalState(doc, 'g1', 'active', ana())).toBe(true);
	changeGoal(doc, 'g1', { due: null });
	expect(goalIn(doc)).toMatchObject({ state: 'active', due: null });
});

test('how much it matters and how sure somebody is are whole numbers from 0 to 10', () => {
	const doc = new Y.Doc();
	addGoal(doc, { ...ana('g1'), importance: 0, confidence: 10, expressedBy: { kind: 'client' } });
	expect(goalIn(doc)).toMatchObject({ importance: 0, confidence: 10, expressedBy: { kind: 'client' } });
	doc.getMap<Y.Map<unknown>>('goals').get('g1')?.set('importance', '7');
	changeGoal(doc, 'g1', { confidence: null });
	expect(goalIn(doc)).toMatchObject({ importance: null, confidence: null });
});
