import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	channelName,
	compareBytes,
	documentId,
	entryId,
	FrameError,
	FrameReader,
	FrameWriter,
	fromText,
	idBytes,
	isChannelName,
	isZero,
	joined,
	memberId,
	parseDocumentId,
	sameBytes,
	toText,
	utf8,
	fromUtf8
} from './frame-bytes.ts';

const bytes = (...values: number[]) => Uint8Array.from(values);

function faultOf(run: () => unknown): string {
	try {
		run();
	} catch (error) {
		if (error instanceof FrameError) return error.fault;
		throw error;
	}
	return 'none';
}

describe('FrameWriter and FrameReader', () => {
	it('write big-endian numbers and prefixed parts', () => {
		const written = new FrameWriter()
			.u8(1)
			.u16(0x0203)
			.u32(0x04050607)
			.u64(2 ** 40 + 9);
		expect(written.done()).toEqual(bytes(1, 2, 3, 4, 5, 6, 7, 0, 0, 1, 0, 0, 0, 0, 9));
		expect(new FrameWriter().part(bytes(8, 9)).done()).toEqual(bytes(0, 0, 0, 2, 8, 9));
		expect(new FrameWriter().name('é').done()).toEqual(bytes(2, 0xc3, 0xa9));
	});

	it('read back whatever was written, at any size', () => {
		const fields = fc.record({
			u8: fc.nat(255),
			u16: fc.nat(65_535),
			u32: fc.nat(2 ** 32 - 1),
			u64: fc.maxSafeNat(),
			part: fc.uint8Array({ maxLength: 5000 }),
			name: fc.string({ unit: 'grapheme', maxLength: 40 })
		});
		fc.assert(
			fc.property(fc.array(fields, { maxLength: 6 }), (records) => {
				const write = new FrameWriter();
				for (const of of records)
					write.u8(of.u8).u16(of.u16).u32(of.u32).u64(of.u64).part(of.part).name(of.name);
				const read = new FrameReader(write.done());
				for (const of of records) {
					expect(read.u8()).toBe(of.u8);
					expect(read.u16()).toBe(of.u16);
					expect(read.u32()).toBe(of.u32);
					expect(read.u64()).toBe(of.u64);
					expect(read.part()).toEqual(of.part);
					expect(read.name()).toBe(of.name);
				}
				read.end();
			})
		);
	});

	it.each([
		['u8', 256],
		['u8', -1],
		['u8', 1.5],
		['u16', 65_536],
		['u32', 2 ** 32],
		['u32', Number.NaN],
		['u64', 2 ** 53],
		['u64', -1],
		['u64', Number.POSITIVE_INFINITY]
	] as const)('%s does not write %d as another number', (width, value) => {
		expect(faultOf(() => new FrameWriter()[width](value))).toBe('length');
	});

	it('refuse names over 255 bytes', () => {
		expect(faultOf(() => new FrameWriter().name('é'.repeat(127)))).toBe('none');
		expect(faultOf(() => new FrameWriter().name('é'.repeat(128)))).toBe('length');
	});

	it('say what is wrong with bytes that are too short, too long or too large', () => {
		expect(faultOf(() => new FrameReader(bytes(1)).u16())).toBe('truncated');
		expect(faultOf(() => new FrameReader(bytes()).u8())).toBe('truncated');
		expect(faultOf(() => new FrameReader(bytes(255, 255, 255, 255, 1)).part())).toBe('length');
		expect(faultOf(() => new FrameReader(bytes(127, 255, 255, 255, 1)).part())).toBe('truncated');
		expect(faultOf(() => new FrameReader(bytes(0, 0, 0, 3, 1, 2, 3)).part(2))).toBe('length');
		expect(faultOf(() => new FrameReader(bytes(0, 32, 0, 0, 0, 0, 0, 0)).u64())).toBe('length');
		expect(faultOf(() => new FrameReader(bytes(0)).end())).toBe('trailing');
	});

	it('read a part of a larger buffer, and nothing beyond it', () => {
		const read = new FrameReader(bytes(9, 9, 1, 2, 9).subarray(2, 4));
		expect(read.u16()).toBe(0x0102);
		expect(faultOf(() => read.u8())).toBe('truncated');
	});
});

