import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { listKinds } from '#lib/domain/record.ts';
import { answerChoice } from './choices.ts';
import { docs, maker, sync } from './docs.fixture.ts';
import { addGoal, setGoalState } from './goals.ts';
import { mostListed } from './list.ts';
import { moveRecord } from './move.ts';
import { changePlan, readCaseHead, setStage } from './plan-facts.ts';
import { readPlan } from './read-plan.ts';
import { readRemoved, removeRecord } from './remove.ts';
import { addService, changeService } from './services.ts';
import { planText, writeText } from './text.ts';

const ana = maker('ana');
const empty = readPlan(new Y.Doc());

/** An honest person's plan, and a document in which somebody's own program writes. */
function planAndVandal(): [Y.Doc, Y.Doc] {
	const [plan, vandal] = docs(2) as [Y.Doc, Y.Doc];
	addGoal(plan, { ...ana('g1'), words: 'Stay', state: 'active', start: '2026-01-05', due: '2026-05-01' });
	addGoal(plan, { ...ana('g2'), words: 'Go' });
	sync(plan, vandal);
	return [plan, vandal];
}

describe('a plan that a hostile or a newer program has written into', () => {
	it('reads as empty when every root holds something else', () => {
		const doc = new Y.Doc();
		for (const name of [...listKinds.map((kind) => `${kind}s`), 'plan', 'choices', 'emergencies']) {
			doc.getMap(name).set('x', 'a string');
			doc.getMap(name).set('../../x', new Y.Map());
			doc.getMap(name).set('__proto__', new Y.Array());
			doc.getMap(name).set('y', new Y.Text('text'));
			doc.getMap(name).set('setting', [1, 2]);
		}
		expect(readPlan(reopened(doc))).toEqual(empty);
	});

	it('keeps what it understands of a record, and falls back for the rest', () => {
		const [plan, vandal] = planAndVandal();
		const goal = vandal.getMap<Y.Map<unknown>>('goals').get('g1');
		goal?.set('state', 'archived-by-version-9');
		goal?.set('due', '2026-02-31');
		goal?.set('created', { at: 'now', by: {} });
		goal?.set('removed', 'yes');
		goal?.set('order', { sort: 'first' });
		goal?.set('needs:../x', true);
		goal?.set('needs:n1', 'true');
		goal?.set('colour', 'green');
		goal?.set('importance', 11);
		goal?.set('confidence', 2.5);
		goal?.set('expressedBy', 'nobody:at:all');
		vandal.getArray('goal/g1/history').push([null, 7, { at: 1 }, { at: 1, by: 'x', id: 'x', to: 'nowhere' }]);
		sync(plan, vandal);
		expect(readPlan(plan).goals.find(({ id }) => id === 'g1')).toEqual({
			id: 'g1',
			words: 'Stay',
			why: '',
			measure: '',
			priority: null,
			expressedBy: null,
			importance: null,
			confidence: null,
			state: 'proposed',
			history: [],
			start: '2026-01-05',
			due: null,
			needs: [],
			strengths: [],
			steps: [],
			created: null
		});
		expect(setGoalState(plan, 'g1', 'completed', ana())).toBe(true);
		expect(moveRecord(plan, 'goal', 'g1', { before: 'g2' })).toBe(true);
		expect(readPlan(plan).goals.map(({ id, state }) => [id, state])).toEqual([
			['g1', 'completed'],
			['g2', 'proposed']
		]);
	});

	it('can still be typed into when things that are no letters lie in a text', () => {
		const [plan, vandal] = planAndVandal();
		const ref = { record: 'goal', id: 'g1', field: 'words' } as const;
		planText(vandal, ref).insertEmbed(0, { image: 'x' });
		planText(vandal, ref).insertEmbed(3, new Y.Map());
		planText(vandal, ref).format(1, 2, { href: 'javascript:alert(1)' });
		sync(plan, vandal);
		expect(readPlan(plan).goals[0]?.words).toBe('Stay');
		writeText(plan, ref, 'Stay here');
		sync(plan, vandal);
		expect(readPlan(vandal).goals[0]?.words).toBe('Stay here');
		expect(planText(plan, ref).length).toBe('Stay here'.length);
	});

	it('shows two thousand of a hundred thousand records, and says how many it leaves out', () => {
		const doc = new Y.Doc();
		doc.transact(() => {
			const needs = doc.getMap('needs');
			for (let n = 0; n < 50_000; n++) needs.set(`junk ${n}`, n);
			for (let n = 0; n < mostListed + 500; n++) needs.set(`n${n}`, new Y.Map([['created', 'ever']]));
			for (let n = 0; n < 10_000; n++) needs.set(`empty${n}`, new Y.Map());
			const steps = doc.getArray('step/s1/history');
			steps.push(
				Array.from({ length: 50_000 }, () => ({ at: 1, by: 'x', id: 'x', to: 'ready', after: ['x'] }))
			);
		});
		const plan = readPlan(doc);
		expect(plan.needs).toHaveLength(mostListed);
		expect(plan.leftOut).toBe(500);
		expect(doc.share.has('need/n1/words')).toBe(false);
	});

	it('never throws, whatever the values are', () => {
		const seed = Date.now() & 0x7fffffff;
		const name = fc.constantFrom(
			'order',
			'state',
			'due',
			'removed',
			'created',
			'goal',
			'owner',
			'amount',
			'q'
		);
		const fields = fc.dictionary(
			name,
			fc.jsonValue().map((value) => structuredClone(value))
		);
		fc.assert(
			fc.property(fc.array(fields, { maxLength: 5 }), (records) => {
				const doc = new Y.Doc();
				for (const kind of ['goals', 'steps', 'services', 'contacts', 'risks', 'needs', 'plan', 'choices']) {
					records.forEach((record, n) => {
						const map = new Y.Map<unknown>(Object.entries(record));
						doc.getMap(kind).set(`r${n}`, map);
						for (const [field, value] of Object.entries(record)) doc.getMap(kind).set(field, value);
					});
				}
				const read = reopened(doc);
				expect(() => [readPlan(read), readRemoved(read), readCaseHead(read)]).not.toThrow();
				expect(setStage(read, 'planning', ana())).toBe(true);
			}),
			{ seed, numRuns: 200 }
		);
	});
});

