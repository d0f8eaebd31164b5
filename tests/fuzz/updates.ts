/** What an entry of a channel brings: a Yjs update by a member who may write there and means harm. */
import * as Y from 'yjs';
import { readPlan } from '#lib/casedoc/read-plan.ts';
import { readTalk } from '#lib/casedoc/read-talk.ts';
import { joined } from '#lib/seal/frame-bytes.ts';
import { depthInDoc } from '#lib/session/depth.ts';
import { beforeIn } from '#lib/session/place.ts';
import { checkShape, type Shape, type ShapeRule } from '#lib/session/shape.ts';
import type { Seeded } from '../simulation/seeded.ts';
import { fault } from './fault.ts';
import type { Kind, Round } from './kind.ts';
import { randomUpdate, type Ground } from './random-update.ts';
import { writeUpdate } from './raw-update.ts';

const own = 4_503_599_627_370_001;
const others = [77, 9_007_199_254_740_001] as const;
const roots = [
	'goals',
	'plan',
	'goal/g1/history',
	'plan/plan/mattersToMe',
	'x',
	String(own),
	String(others[0]),
	''
];
const casesPerRound = 30;

export const updates: Kind = {
	name: 'updates',
	async open(): Promise<Round> {
		return async (seeded, tally) => {
			const before = beginning(seeded);
			const base = Y.encodeStateAsUpdate(before);
			const meanwhile = writtenMeanwhile(base, seeded);
			const ground: Ground = {
				client: own,
				clock: Y.getState(before.store, own),
				others: new Map(others.map((client) => [client, Y.getState(before.store, client)])),
				roots
			};
			for (let left = casesPerRound; left > 0; left--) {
				const appendOnly = seeded.below(8) === 0;
				const update = someUpdate(base, ground, seeded);
				const rule: ShapeRule = {
					client: own,
					clock: ground.clock,
					knownClock: (client) => ground.others.get(client) ?? 0,
					depthOf: (id) => depthInDoc(before, id),
					before: beforeIn(() => before),
					appendOnly
				};
				tally.try(() => {
					const shape = checkShape(update, rule);
					sameInALargerBuffer(update, rule, shape);
					if (shape.kind === 'unsound') return shape.fault;
					applied(base, update, ground, shape.clock);
					sameInAnyOrder(base, update, meanwhile);
					return 'sound';
				});
			}
			before.destroy();
		};
	}
};

/** Three strands have written texts, lists, maps and nested types, one after the other. */
function beginning(seeded: Seeded): Y.Doc {
	const doc = new Y.Doc();
	for (const client of [own, ...others, own]) {
		const writer = new Y.Doc();
		Y.applyUpdate(writer, Y.encodeStateAsUpdate(doc));
		writer.clientID = client;
		for (let left = 1 + seeded.below(5); left > 0; left--) edit(writer, seeded);
		Y.applyUpdate(doc, Y.encodeStateAsUpdate(writer));
		writer.destroy();
	}
	return doc;
}

/** By somebody who has not seen the update. */
function writtenMeanwhile(base: Uint8Array, seeded: Seeded): Uint8Array {
	const doc = new Y.Doc();
	Y.applyUpdate(doc, base);
	doc.clientID = others[seeded.below(2)] ?? 0;
	const vector = Y.encodeStateVector(doc);
	for (let left = 1 + seeded.below(4); left > 0; left--) edit(doc, seeded);
	const update = Y.encodeStateAsUpdate(doc, vector);
	doc.destroy();
	return update;
}

/** Devices hear of an update and of what was written meanwhile one way or the other. */
function sameInAnyOrder(base: Uint8Array, update: Uint8Array, meanwhile: Uint8Array): void {
	const [one, two] = [
		[update, meanwhile],
		[meanwhile, update]
	].map((order) => {
		const doc = new Y.Doc();
		for (const each of [base, ...order]) Y.applyUpdate(doc, each);
		const plan = JSON.stringify(readPlan(doc));
		doc.destroy();
		return plan;
	});
	if (one !== two) fault('two devices, two plans');
}

