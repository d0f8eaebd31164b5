import { beforeAll, beforeEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Frame } from '#lib/seal/frame.ts';
import { TestDocument, type TestStrand } from '../../../tests/frames.ts';
import { seededRandom } from '../../../tests/seeded-random.ts';
import { Copy } from './copy.ts';
import { readFrames, structUpdate } from './frame-struct.ts';

let table: TestDocument;
let strand: TestStrand;
let copy: Copy;
let found: Frame[];
let junk: number;

beforeAll(async () => {
	table = await TestDocument.found('copies');
	strand = table.strand();
	await strand.write(5);
});

beforeEach(() => {
	found = [];
	junk = 0;
	copy = new Copy({ found: (frames) => found.push(...frames), junk: (count) => (junk += count) });
});

function seqs(frames: readonly Frame[]): number[] {
	return frames.map(({ seq }) => seq);
}

/** Well-formed, in its place, and not what the strand's author wrote there. */
function forged(frame: Frame): Uint8Array {
	const bytes = frame.bytes.slice();
	bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
	return structUpdate([{ client: frame.client, seq: frame.seq, bytes }]);
}

test('hands up what a relay sends, in order, and once, however it comes', () => {
	for (const seq of [1, 0, 3, 4, 2, 2, 0]) {
		const frame = strand.frames[seq];
		if (frame) copy.take(structUpdate([frame]), 'relay');
	}
	expect(seqs(found)).toEqual([0, 1, 2, 3, 4]);
	expect(junk).toBe(0);
});

test('does not hand up what was put, nor answer what is there', () => {
	expect(seqs(copy.put(strand.frames.slice(0, 2), 'us'))).toEqual([0, 1]);
	copy.take(structUpdate(strand.frames.slice(0, 3)), 'relay');
	expect(copy.put(strand.frames.slice(0, 3), 'us')).toEqual([]);
	expect(seqs(found)).toEqual([2]);
});

test('mirrors in its document, and sends on, what was put and nothing else', () => {
	copy.put(strand.frames.slice(0, 2), 'us');
	copy.take(structUpdate(strand.frames), 'relay');
	const other = new Y.Doc();
	Y.applyUpdate(other, structUpdate(strand.frames.slice(0, 2)));
	expect(Y.encodeStateAsUpdate(copy.doc)).toEqual(Y.encodeStateAsUpdate(other));
	expect(seqs(copy.beyond(new Map([[strand.client, 1]])))).toEqual([1]);
	expect(copy.put(strand.frames, 'us')).toEqual([]);
	expect(seqs(copy.beyond(new Map([[strand.client, 3]])))).toEqual([3, 4]);
});

test('tells its document by whom each entry came', () => {
	const origins: unknown[] = [];
	copy.doc.on('update', (_update: Uint8Array, origin: unknown) => origins.push(origin));
	copy.take(structUpdate(strand.frames.slice(0, 2)), 'relay');
	copy.put(strand.frames, 'us');
	expect(origins).toEqual(['relay', 'us']);
});

test('what was judged stands, whatever the relay showed in its place before', () => {
	const [first, second] = strand.frames;
	if (!first || !second) throw new Error('five were written');
	copy.take(forged(first), 'relay');
	copy.take(structUpdate([second]), 'relay');
	expect(copy.put([first], 'us')).toEqual([first]);
	expect(copy.beyond(new Map())).toEqual([first]);
	expect(seqs(found)).toEqual([0, 1]);
});

test('hands up what a relay shows after something else in the same place', () => {
	const [first] = strand.frames;
	if (!first) throw new Error('five were written');
	copy.take(forged(first), 'relay');
	copy.take(structUpdate([first]), 'relay');
	expect(found.map(({ signature }) => signature.join())).toContain(first.signature.join());
	copy.put([first], 'us');
	copy.take(forged(first), 'relay');
	copy.take(forged(first), 'relay');
	expect(found).toHaveLength(3);
});

test('counts as stored only what stands here as it stands there', () => {
	const [first, second] = strand.frames;
	if (!first || !second) throw new Error('five were written');
	copy.put([first, second], 'us');
	expect(copy.stored(new Map([[strand.client, 9]]))).toEqual(new Map([[strand.client, 2]]));
	expect(copy.stored(new Map([[77, 3]]))).toEqual(new Map());
	copy.take(forged(second), 'relay');
	expect(junk).toBe(1);
	expect(copy.stored(new Map([[strand.client, 2]]))).toEqual(new Map([[strand.client, 1]]));
	expect(copy.sound(new Map([[strand.client, 2]]))).toEqual(new Map([[strand.client, 1]]));
});

test('believes a relay again that has lost what it held wrongly', () => {
	const [first] = strand.frames;
	if (!first) throw new Error('five were written');
	copy.put([first], 'us');
	copy.take(forged(first), 'relay');
	expect(copy.stored(new Map([[strand.client, 1]]))).toEqual(new Map());
	expect(copy.stored(new Map())).toEqual(new Map());
	expect(copy.sound(new Map([[strand.client, 1]]))).toEqual(new Map([[strand.client, 1]]));
});

test('knows what the relay holds in the place of a frame that is put later', () => {
	const [first] = strand.frames;
	if (!first) throw new Error('five were written');
	copy.take(forged(first), 'relay');
	expect(found).toHaveLength(1);
	expect(copy.put([first], 'us')).toEqual([first]);
	expect(copy.stored(new Map([[strand.client, 1]]))).toEqual(new Map());
});

test('reads any bytes at all without throwing', () => {
	const seed = `updates ${Math.random()}`;
	const random = seededRandom(seed);
	const whole = structUpdate(strand.frames);
	for (let i = 0; i < 500; i++) {
		const bytes = i % 2 ? random(1 + (random(1)[0] ?? 0)) : whole.slice();
		for (let flips = i % 7; flips > 0 && bytes.length > 0; flips--) {
			const at = ((random(1)[0] ?? 0) * 256 + (random(1)[0] ?? 0)) % bytes.length;
			bytes[at] = random(1)[0] ?? 0;
		}
		expect(() => copy.take(bytes, 'relay'), seed).not.toThrow();
		expect(() => copy.take(whole.subarray(0, (i * 7) % whole.length), 'relay'), seed).not.toThrow();
	}
	const other = table.strand();
	expect(found.every((frame) => frame.client !== 0)).toBe(true);
	return other.write(2).then((frames) => {
		copy.take(structUpdate(frames), 'relay');
		expect(seqs(found.slice(-2)), seed).toEqual([0, 1]);
	});
});

test('reads back every struct that it writes, and Yjs writes the same', () => {
	const doc = new Y.Doc();
	Y.applyUpdate(doc, structUpdate(strand.frames));
	expect(Y.encodeStateAsUpdate(doc)).toEqual(structUpdate(strand.frames));
	const { frames, junk: none } = readFrames(structUpdate(strand.frames));
	expect(frames.map(({ bytes }) => bytes)).toEqual(strand.frames.map(({ bytes }) => bytes));
	expect(none).toEqual([]);
});
