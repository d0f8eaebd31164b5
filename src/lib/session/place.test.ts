import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { writeUpdate, type RawId } from '../../../tests/fuzz/raw-update.ts';
import { channelDoc } from './channel-doc.ts';
import { beforeIn } from './place.ts';
import { checkShape } from './shape.ts';

const [me, other] = [7, 8];

/** One word between two items. */
function between(origin: RawId | null, rightOrigin: RawId | null, clock: number, text = '!'): Uint8Array {
	const struct = {
		content: { kind: 'string', text },
		origin,
		rightOrigin,
		parent: 'x',
		sub: null
	} as const;
	return writeUpdate({ sections: [{ client: me, clock, more: 0, structs: [struct] }], deletions: [] });
}

function written(client: number, ...edits: ((doc: Y.Doc) => void)[]): Y.Doc {
	const doc = new Y.Doc();
	doc.clientID = client;
	for (const edit of edits) edit(doc);
	return doc;
}

function faultOf(update: Uint8Array, doc: Y.Doc): string {
	const state = (client: number) => Y.getState(doc.store, client);
	const rule = { client: me, clock: state(me), knownClock: state, appendOnly: false };
	const shape = checkShape(update, { ...rule, before: beforeIn(() => doc) });
	return shape.kind === 'sound' ? 'sound' : shape.fault;
}

const id = (client: number, clock: number): RawId => ({ client, clock });

describe('an item', () => {
	const typed = (doc: Y.Doc) => doc.getText('x').insert(0, 'words');

	it('stands behind one word and before a later one, or before one that was typed first', () => {
		const doc = written(other, typed, (at) => at.getText('x').insert(0, 'A'));
		expect(faultOf(between(id(other, 1), id(other, 2), 0), doc)).toBe('sound');
		expect(faultOf(between(id(other, 5), id(other, 0), 0), doc)).toBe('sound');
	});

	it('cannot stand behind a word and before it, or before what led to it', () => {
		for (const edits of [[typed], [typed, (at: Y.Doc) => at.getText('x').delete(2, 1)]]) {
			const doc = written(other, ...edits);
			expect(faultOf(between(id(other, 2), id(other, 2), 0), doc)).toBe('place');
			expect(faultOf(between(id(other, 3), id(other, 1), 0), doc)).toBe('place');
		}
	});

	it('would come to two places that way, as the words were one struct or several when it came', () => {
		const third = written(9, (doc) => Y.applyUpdate(doc, Y.encodeStateAsUpdate(written(other, typed))));
		const vector = Y.encodeStateVector(third);
		third.getText('x').insert(2, '-');
		const honest = Y.encodeStateAsUpdate(third, vector);
		const turned = between(id(other, 2), id(other, 1), 0);
		const read = (updates: readonly Uint8Array[]) =>
			written(other, typed, ...updates.map((update) => (doc: Y.Doc) => Y.applyUpdate(doc, update)))
				.getText('x')
				.toJSON();
		expect(read([honest, turned])).not.toBe(read([turned, honest]));
	});

	it('cannot stand between items of two types', () => {
		const doc = written(other, typed, (at) => at.getText('y').insert(0, 'more'));
		expect(faultOf(between(id(other, 1), id(other, 6), 0), doc)).toBe('place');
	});

	it('cannot stand there either once one of them has been deleted, which its author need not know', () => {
		const doc = channelDoc();
		doc.clientID = other;
		doc.getMap('x').set('inner', new Y.Text('words'));
		doc.getText('y').insert(0, 'more');
		const update = between(id(other, 2), id(other, 7), 0);
		expect(faultOf(update, doc)).toBe('place');
		doc.getMap('x').delete('inner');
		expect(faultOf(update, doc)).toBe('place');
	});

	it('under a key is one value: half of one would fail every device when its type is deleted', () => {
		const doc = written(other, (at) => at.getMap('x').set('inner', new Y.Map([['key', 1]])));
		const update = between(id(other, 1), null, 0, 'two');
		expect(faultOf(between(id(other, 1), null, 0), doc)).toBe('sound');
		expect(faultOf(update, doc)).toBe('place');
		Y.applyUpdate(doc, update);
		Y.applyUpdate(doc, between(id(me, 0), null, 3));
		expect(() => doc.getMap('x').delete('inner')).toThrow();
	});

	it('under a key may be several deleted values, as Yjs joins them', () => {
		const map = new Y.Doc();
		map.clientID = me;
		for (let value = 0; value < 3; value++) map.getMap('x').set('key', value);
		map.getMap('x').delete('key');
		expect(faultOf(Y.encodeStateAsUpdate(map), new Y.Doc())).toBe('sound');
	});
});
