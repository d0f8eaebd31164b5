import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { channelName, FrameError, fromUtf8, joined, toText, utf8 } from './frame-bytes.ts';
import {
	Frame,
	foundedDocument,
	headerBytes,
	largestFrame,
	parseFrame,
	sortedHeads,
	type FrameHeader
} from './frame.ts';
import { hash, strandClient } from './frame-hash.ts';
import { packLabel } from './frame-pack.ts';

const filled = (length: number, value: number) => new Uint8Array(length).fill(value);

const header: FrameHeader = {
	kind: 'update',
	document: filled(32, 1),
	channel: channelName('plan'),
	epoch: 2,
	keyId: filled(32, 3),
	author: filled(32, 4),
	strand: filled(16, 5),
	seq: 6,
	previous: filled(32, 7),
	rosterHeads: [filled(32, 8), filled(32, 9)],
	clear: new Uint8Array()
};

/** An unsealed frame: parsing asks nothing of ciphertext and signature but their lengths. */
function framed(changes: Partial<FrameHeader> = {}, ciphertext = filled(40, 11)): Uint8Array {
	const length = Uint8Array.of(0, 0, ciphertext.length >> 8, ciphertext.length & 255);
	return joined(headerBytes({ ...header, ...changes }), filled(24, 10), length, ciphertext, filled(64, 12));
}

function faultOf(bytes: Uint8Array): string {
	const parsed = parseFrame(bytes);
	return parsed.kind === 'broken' ? parsed.reason : 'none';
}

const founding = {
	kind: 'statement',
	channel: channelName('roster'),
	document: filled(32, 0),
	seq: 0,
	previous: filled(32, 0),
	rosterHeads: []
} as const;

describe('a frame', () => {
	it('reads back every field', () => {
		const frame = new Frame(framed());
		expect(frame).toMatchObject(header);
		expect(frame.nonce).toEqual(filled(24, 10));
		expect(frame.ciphertext).toEqual(filled(40, 11));
		expect(frame.signature).toEqual(filled(64, 12));
		expect(frame.header).toEqual(headerBytes(header));
		expect(frame.isFounding).toBe(false);
	});

	it.each(['update', 'presence', 'statement'] as const)('may be of kind %s', (kind) => {
		expect(new Frame(framed({ kind })).kind).toBe(kind);
	});

	it('may be of a pack, and then bears its label', () => {
		const label = { what: 'volume', frames: header.seq + 1 } as const;
		expect(new Frame(framed({ kind: 'pack', clear: packLabel(label) })).pack).toEqual(label);
		expect(() => new Frame(framed({ kind: 'pack' }))).toThrow(FrameError);
	});

	it('has an id that covers all but the signature', () => {
		const bytes = framed();
		const { id } = new Frame(bytes);
		expect(id).toEqual(hash('roundtable/entry/1', bytes.subarray(0, -64)));
		for (let i = 0; i < bytes.length; i++) {
			const altered = bytes.slice();
			altered[i] = (altered[i] ?? 0) ^ 1;
			const parsed = parseFrame(altered);
			if (parsed.kind === 'frame')
				expect(toText(parsed.frame.id) === toText(id)).toBe(i >= bytes.length - 64);
		}
	});

	it('belongs to the document that it names, on its strand’s client', () => {
		const frame = new Frame(framed());
		expect(frame.belongsTo).toEqual(header.document);
		expect(frame.client).toBe(strandClient(header.document, header.channel, header.author, header.strand));
	});

	it('that founds a document names it by its own id', () => {
		const frame = new Frame(framed(founding));
		expect(frame.isFounding).toBe(true);
		expect(frame.belongsTo).toEqual(hash('roundtable/document/1', frame.id));
		expect(foundedDocument(frame)).toBe(toText(frame.belongsTo));
		expect(frame.client).toBe(strandClient(frame.belongsTo, founding.channel, header.author, header.strand));
	});

	it('may stand in the middle of a larger buffer', () => {
		const bytes = framed();
		const inside = joined(filled(9, 255), bytes, filled(9, 255)).subarray(9, -9);
		expect(new Frame(inside).id).toEqual(new Frame(bytes).id);
	});
});

