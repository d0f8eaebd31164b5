import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type * as Y from 'yjs';
import { crossedChanges } from '#lib/domain/history.ts';
import type { ListKind } from '#lib/domain/record.ts';
import { docs, maker, sync } from './docs.fixture.ts';
import { addGoal, changeGoal, setGoalState } from './goals.ts';
import { setLink } from './links.ts';
import type { Making } from './list.ts';
import { moveDown, moveRecord, moveUp } from './move.ts';
import { setStage } from './plan-facts.ts';
import { readPlan } from './read-plan.ts';
import { readRemoved, removeRecord, restoreRecord } from './remove.ts';
import { addStep, changeStep, setStepState } from './steps.ts';
import { addStrength } from './strengths.ts';
import { editText, planText, writeText } from './text.ts';

const ana = maker('ana');
const ben = maker('ben');

function pair(): [Y.Doc, Y.Doc] {
	return docs(2) as [Y.Doc, Y.Doc];
}

/** Two devices that know the same goals, in the order g1, g2, g3, g4. */
function pairWithGoals(): [Y.Doc, Y.Doc] {
	const [a, b] = pair();
	for (const id of ['g1', 'g2', 'g3', 'g4']) addGoal(a, { ...ana(id), words: `Goal ${id}` });
	sync(a, b);
	return [a, b];
}

function order(doc: Y.Doc): string {
	return readPlan(doc)
		.goals.map(({ id }) => id)
		.join(' ');
}

describe('two people offline', () => {
	it('first fill the same empty field: both texts stay', () => {
		const [a, b] = pairWithGoals();
		for (const field of ['why', 'words'] as const) {
			writeText(a, { record: 'goal', id: 'g1', field }, 'Because of Ana. ');
			writeText(b, { record: 'goal', id: 'g1', field }, 'Because of Ben. ');
		}
		writeText(a, { record: 'plan', id: 'plan', field: 'mattersToMe' }, 'Bread. ');
		writeText(b, { record: 'plan', id: 'plan', field: 'mattersToMe' }, 'Music. ');
		sync(a, b);
		const plan = readPlan(a);
		expect(plan.goals[0]?.why).toMatch(/Because of Ana\. /);
		expect(plan.goals[0]?.why).toMatch(/Because of Ben\. /);
		expect(plan.mattersToMe).toHaveLength('Bread. Music. '.length);
		expect(readPlan(b)).toEqual(plan);
	});

	it('type in one sentence: every letter stays', () => {
		const [a, b] = pairWithGoals();
		const ref = { record: 'goal', id: 'g1', field: 'words' } as const;
		writeText(a, ref, 'Walk to the shop');
		sync(a, b);
		editText(planText(a, ref), { index: 5, remove: 0, insert: 'alone ' });
		editText(planText(b, ref), { index: 16, remove: 0, insert: ' every day' });
		sync(a, b);
		expect(readPlan(a).goals[0]?.words).toBe('Walk alone to the shop every day');
		expect(readPlan(b)).toEqual(readPlan(a));
	});

	it('add at the end of a list: both stand there, in one order', () => {
		const [a, b] = pairWithGoals();
		addGoal(a, ana('zz'));
		addGoal(b, ben('aa'));
		sync(a, b);
		expect(order(a)).toBe('g1 g2 g3 g4 aa zz');
		expect(order(b)).toBe(order(a));
	});

	it('move the same and different things: nothing is lost or doubled', () => {
		const [a, b] = pairWithGoals();
		moveRecord(a, 'goal', 'g4', { before: 'g1' });
		moveRecord(a, 'goal', 'g2', { after: 'g3' });
		moveRecord(b, 'goal', 'g4', { before: 'g2' });
		sync(a, b);
		expect(order(a).split(' ').toSorted()).toEqual(['g1', 'g2', 'g3', 'g4']);
		expect(order(b)).toBe(order(a));
	});

	it('remove and edit the same record: it is out of sight, and comes back with the edit', () => {
		const [a, b] = pairWithGoals();
		removeRecord(a, 'goal', 'g2', ana());
		changeGoal(b, 'g2', { due: '2026-03-01' });
		sync(a, b);
		expect(order(b)).toBe('g1 g3 g4');
		restoreRecord(b, 'goal', 'g2');
		sync(a, b);
		expect(order(a)).toBe('g1 g2 g3 g4');
		expect(readPlan(a).goals[1]?.due).toBe('2026-03-01');
	});

	it('tie different needs to one goal: both ties hold', () => {
		const [a, b] = pairWithGoals();
		setLink(a, 'goal', 'g1', 'needs', 'n1', true);
		setLink(b, 'goal', 'g1', 'needs', 'n2', true);
		sync(a, b);
		expect(readPlan(a).goals[0]?.needs).toEqual(['n1', 'n2']);
		setLink(a, 'goal', 'g1', 'needs', 'n1', false);
		expect(readPlan(a).goals[0]?.needs).toEqual(['n2']);
	});

	it('set one state differently: one stands, both are kept, and the next change settles it', () => {
		const [a, b] = pairWithGoals();
		setGoalState(a, 'g1', 'planned', ana());
		sync(a, b);
		setGoalState(a, 'g1', 'on-hold', { ...ana(), reason: 'Ana asks for a pause' });
		setGoalState(a, 'g1', 'cancelled', ana());
		setGoalState(b, 'g1', 'completed', ben());
		sync(a, b);
		const goal = readPlan(a).goals[0];
		expect(readPlan(b).goals[0]).toEqual(goal);
		expect(goal?.history.at(-1)?.to).toBe(goal?.state);
		expect(goal?.history).toHaveLength(4);
		const crossed = crossedChanges(goal?.history ?? []);
		const [stands, lost] = [crossed?.stands, crossed?.lost[0]].map((change) => change?.to);
		expect([stands, lost].toSorted()).toEqual(['cancelled', 'completed']);

		setGoalState(b, 'g1', goal?.state ?? 'planned', ben());
		expect(crossedChanges(readPlan(b).goals[0]?.history ?? [])).toBeUndefined();
	});
});