describe('text', () => {
	it('has one spelling in bytes: a byte order mark is not dropped', () => {
		expect(fromUtf8(bytes(0xef, 0xbb, 0xbf, 0x61))).toBe('\ufeffa');
		expect(fromUtf8(bytes(0xff))).toBe('\ufffd');
		expect(utf8('é')).toEqual(bytes(0xc3, 0xa9));
	});

	// RFC 4648 §10, without padding.
	it.each([
		['', ''],
		['f', 'Zg'],
		['fo', 'Zm8'],
		['foo', 'Zm9v'],
		['foob', 'Zm9vYg'],
		['fooba', 'Zm9vYmE'],
		['foobar', 'Zm9vYmFy']
	])('base64url of %j is %s', (plain, text) => {
		expect(toText(utf8(plain))).toBe(text);
		expect(fromText(text)).toEqual(utf8(plain));
	});

	it('base64url agrees with Node’s and has one form', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 100 }), (raw) => {
				const text = toText(raw);
				expect(text).toBe(Buffer.from(raw).toString('base64url'));
				expect(fromText(text)).toEqual(raw);
			})
		);
		fc.assert(
			fc.property(fc.string({ unit: fc.constantFrom(...'AQgw-_9=+/ \n'), maxLength: 9 }), (text) => {
				const read = fromText(text);
				expect(read === null || toText(read) === text).toBe(true);
			})
		);
	});

	it.each(['A', 'AB', 'Zh', 'Zm9=', 'Zg==', 'Z+8', 'Z/8', 'Zm 9', 'Zm9v\n', 'Ž', '😀😀'])(
		'%j is not base64url',
		(text) => {
			expect(fromText(text)).toBeNull();
		}
	);
});

describe('ids', () => {
	const id = new Uint8Array(32).fill(7);

	it('are 32 bytes and back', () => {
		for (const make of [documentId, memberId, entryId]) {
			expect(idBytes(make(id))).toEqual(id);
			expect(faultOf(() => make(id.subarray(1)))).toBe('length');
		}
		expect(parseDocumentId(toText(id))).toBe(toText(id));
		for (const text of ['', 'x', toText(id.subarray(1)), `${toText(id)}A`, toText(id).slice(0, -1) + 'd']) {
			expect(parseDocumentId(text)).toBeNull();
		}
	});

	it('have an order and are compared whole', () => {
		const sorted = [bytes(1, 2, 3), bytes(2), bytes(), bytes(1, 2), bytes(1, 255)].sort(compareBytes);
		expect(sorted).toEqual([bytes(), bytes(1, 2), bytes(1, 2, 3), bytes(1, 255), bytes(2)]);
		expect(sameBytes(bytes(1, 2), bytes(1, 2))).toBe(true);
		expect(sameBytes(bytes(1, 2), bytes(1, 2, 0))).toBe(false);
		expect(sameBytes(bytes(1, 2), bytes(1, 3))).toBe(false);
		expect(isZero(bytes(0, 0))).toBe(true);
		expect(isZero(bytes(0, 1))).toBe(false);
		expect(joined(bytes(1), bytes(), bytes(2, 3))).toEqual(bytes(1, 2, 3));
	});
});

describe('channel names', () => {
	it.each(['plan', 'talk', 'a', 'a-1', 'a'.repeat(32)])('%s is one', (name) => {
		expect(channelName(name)).toBe(name);
	});

	it.each(['', 'Plan', '1a', '-a', 'a.b', 'plan\n', 'plán', '\ufeffplan', 'a'.repeat(33), 'a b'])(
		'%j is none',
		(name) => {
			expect(isChannelName(name)).toBe(false);
			expect(faultOf(() => channelName(name))).toBe('channel');
		}
	);
});
