import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { list, nested } from '../../../tests/attacks/updates.ts';
import { Nest, writeUpdate } from '../../../tests/fuzz/raw-update.ts';
import { depthInDoc } from './depth.ts';
import { checkShape } from './shape.ts';

function faultOf(update: Uint8Array, clock = 0, depthOf?: (id: Y.ID) => number): string {
	const rule = { client: 7, clock, knownClock: () => 0, appendOnly: false };
	const shape = checkShape(update, { ...rule, ...(depthOf && { depthOf }) });
	return shape.kind === 'sound' ? 'sound' : shape.fault;
}

test('types in types are taken up to a few dozen, also entry by entry', () => {
	expect(faultOf(nested(32)(7))).toBe('sound');
	expect(faultOf(nested(33)(7))).toBe('depth');
	const doc = new Y.Doc();
	const depthOf = (id: Y.ID) => depthInDoc(doc, id);
	Y.applyUpdate(doc, nested(30)(7));
	expect(faultOf(nested(2, 30)(7), 30, depthOf)).toBe('sound');
	expect(faultOf(nested(3, 30)(7), 30, depthOf)).toBe('depth');
});

test('a type that names no parent lies as deep as its neighbour', () => {
	const doc = new Y.Doc();
	doc.clientID = 7;
	let array = doc.getArray<unknown>('deep');
	for (let depth = 0; depth < 31; depth++) {
		const inner = new Y.Array<unknown>();
		array.push([inner]);
		array = inner;
	}
	array.push(['a neighbour']);
	array.push([new Y.Array()]);
	expect(faultOf(Y.encodeStateAsUpdate(doc))).toBe('sound');
	const last = array.get(1) as Y.Array<unknown>;
	last.push(['a neighbour']);
	last.push([new Y.Array()]);
	expect(faultOf(Y.encodeStateAsUpdate(doc))).toBe('depth');
});

test('values in values are taken up to a few dozen, whether or not they can be read', () => {
	expect(faultOf(list(32)(7))).toBe('sound');
	expect(faultOf(list(33)(7))).toBe('depth');
	expect(['depth', 'unreadable']).toContain(faultOf(list(200_000)(7)));
});

test('a value that inherits from what came over the wire is refused: no list of its values shows it', () => {
	const any = (values: readonly unknown[]) => {
		const struct = { content: { kind: 'any', values }, origin: null, rightOrigin: null, sub: null } as const;
		const structs = [{ ...struct, parent: 'x' }];
		return writeUpdate({ sections: [{ client: 7, clock: 0, more: 0, structs }], deletions: [] });
	};
	expect(faultOf(any([new Nest(3, 'a'), { a: [null] }]))).toBe('sound');
	expect(faultOf(any([new Nest(2, '__proto__')]))).toBe('depth');
	expect(faultOf(any([1, [{ a: new Nest(1, null) }]]))).toBe('sound');
});

test('knows nothing of an item that is not there', () => {
	expect(depthInDoc(new Y.Doc(), new Y.ID(1, 1))).toBe(0);
});