function edit(doc: Y.Doc, seeded: Seeded): void {
	const goals = doc.getMap<Y.Map<unknown>>('goals');
	const text = doc.getText('plan/plan/mattersToMe');
	switch (seeded.below(6)) {
		case 0:
			goals.set('g1', new Y.Map(Object.entries({ state: 'active', order: seeded.below(9) })));
			break;
		case 1:
			text.insert(seeded.below(text.length + 1), 'some words');
			break;
		case 2:
			if (text.length > 2) text.delete(seeded.below(text.length - 2), 2);
			break;
		case 3:
			doc.getArray('goal/g1/history').push([{ at: 1, by: 'x', to: 'active' }, 2]);
			break;
		case 4:
			goals.get('g1')?.set('state', seeded.pick(['met', 'active', null]));
			break;
		default:
			doc.getArray(String(doc.clientID)).push([{ id: 'a', kind: 'comment', at: seeded.below(99) }]);
	}
}

function someUpdate(base: Uint8Array, ground: Ground, seeded: Seeded): Uint8Array {
	const how = seeded.below(10);
	if (how < 6) return writeUpdate(randomUpdate(ground, seeded));
	const doc = new Y.Doc();
	Y.applyUpdate(doc, base);
	doc.clientID = ground.client;
	const vector = Y.encodeStateVector(doc);
	for (let left = 1 + seeded.below(4); left > 0; left--) edit(doc, seeded);
	const honest = Y.encodeStateAsUpdate(doc, vector);
	doc.destroy();
	if (how === 6) return honest;
	return altered(how === 7 ? writeUpdate(randomUpdate(ground, seeded)) : honest, seeded);
}

function altered(update: Uint8Array, seeded: Seeded): Uint8Array {
	const bytes = update.slice();
	for (let left = 1 + seeded.below(3); left > 0; left--) {
		const at = seeded.below(bytes.length);
		const how = seeded.below(4);
		if (how === 0) return bytes.slice(0, at);
		if (how === 1)
			return joined(bytes.subarray(0, at), seeded.bytes(1 + seeded.below(9)), bytes.subarray(at));
		bytes[at] = how === 2 ? (bytes[at] ?? 0) ^ (1 << seeded.below(8)) : seeded.pick([0, 1, 127, 128, 255]);
	}
	return bytes;
}

/** What stands beyond the update's end must not be read: to a relay it would be other people's bytes. */
function sameInALargerBuffer(update: Uint8Array, rule: ShapeRule, shape: Shape): void {
	const within = joined(update, beyond).subarray(0, update.length);
	const again = checkShape(within, rule);
	if (verdictOf(again) !== verdictOf(shape)) fault('what stands beyond the update was read');
}

/** Whether what nests some thousand deep can be read at all depends on how much stack there happens to be. */
function verdictOf(shape: Shape): string | number {
	if (shape.kind === 'sound') return shape.clock;
	return shape.fault === 'unreadable' ? 'depth' : shape.fault;
}

const beyond = writeUpdate({ sections: [], deletions: [{ client: 1, ranges: [[0, 1]] }] });

function applied(base: Uint8Array, update: Uint8Array, ground: Ground, clock: number): void {
	const doc = new Y.Doc();
	Y.applyUpdate(doc, base);
	Y.applyUpdate(doc, update);
	const { store } = doc;
	if (store.pendingStructs || store.pendingDs) fault('something of a sound update is left hanging');
	if (Y.getState(store, own) !== clock)
		fault(`the clock is ${Y.getState(store, own)} and should be ${clock}`);
	for (const [client, count] of ground.others) {
		if (Y.getState(store, client) !== count) fault('another strand was written to');
	}
	readPlan(doc);
	readTalk(doc, String);
	const whole = Y.encodeStateAsUpdate(doc);
	const again = new Y.Doc();
	Y.applyUpdate(again, whole);
	if (again.store.pendingStructs || again.store.pendingDs) fault('what was taken cannot be handed on whole');
	if (JSON.stringify(readPlan(again)) !== JSON.stringify(readPlan(doc)))
		fault('handed on, the plan is another');
	doc.destroy();
	again.destroy();
}
