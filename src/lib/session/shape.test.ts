import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { sections } from '../../../tests/attacks/updates.ts';
import { writeUpdate } from '../../../tests/fuzz/raw-update.ts';
import { beforeIn } from './place.ts';
import { checkShape } from './shape.ts';

const edit = fc.record({
	who: fc.nat(2),
	what: fc.constantFrom('insert', 'delete', 'set', 'nest', 'array', 'undo'),
	at: fc.nat(50),
	text: fc.string({ maxLength: 6 })
});

test('random honest edits, undo and nested types among them, are all of sound shape', () => {
	fc.assert(
		fc.property(fc.array(edit, { maxLength: 60 }), (edits) => {
			const docs = [11, 22, 33].map((client) => Object.assign(new Y.Doc(), { clientID: client }));
			const undos = docs.map((doc) => new Y.UndoManager(doc, { captureTimeout: 0 }));
			const clocks = new Map<number, number>();
			for (const { who, what, at, text } of edits) {
				const doc = docs[who];
				if (!doc) continue;
				const before = Y.encodeStateVector(doc);
				const updates: Uint8Array[] = [];
				const listen = (update: Uint8Array) => updates.push(update);
				doc.on('update', listen);
				change(doc, what, at, text, () => undos[who]?.undo());
				doc.off('update', listen);
				const receiver = docs.find((other) => other !== doc) ?? doc;
				for (const update of updates) {
					const clock = clocks.get(doc.clientID) ?? 0;
					const shape = checkShape(update, {
						client: doc.clientID,
						clock,
						knownClock: (client) => clocks.get(client) ?? 0,
						before: beforeIn(() => receiver),
						appendOnly: false
					});
					expect(shape.kind).toBe('sound');
					if (shape.kind === 'sound') clocks.set(doc.clientID, shape.clock);
					for (const other of docs) if (other !== doc) Y.applyUpdate(other, update);
				}
				expect(before.length).toBeGreaterThan(0);
			}
		}),
		{ numRuns: 200 }
	);
});

function change(doc: Y.Doc, what: string, at: number, text: string, undo: () => void): void {
	const words = doc.getText('words');
	if (what === 'insert') words.insert(Math.min(at, words.length), text);
	if (what === 'delete' && words.length > 0) words.delete(Math.min(at, words.length - 1), 1);
	if (what === 'set') doc.getMap('map').set(`k${at % 4}`, text);
	if (what === 'nest') doc.getMap('map').set(`n${at % 4}`, new Y.Map([[text, at]]));
	if (what === 'array') doc.getArray('list').push([text]);
	if (what === 'undo') undo();
}

const rule = { client: 7, clock: 0, knownClock: () => 0, appendOnly: true };

function asClient(client: number, write: (doc: Y.Doc) => unknown): Uint8Array {
	const doc = new Y.Doc();
	doc.clientID = client;
	write(doc);
	return Y.encodeStateAsUpdate(doc);
}

const writings: [string, (doc: Y.Doc) => unknown, string][] = [
	['a push to one’s own list', (doc) => doc.getArray('7').push([{ said: 'x' }]), 'sound'],
	['several pushes', (doc) => doc.getArray('7').push([1, 2, 3]), 'sound'],
	['another list', (doc) => doc.getArray('8').push([1]), 'not-append'],
	['a map', (doc) => doc.getMap('7').set('a', 1), 'not-append'],
	['text', (doc) => doc.getText('7').insert(0, 'a'), 'not-append'],
	['bytes', (doc) => doc.getArray('7').push([Uint8Array.of(1)]), 'not-append'],
	['a nested type', (doc) => doc.getArray('7').push([new Y.Map()]), 'not-append'],
	['a subdocument', (doc) => doc.getArray('7').push([new Y.Doc()]), 'subdocument']
];

test.each(writings)('where each only adds: %s', (_name, write, expected) => {
	const shape = checkShape(asClient(7, write), rule);
	expect(shape.kind === 'sound' ? 'sound' : shape.fault).toBe(expected);
});

test('structs that Yjs would leave hanging or that have no length are refused', () => {
	const text = (clock: number, words: string) => [{ clock, text: words }];
	const open = { ...rule, appendOnly: false };
	expect(checkShape(sections(text(0, 'a'))(7), open)).toEqual({ kind: 'sound', clock: 1 });
	const twice = sections(text(0, 'a'), text(1, 'b'))(7);
	expect(checkShape(twice, open)).toEqual({ kind: 'unsound', fault: 'clock' });
	const empty = sections([...text(0, ''), ...text(0, 'b')])(7);
	expect(checkShape(empty, open)).toEqual({ kind: 'unsound', fault: 'clock' });
});

test('a strand whose clock would pass what a number can hold is refused', () => {
	const giant = { kind: 'gc', length: Number.MAX_SAFE_INTEGER } as const;
	const struct = { content: giant, origin: null, rightOrigin: null, parent: 'x', sub: null };
	const update = (count: number) => {
		const structs = Array.from({ length: count }, () => struct);
		return writeUpdate({ sections: [{ client: 7, clock: 0, more: 0, structs }], deletions: [] });
	};
	const open = { ...rule, appendOnly: false };
	expect(checkShape(update(1), open)).toEqual({ kind: 'sound', clock: Number.MAX_SAFE_INTEGER });
	expect(checkShape(update(2), open)).toEqual({ kind: 'unsound', fault: 'clock' });
});

test('random bytes never throw', () => {
	fc.assert(
		fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
			expect(['sound', 'unsound']).toContain(checkShape(bytes, { ...rule, appendOnly: false }).kind);
		}),
		{ numRuns: 2000 }
	);
});
