import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { Frame } from '#lib/seal/frame.ts';
import { structUpdate } from '#lib/wire/frame-struct.ts';
import { TestDocument } from '../../../tests/frames.ts';
import { appendFrames, framesUpdate, readRow } from './row.ts';

const none = new Map<number, readonly Frame[]>();

describe('a row', () => {
	let frames: Frame[];
	let first: Frame;
	let client: number;

	beforeAll(async () => {
		const strand = (await TestDocument.found('rows')).strand();
		frames = await strand.write(3);
		first = frames[0] as Frame;
		client = strand.client;
	});

	it('holds the structs that links send', () => {
		expect(framesUpdate(frames)).toEqual(structUpdate(frames));
		expect(readRow(structUpdate(frames), none).frames.map(({ seq }) => seq)).toEqual([0, 1, 2]);
	});

	it('gives back the very objects that are held', () => {
		const row = readRow(framesUpdate(frames), new Map([[client, frames]]));
		expect(row.frames[1]).toBe(frames[1]);
		expect(row.junk).toBe(0);
	});

	it('passes over the gap in a merged update', () => {
		const merged = Y.mergeUpdates([structUpdate(frames.slice(0, 1)), structUpdate(frames.slice(2))]);
		const row = readRow(merged, none);
		expect(row.frames.map(({ seq }) => seq)).toEqual([0, 2]);
		expect(row.junk).toBe(0);
	});

	it.each<[string, (doc: Y.Doc) => void]>([
		[
			'under another client',
			(doc) => ((doc.clientID = client + 1), list(doc, client + 1).push([first.bytes]))
		],
		['in another strand’s array', (doc) => list(doc, client + 1).push([first.bytes])],
		['in a later place', (doc) => list(doc, client).push([(frames[1] as Frame).bytes])],
		['in a map', (doc) => void doc.getMap(String(client)).set('0', first.bytes)],
		[
			'before another',
			(doc) => (list(doc, client).push([first.bytes]), list(doc, client).insert(0, [first.bytes]))
		],
		['inside another type', (doc) => list(doc, client).push([Y.Array.from([first.bytes])])],
		['as text', (doc) => doc.getText(String(client)).insert(0, 'words')],
		['broken', (doc) => list(doc, client).push([first.bytes.subarray(1)])]
	])('counts an entry %s as junk', (_name, write) => {
		const doc = new Y.Doc();
		doc.clientID = client;
		write(doc);
		expect(readRow(Y.encodeStateAsUpdate(doc), none).junk).toBeGreaterThan(0);
	});

	it('may follow its predecessor only, with nothing to its right', () => {
		const doc = new Y.Doc();
		appendFrames(doc, frames.slice(0, 1));
		doc.clientID = client + 1;
		list(doc, client).push([Uint8Array.of(1)]);
		const before = Y.encodeStateVector(doc);
		doc.clientID = client;
		list(doc, client).insert(1, [(frames[1] as Frame).bytes]);
		expect(readRow(Y.encodeStateAsUpdate(doc, before), none)).toEqual({ frames: [], junk: 1 });
	});

	it('is read whatever it holds', () => {
		const whole = framesUpdate(frames);
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(whole.length), (noise, at) => {
				for (const update of [noise, whole.slice(0, at), Uint8Array.of(...whole.slice(0, at), ...noise)]) {
					expect(readRow(update, none).junk).toBeGreaterThanOrEqual(0);
				}
			})
		);
		expect(readRow('text', none)).toEqual({ frames: [], junk: 1 });
	});
});

it('a strand has no gaps, and what is there is passed over', async () => {
	const frames = await (await TestDocument.found('appending')).strand().write(3);
	const doc = new Y.Doc();
	expect(() => appendFrames(doc, frames.slice(1))).toThrow('gaps');
	appendFrames(doc, frames.slice(0, 2));
	appendFrames(doc, frames);
	expect(Y.encodeStateAsUpdate(doc)).toEqual(framesUpdate(frames));
});

function list(doc: Y.Doc, client: number): Y.Array<unknown> {
	return doc.getArray(String(client));
}