describe('edits with bad input', () => {
	it('refuse what would be written and never shown, before anything is written', () => {
		const [plan] = planAndVandal();
		const before = Y.encodeStateVector(plan);
		expect(() => addGoal(plan, ana('g1'))).toThrow(RangeError);
		expect(() => addGoal(plan, ana('no/slash'))).toThrow(RangeError);
		expect(() => addGoal(plan, { ...ana(), due: '1.5.2026' })).toThrow(RangeError);
		expect(() => addService(plan, { ...ana(), amount: Number.NaN })).toThrow(RangeError);
		expect(() => changePlan(plan, { reviewOn: '' })).toThrow(RangeError);
		expect(() => planText(plan, { record: 'goal', id: 'a/b', field: 'why' })).toThrow(RangeError);
		expect(() => planText(plan, { record: 'goal', id: 'g1', field: 'history' as 'why' })).toThrow(RangeError);
		expect(Y.encodeStateVector(plan)).toEqual(before);
	});

	it('answer false when the record is not there', () => {
		const [plan] = planAndVandal();
		expect(setGoalState(plan, 'gone', 'active', ana())).toBe(false);
		expect(changeService(plan, 'gone', { amount: 1 })).toBe(false);
		expect(removeRecord(plan, 'goal', 'gone', ana())).toBe(false);
	});

	it('write nothing when nothing changes', () => {
		const [plan] = planAndVandal();
		changePlan(plan, { reviewOn: '2026-06-01', watcher: { kind: 'member', id: 'm1' } });
		answerChoice(plan, 'setting', { answer: 'yes', answeredBy: { kind: 'client' }, at: 1 });
		const before = Y.encodeStateVector(plan);
		changePlan(plan, { reviewOn: '2026-06-01', watcher: { kind: 'member', id: 'm1' } });
		setGoalState(plan, 'g1', 'active', ana());
		writeText(plan, { record: 'goal', id: 'g1', field: 'words' }, 'Stay');
		expect(Y.encodeStateVector(plan)).toEqual(before);
	});
});

function reopened(doc: Y.Doc): Y.Doc {
	const again = new Y.Doc();
	Y.applyUpdate(again, Y.encodeStateAsUpdate(doc));
	return again;
}