describe('order', () => {
	it('moves up and down in what people see, past removed records, and stops at the ends', () => {
		const [a] = pairWithGoals();
		removeRecord(a, 'goal', 'g2', ana());
		expect(moveUp(a, 'goal', 'g3')).toBe(true);
		expect(order(a)).toBe('g3 g1 g4');
		expect(moveUp(a, 'goal', 'g3')).toBe(false);
		expect(moveDown(a, 'goal', 'g4')).toBe(false);
		expect(moveDown(a, 'goal', 'g1')).toBe(true);
		expect(order(a)).toBe('g3 g4 g1');
		expect(moveRecord(a, 'goal', 'g3', { before: 'nowhere' })).toBe(false);
		expect(moveRecord(a, 'goal', 'nowhere', { before: 'g3' })).toBe(false);
		expect(moveRecord(a, 'goal', 'g3', { after: 'g3' })).toBe(false);
	});

	it('moves steps among those of their goal', () => {
		const [a] = pairWithGoals();
		for (const id of ['s1', 's2', 's3']) addStep(a, { ...ana(id), goal: id === 's2' ? 'g2' : 'g1' });
		expect(moveUp(a, 'step', 's3')).toBe(true);
		expect(readPlan(a).goals[0]?.steps.map(({ id }) => id)).toEqual(['s3', 's1']);
		changeStep(a, 's2', { goal: null });
		expect(readPlan(a).otherSteps.map(({ id }) => id)).toEqual(['s2']);
	});
});

describe('removing', () => {
	it('keeps everything, names it, and puts it back where it was, a goal with its steps', () => {
		const [a] = pairWithGoals();
		addStep(a, { ...ana('s1'), goal: 'g2', words: 'First step' });
		addStrength(a, { ...ana('t1'), words: 'Patient' });
		const before = readPlan(a);
		removeRecord(a, 'goal', 'g2', { at: 2, by: 'ana' });
		removeRecord(a, 'strength', 't1', { at: 1, by: 'ben' });
		expect(readPlan(a).otherSteps).toEqual([]);
		expect(readRemoved(a)).toEqual([
			{ record: 'goal', id: 'g2', title: 'Goal g2', removed: { at: 2, by: 'ana' } },
			{ record: 'strength', id: 't1', title: 'Patient', removed: { at: 1, by: 'ben' } }
		]);
		restoreRecord(a, 'goal', 'g2');
		restoreRecord(a, 'strength', 't1');
		expect(readPlan(a)).toEqual(before);
		expect(readRemoved(a)).toEqual([]);
		expect(restoreRecord(a, 'goal', 'g2')).toBe(false);
	});
});

const seed = Date.now() & 0x7fffffff;

describe(`random histories (seed ${seed})`, () => {
	it('end in one plan on three devices, whatever was done in whatever order', () => {
		fc.assert(fc.property(fc.array(deed(), { maxLength: 40 }), threeDevicesAgree), { seed, numRuns: 150 });
	});
});

interface Deed {
	readonly device: number;
	readonly what: number;
	readonly which: number;
	readonly other: number;
}

function deed(): fc.Arbitrary<Deed> {
	return fc.record({ device: fc.nat(2), what: fc.nat(9), which: fc.nat(20), other: fc.nat(20) });
}

function threeDevicesAgree(deeds: readonly Deed[]): void {
	const devices = docs(3);
	const makers = devices.map((_, n) => maker(`p${n}`));
	for (const one of deeds) {
		const doc = devices[one.device] as Y.Doc;
		perform(doc, one, makers[one.device] as (newId?: string) => Making);
		if (one.what === 9) sync(doc, devices[one.other % devices.length] as Y.Doc);
	}
	sync(...devices);
	sync(...devices);
	const [first, ...others] = devices.map((doc) => ({ plan: readPlan(doc), removed: readRemoved(doc) }));
	for (const other of others) expect(other).toEqual(first);
	const goals = deeds.filter(({ what }) => what === 0).length;
	const removed = first?.removed.filter(({ record }) => record === 'goal').length ?? 0;
	expect((first?.plan.goals.length ?? 0) + removed).toBe(goals);
}

function perform(doc: Y.Doc, { what, which, other }: Deed, making: () => Making): void {
	const { goals, otherSteps } = readPlan(doc);
	const pick = (n: number): string => goals[n % Math.max(1, goals.length)]?.id ?? 'none';
	const kind: ListKind = 'goal';
	const goal = pick(which);
	if (what === 0) addGoal(doc, { ...making(), words: `Goal ${which}` });
	if (what === 1) addStep(doc, { ...making(), goal: which % 3 === 0 ? null : goal });
	if (what === 2) moveRecord(doc, kind, goal, which % 2 ? { before: pick(other) } : { after: pick(other) });
	if (what === 3) removeRecord(doc, kind, goal, making());
	if (what === 4) restoreRecord(doc, kind, readRemoved(doc)[0]?.id ?? 'none');
	if (what === 5) setGoalState(doc, goal, other % 2 ? 'on-hold' : 'completed', making());
	if (what === 6 && goals.length > 0)
		writeText(doc, { record: 'goal', id: goal, field: 'why' }, `Why ${other}`);
	if (what === 7) setStage(doc, which % 2 ? 'planning' : 'monitoring', making());
	if (what === 8) setStepState(doc, otherSteps[0]?.id ?? 'none', 'completed', making());
}
