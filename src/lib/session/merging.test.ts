import * as encoding from 'lib0/encoding';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { seeded, type Seeded } from '../../../tests/simulation/seeded.ts';
import { channelDoc } from './channel-doc.ts';
import { mergeState, sameState, showState } from './merging.ts';

/** What one person does: text with formats and embeds, lists, maps in maps, deletions of all of it, undo. */
function edit(doc: Y.Doc, dice: Seeded, undo: Y.UndoManager): void {
	const text = doc.getText('text');
	const list = doc.getArray<unknown>('list');
	const map = doc.getMap<unknown>('map');
	const at = dice.below(text.length + 1);
	const span = Math.min(dice.below(4) + 1, text.length - at);
	const item = list.length > 0 ? list.get(dice.below(list.length)) : null;
	const acts: (() => void)[] = [
		() => text.insert(at, dice.pick(['one', 'two 😀', 'x'])),
		() => span > 0 && text.delete(at, span),
		() => span > 0 && text.format(at, span, { bold: dice.pick([true, null]) }),
		() => text.insertEmbed(at, { picture: dice.below(9) }),
		() =>
			list.insert(dice.below(list.length + 1), [dice.below(9), { a: [1, undefined] }, new Uint8Array([1])]),
		() =>
			list.insert(dice.below(list.length + 1), [dice.pick([new Y.Map(), new Y.Array(), new Y.Text('in')])]),
		() => list.length > 0 && list.delete(dice.below(list.length), 1),
		() => map.set(dice.pick(['k', 'l']), dice.pick([1, 'two', null, new Y.Map([['deep', 1]])])),
		() => map.delete(dice.pick(['k', 'l'])),
		() => item instanceof Y.Map && item.set(dice.pick(['p', 'q']), dice.pick([1, new Y.Array()])),
		() => item instanceof Y.Array && item.push([dice.below(9)]),
		() => item instanceof Y.Text && item.insert(0, 'deep'),
		() => item instanceof Y.Map && item.delete('p'),
		() => undo.undo(),
		() => undo.redo()
	];
	doc.transact(() => {
		for (let i = dice.below(3); i >= 0; i--) dice.pick(acts.slice(0, -2))();
	}, 'own');
	if (dice.below(6) === 0) dice.pick(acts.slice(-2))();
}

interface History {
	readonly updates: readonly Uint8Array[];
}

function history(seed: number): History {
	const dice = seeded(seed);
	const updates: Uint8Array[] = [];
	const people = Array.from({ length: 2 + dice.below(3) }, (_, i) => {
		const doc = channelDoc();
		doc.clientID = 1000 + i;
		const undo = new Y.UndoManager([doc.getText('text'), doc.getArray('list'), doc.getMap('map')], {
			trackedOrigins: new Set(['own']),
			captureTimeout: 0
		});
		doc.on('update', (update: Uint8Array, origin: unknown) => {
			if (origin !== 'remote') updates.push(update);
		});
		return { doc, undo, seen: 0 };
	});
	for (let i = 0; i < 40; i++) {
		const person = dice.pick(people);
		if (dice.below(3) === 0) {
			for (const update of updates.slice(person.seen)) Y.applyUpdate(person.doc, update, 'remote');
			person.seen = updates.length;
		}
		edit(person.doc, dice, person.undo);
	}
	return { updates };
}

/** Another order that keeps each behind what it builds upon, in batches, some through states of other documents. */
function otherwise({ updates }: History, dice: Seeded): Uint8Array {
	const halves = [channelDoc(), channelDoc()];
	for (const update of updates) Y.applyUpdate(dice.pick(halves), update);
	const doc = channelDoc();
	for (const half of dice.below(2) === 0 ? halves : halves.reverse()) {
		Y.applyUpdate(doc, Y.encodeStateAsUpdate(half));
	}
	for (const update of [...updates].sort(() => dice.below(3) - 1)) Y.applyUpdate(doc, update);
	expect(doc.store.pendingStructs).toBeNull();
	return Y.encodeStateAsUpdateV2(doc);
}