describe('parseFrame', () => {
	const cases: [string, string, Uint8Array][] = [
		['nothing', 'truncated', new Uint8Array()],
		['another version', 'version', joined(Uint8Array.of(2), framed().subarray(1))],
		['version 0', 'version', joined(Uint8Array.of(0), framed().subarray(1))],
		['kind 0', 'kind', joined(Uint8Array.of(1, 0), framed().subarray(2))],
		['kind 5', 'kind', joined(Uint8Array.of(1, 5), framed().subarray(2))],
		['a channel in capitals', 'channel', replaced(framed(), 'plan', 'Plan')],
		[
			'a channel in broken UTF-8',
			'channel',
			replacedBytes(framed(), utf8('plan'), Uint8Array.of(0x70, 0xff, 0x61, 0x6e))
		],
		[
			'a channel behind a byte order mark',
			'channel',
			replacedBytes(
				framed(),
				Uint8Array.of(4, ...utf8('plan')),
				Uint8Array.of(7, 0xef, 0xbb, 0xbf, ...utf8('plan'))
			)
		],
		['roster heads out of order', 'heads', framed({ rosterHeads: [filled(32, 9), filled(32, 8)] })],
		['a roster head twice', 'heads', framed({ rosterHeads: [filled(32, 8), filled(32, 8)] })],
		[
			'33 roster heads',
			'heads',
			framed({ rosterHeads: Array.from({ length: 33 }, (_, i) => filled(32, i)) })
		],
		['no roster head', 'heads', framed({ rosterHeads: [] })],
		['seq 0 with a predecessor', 'heads', framed({ seq: 0 })],
		['seq 1 without one', 'heads', framed({ previous: filled(32, 0) })],
		['a founding statement that cites', 'heads', framed({ ...founding, rosterHeads: [filled(32, 1)] })],
		['an update that founds', 'kind', framed({ ...founding, kind: 'update' })],
		['a clear part outside a statement', 'length', framed({ clear: filled(1, 1) })],
		['a byte too many', 'trailing', joined(framed(), filled(1, 0))],
		['more than 2 MiB', 'too-large', filled(largestFrame + 1, 1)]
	];
	it.each(cases)('refuses %s: %s', (_, fault, bytes) => {
		expect(faultOf(bytes)).toBe(fault);
	});

	it('takes 32 roster heads, and up to 2 MiB', () => {
		expect(faultOf(framed({ rosterHeads: Array.from({ length: 32 }, (_, i) => filled(32, i)) }))).toBe(
			'none'
		);
		const clear = new Uint8Array(largestFrame - framed({ kind: 'statement' }).length);
		expect(faultOf(framed({ kind: 'statement', clear }))).toBe('none');
		expect(faultOf(framed({ kind: 'statement', clear: joined(clear, filled(1, 0)) }))).toBe('too-large');
	});

	it('refuses every truncation', () => {
		const bytes = framed();
		for (let length = 0; length < bytes.length; length++) {
			expect(parseFrame(bytes.subarray(0, length)).kind).toBe('broken');
		}
	});

	it('never throws on a flipped bit, and takes only what it writes itself', () => {
		const bytes = framed();
		for (let bit = 0; bit < bytes.length * 8; bit++) {
			const altered = bytes.slice();
			altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7));
			const parsed = parseFrame(altered);
			if (parsed.kind === 'frame') expect(headerBytes(parsed.frame)).toEqual(parsed.frame.header);
		}
	});

	it('never throws on any bytes, nor on any bytes behind a good beginning', () => {
		const beginning = framed();
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 400 }), fc.nat(beginning.length), (bytes, kept) => {
				expect(['frame', 'broken']).toContain(parseFrame(bytes).kind);
				expect(['frame', 'broken']).toContain(parseFrame(joined(beginning.subarray(0, kept), bytes)).kind);
			}),
			{ numRuns: 1000 }
		);
	});
});

it('sortedHeads puts ids into the one order, and leaves the given order alone', () => {
	const given = [filled(32, 9), filled(32, 1), filled(32, 200)];
	expect(sortedHeads(given).map((head) => head[0])).toEqual([1, 9, 200]);
	expect(given.map((head) => head[0])).toEqual([9, 1, 200]);
});

function replaced(bytes: Uint8Array, from: string, to: string): Uint8Array {
	return replacedBytes(bytes, utf8(from), utf8(to));
}

function replacedBytes(bytes: Uint8Array, from: Uint8Array, to: Uint8Array): Uint8Array {
	const at = Buffer.from(bytes).indexOf(from);
	expect(fromUtf8(bytes.subarray(at, at + from.length))).toBe(fromUtf8(from));
	return joined(bytes.subarray(0, at), to, bytes.subarray(at + from.length));
}
