import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { changesBetween, changesSince, lookAt } from '#lib/domain/change.ts';
import { answerChoice } from './choices.ts';
import { addContact } from './contacts.ts';
import { maker } from './docs.fixture.ts';
import { addGoal, changeGoal } from './goals.ts';
import { moveUp } from './move.ts';
import { changePlan } from './plan-facts.ts';
import { readPlan } from './read-plan.ts';
import { removeRecord } from './remove.ts';
import { addStep, setStepState } from './steps.ts';
import { writeText } from './text.ts';

const ana = maker('ana');

describe('what changed since I looked', () => {
	it('names every record that was added, changed or removed, and nothing else', () => {
		const doc = new Y.Doc();
		for (const id of ['g1', 'g2', 'g3']) addGoal(doc, { ...ana(id), words: id });
		addStep(doc, { ...ana('s1'), goal: 'g1' });
		addContact(doc, { ...ana('c1'), name: 'Ines' });
		const before = readPlan(doc);
		const looked = JSON.parse(JSON.stringify(lookAt(before))) as Record<string, string>;
		expect(changesSince(looked, before)).toEqual([]);

		moveUp(doc, 'goal', 'g3');
		changeGoal(doc, 'g1', { due: '2026-04-01' });
		setStepState(doc, 's1', 'completed', ana());
		removeRecord(doc, 'goal', 'g2', ana());
		addStep(doc, { ...ana('s2'), words: 'New' });
		writeText(doc, { record: 'contact', id: 'c1', field: 'phone' }, '555 0100');
		writeText(doc, { record: 'client', id: 'client', field: 'name' }, 'Rosa');
		changePlan(doc, { reviewOn: '2026-06-01' });
		answerChoice(doc, 'agrees', { answer: 'yes', answeredBy: { kind: 'client' }, at: 1 });
		const after = readPlan(doc);
		const changes = changesSince(looked, after).map(({ record, id, kind }) => `${record}/${id} ${kind}`);
		expect(changes.toSorted()).toEqual(
			[
				'choice/agrees changed',
				'client/client changed',
				'contact/c1 changed',
				'goal/g1 changed',
				'goal/g2 removed',
				'plan/plan changed',
				'step/s1 changed',
				'step/s2 added'
			].toSorted()
		);
		expect(changesBetween(before, after)).toEqual(changesSince(looked, after));
	});
});
