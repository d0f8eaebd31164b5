import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { addGoal } from '#lib/casedoc/goals.ts';
import { readPlan } from '#lib/casedoc/read-plan.ts';
import { readRemoved, removeRecord } from '#lib/casedoc/remove.ts';
import { addStep } from '#lib/casedoc/steps.ts';
import { writeText } from '#lib/casedoc/text.ts';
import type { Anchor } from '#lib/domain/anchor.ts';
import { anchorKey } from '#lib/domain/anchor.ts';
import { whereWords } from '../people/where-words.ts';
import { subjectOf, subjectsIn } from './anchor-words.ts';

function scene() {
	const doc = new Y.Doc();
	const making = (newId: string) => ({ newId, at: 1, by: 'm' });
	writeText(doc, { record: 'client', id: 'client', field: 'name' }, 'Rosa');
	addGoal(doc, { ...making('g'), words: 'Walk to the bakery' });
	addGoal(doc, { ...making('out'), words: 'Drive again' });
	addGoal(doc, { ...making('blank') });
	addStep(doc, { ...making('s'), words: 'Get a cane', goal: 'g' });
	removeRecord(doc, 'goal', 'out', { at: 2, by: 'm' });
	const plan = readPlan(doc);
	const named = { clientName: 'Rosa', people: [], contacts: plan.contacts };
	return { plan, named, removed: readRemoved(doc) };
}

test.each<[Anchor, string, string, boolean]>([
	[{ record: 'goal', id: 'g' }, 'Goal', 'Walk to the bakery', false],
	[{ record: 'step', id: 's', field: 'note' }, 'Step', 'Get a cane', false],
	[{ record: 'goal', id: 'blank' }, 'Goal', 'Nothing written yet', false],
	[{ record: 'goal', id: 'out' }, 'Goal', 'Drive again', true],
	[{ record: 'need', id: 'never' }, 'Need', 'Something that is no longer here', true],
	[{ record: 'plan', id: 'plan' }, 'Plan', 'The whole plan', false],
	[{ record: 'plan', id: 'plan', field: 'mattersToMe' }, 'Plan', 'What matters to me', false],
	[{ record: 'client', id: 'client' }, 'Person', 'How to reach Rosa', false],
	[{ record: 'choice', id: 'agrees' }, 'Choice', 'Do I agree with this plan?', false],
	[{ record: 'choice', id: 'toString' }, 'Choice', 'A question about your choice', false]
])('%o is called by its own words', (anchor, kind, title, gone) => {
	const { plan, named, removed } = scene();
	expect(subjectOf(anchor, plan, named, removed)).toEqual({ kind, title, gone });
});

test('all that stands in the plan can be spoken about, steps after their goal', () => {
	expect(subjectsIn(scene().plan).map(anchorKey)).toEqual(['plan/plan', 'goal/g', 'step/s', 'goal/blank']);
});

test('where somebody works is said, and nothing where their app names what this one does not know', () => {
	const { plan, named } = scene();
	const where = (words: string | null) => whereWords(words, plan, named);
	expect(where('goal/g/words')).toBe('Is writing in: Walk to the bakery');
	expect(where('talk/m/1')).toBe('Is writing in Talk');
	expect(where('goal/unknown/words')).toBeNull();
	expect(where('<b>/x')).toBeNull();
	expect(where(null)).toBeNull();
});
