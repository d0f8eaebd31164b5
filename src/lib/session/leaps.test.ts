import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { writeUpdate, type RawId } from '../../../tests/fuzz/raw-update.ts';
import { mostLeaps } from './leaps.ts';
import { inPieces } from './pieces.ts';
import { checkShape } from './shape.ts';

const [me, other] = [7, 8];

interface Neighbours {
	readonly origin: RawId | null;
	readonly rightOrigin: RawId | null;
}

function letters(count: number, at: (i: number) => Neighbours): Uint8Array {
	const content = { kind: 'string', text: '!' } as const;
	const structs = Array.from({ length: count }, (_, i) => ({ content, parent: 'x', sub: null, ...at(i) }));
	return writeUpdate({ sections: [{ client: me, clock: 0, more: 0, structs }], deletions: [] });
}

function faultOf(update: Uint8Array, clock = 0): string {
	const rule = { client: me, clock, knownClock: () => Infinity, appendOnly: false };
	const shape = checkShape(update, rule);
	return shape.kind === 'sound' ? 'sound' : shape.fault;
}

function written(client: number, ...edits: ((doc: Y.Doc) => void)[]): Y.Doc {
	const doc = new Y.Doc();
	doc.clientID = client;
	for (const edit of edits) edit(doc);
	return doc;
}

/** What one transaction sends. */
function sent(doc: Y.Doc, edit: () => void): Uint8Array {
	const before = Y.encodeStateVector(doc);
	doc.transact(edit);
	return Y.encodeStateAsUpdate(doc, before);
}

describe('an update', () => {
	const id = (clock: number): RawId => ({ client: other, clock });
	const spread = {
		'in front of one another in a long text': (i: number) => ({ origin: null, rightOrigin: id(20_000 - i) }),
		'each over a long piece of text': (i: number) => ({ origin: id(i), rightOrigin: id(3000 + i) }),
		'all in one place': () => ({ origin: id(0), rightOrigin: id(20_000) }),
		'each in front of the one before': (i: number) => ({
			origin: null,
			rightOrigin: i === 0 ? id(0) : { client: me, clock: i - 1 }
		})
	};
	it.each(Object.entries(spread))('cannot hold many items %s', (_, at) => {
		expect(faultOf(letters(mostLeaps, at))).toBe('sound');
		expect(faultOf(letters(mostLeaps + 1, at))).toBe('leaps');
	});

	it('holds as many as one likes that follow one another', () => {
		const chain = (i: number) => ({
			origin: i === 0 ? null : { client: me, clock: i - 1 },
			rightOrigin: id(20_000 - i)
		});
		expect(faultOf(letters(3000, chain))).toBe('sound');
	});

	it('makes as many records with as many fields as one likes in a type of its own, but of each field one value', () => {
		const fill = (map: Y.Map<unknown>) => {
			for (let record = 0; record < 300; record++) {
				map.set(`record ${record}`, new Y.Map([['name', 'a'], ['words', new Y.Text('b')]])); // prettier-ignore
			}
		};
		const fresh = written(me, (doc) => fill(doc.getMap('x').set('all', new Y.Map())));
		expect(faultOf(Y.encodeStateAsUpdate(fresh))).toBe('sound');
		const spread = written(me, (doc) => fill(doc.getMap('x')));
		expect(faultOf(Y.encodeStateAsUpdate(spread))).toBe('leaps');
	});

	it('of a megabyte that is pasted is one item', () => {
		const doc = written(me, (at) => at.getText('x').insert(0, 'words '.repeat(175_000)));
		expect(faultOf(Y.encodeStateAsUpdate(doc))).toBe('sound');
	});
});

describe('in pieces', () => {
	it('an honest update that leaps often makes the same document, each piece sound', () => {
		const doc = written(me, (at) => at.getText('x').insert(0, 'a'));
		const undo = new Y.UndoManager(doc.getText('x'), { captureTimeout: 0 });
		const text = doc.getText('x');
		for (let i = 0; i < 1000; i++) text.insert((i * 7) % text.length, 'bc');
		undo.stopCapturing();
		text.delete(0, text.length);
		const twin = new Y.Doc();
		Y.applyUpdate(twin, Y.encodeStateAsUpdate(doc));
		let clock = Y.getState(doc.store, me);
		const update = sent(doc, () => undo.undo());
		expect(faultOf(update, clock)).toBe('leaps');

		const pieces = inPieces(update);
		expect(pieces.length).toBeGreaterThan(5);
		for (const piece of pieces) {
			const shape = checkShape(piece, { client: me, clock, knownClock: () => Infinity, appendOnly: false });
			if (shape.kind === 'unsound') throw new Error(shape.fault);
			clock = shape.clock;
			Y.applyUpdate(twin, piece);
		}
		expect(twin.getText('x').toJSON()).toBe(text.toJSON());
		expect(twin.getText('x').length).toBe(2001);
		expect(Y.encodeStateVector(twin)).toEqual(Y.encodeStateVector(doc));
	});

	it('a long text is cut between signs, and makes the same document', () => {
		const doc = written(me, (at) => at.getText('x').insert(0, 'ab'));
		const twin = new Y.Doc();
		Y.applyUpdate(twin, Y.encodeStateAsUpdate(doc));
		let clock = Y.getState(doc.store, me);
		const long = 'ü🌻z'.repeat(700_000);
		const update = sent(doc, () => doc.getText('x').insert(1, long));

		const pieces = inPieces(update);
		expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(1.1 * 1024 * 1024);
		for (const piece of pieces) {
			const shape = checkShape(piece, { client: me, clock, knownClock: () => Infinity, appendOnly: false });
			if (shape.kind === 'unsound') throw new Error(shape.fault);
			clock = shape.clock;
			Y.applyUpdate(twin, piece);
		}
		expect(twin.getText('x').toJSON() === `a${long}b`).toBe(true);
		expect(Y.encodeStateVector(twin)).toEqual(Y.encodeStateVector(doc));
	});

	it('what leaps seldom is left as it is', () => {
		const update = Y.encodeStateAsUpdate(written(me, (doc) => doc.getText('x').insert(0, 'words')));
		expect(inPieces(update)).toEqual([update]);
	});
});