describe('a state', () => {
	it('is the same whatever the order in which its parts came', () => {
		for (let seed = 1; seed <= 300; seed++) {
			const made = history(seed);
			const state = mergeState(null, made.updates);
			const other = otherwise(made, seeded(seed));
			expect(sameState(state, other), `seed ${seed}`).toBe(true);
			const half = mergeState(null, made.updates.slice(0, 20));
			expect(sameState(mergeState(half, made.updates.slice(20)), other), `seed ${seed}`).toBe(true);
		}
	});

	it('is another one with one update less, or one more', () => {
		for (let seed = 1; seed <= 100; seed++) {
			const { updates } = history(seed);
			const state = mergeState(null, updates);
			const more = channelDoc();
			Y.applyUpdateV2(more, state);
			const less = channelDoc();
			Y.applyUpdateV2(less, mergeState(null, updates.slice(0, -1)));
			// The last may delete what somebody else has deleted.
			const isSame = Y.equalSnapshots(Y.snapshot(more), Y.snapshot(less));
			expect(sameState(state, Y.encodeStateAsUpdateV2(less)), `seed ${seed}`).toBe(isSame);
			more.getText('text').insert(0, '!');
			expect(sameState(state, Y.encodeStateAsUpdateV2(more)), `seed ${seed}`).toBe(false);
		}
	});

	const made = (change: (doc: Y.Doc) => void, client = 7) => {
		const doc = channelDoc();
		doc.clientID = client;
		change(doc);
		return Y.encodeStateAsUpdateV2(doc);
	};
	const word = (doc: Y.Doc) => doc.getText('t').insert(0, 'word');

	it.each<[string, (doc: Y.Doc) => void, (doc: Y.Doc) => void]>([
		['a letter', word, (doc) => doc.getText('t').insert(0, 'wore')],
		['where it stands', word, (doc) => doc.getText('u').insert(0, 'word')],
		[
			'what is deleted',
			(doc) => (word(doc), doc.getText('t').delete(0, 1)),
			(doc) => (word(doc), doc.getText('t').delete(3, 1))
		],
		['a key', (doc) => doc.getMap('m').set('a', 1), (doc) => doc.getMap('m').set('b', 1)],
		['a value', (doc) => doc.getMap('m').set('a', { b: [1] }), (doc) => doc.getMap('m').set('a', { b: [2] })],
		[
			'a format',
			(doc) => doc.getText('t').insert(0, 'w', { b: true }),
			(doc) => doc.getText('t').insert(0, 'w', { b: 1 })
		],
		[
			'a type',
			(doc) => doc.getMap('m').set('a', new Y.Map()),
			(doc) => doc.getMap('m').set('a', new Y.Array())
		],
		['an order', (doc) => doc.getArray('l').push([1, 2]), (doc) => doc.getArray('l').push([2, 1])]
	])('is another one if it differs in %s', (_, one, other) => {
		expect(sameState(made(one), made(other))).toBe(false);
		expect(sameState(made(one), made(one))).toBe(true);
	});

	it('is another one from another client', () => {
		expect(sameState(made(word, 7), made(word, 8))).toBe(false);
	});

	it('is not made of what builds on something that is not there', () => {
		const { updates } = history(1);
		expect(() => mergeState(null, updates.slice(-3))).toThrow();
	});

	it('is never the same as bytes that are none', () => {
		const state = mergeState(null, history(2).updates);
		const dice = seeded(3);
		for (let i = 0; i < 2000; i++) {
			const bytes = state.slice(0, dice.below(4) === 0 ? dice.below(state.length) : state.length);
			for (let k = dice.below(3); k >= 0; k--) bytes[dice.below(bytes.length)] = dice.below(256);
			if (sameState(bytes, state)) expect(Y.decodeUpdateV2(bytes)).toEqual(Y.decodeUpdateV2(state));
		}
	});
});

describe('a state that claims billions of structs in a few bytes', () => {
	/** V2 with one client whose structs are all garbage of length 1. */
	function bomb(structs: number): Uint8Array {
		const encoder = encoding.createEncoder();
		const column = (bytes: Uint8Array) => encoding.writeVarUint8Array(encoder, bytes);
		const client = new encoding.UintOptRleEncoder();
		client.write(7);
		const info = new encoding.RleEncoder(encoding.writeUint8);
		info.write(0);
		const lengths = encoding.createEncoder();
		encoding.writeVarInt(lengths, -1);
		encoding.writeVarUint(lengths, structs);
		const none = new Uint8Array();
		encoding.writeVarUint(encoder, 0);
		column(none);
		column(client.toUint8Array());
		column(none);
		column(none);
		column(encoding.toUint8Array(info));
		column(new encoding.StringEncoder().toUint8Array());
		column(none);
		column(none);
		column(encoding.toUint8Array(lengths));
		for (const number of [1, structs, 0, 0]) encoding.writeVarUint(encoder, number);
		return encoding.toUint8Array(encoder);
	}

	it.each([2 ** 28, 2 ** 31])('is refused before they are made: %d', (structs) => {
		const state = bomb(structs);
		expect(state.length).toBeLessThan(100);
		expect(sameState(state, state)).toBe(false);
		expect(() => showState(channelDoc(), state, null)).toThrow();
	});
});
