import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeContent, encodeContent, paddedLength } from './content.ts';
import { FrameError, joined } from './frame-bytes.ts';

const head = fc.record({
	client: fc.maxSafeNat(),
	seq: fc.nat(2 ** 32 - 1),
	id: fc.uint8Array({ minLength: 32, maxLength: 32 })
});
const content = fc.record({
	time: fc.maxSafeNat(),
	heads: fc.array(head, { maxLength: 8 }),
	payload: fc.uint8Array({ maxLength: 3000 })
});

describe('content', () => {
	it('comes back as it was, in a padded length', () => {
		fc.assert(
			fc.property(content, (given) => {
				const bytes = encodeContent(given);
				expect(decodeContent(bytes)).toEqual(given);
				expect(bytes.length).toBe(paddedLength(bytes.length));
				expect(bytes.length).toBeGreaterThanOrEqual(512);
			})
		);
	});

	it('looks alike for a keystroke and a sentence', () => {
		const sealed = (length: number) =>
			encodeContent({ time: 1, heads: [], payload: new Uint8Array(length) }).length;
		expect(sealed(1)).toBe(sealed(400));
	});

	it('carries nothing in its padding', () => {
		const bytes = encodeContent({ time: 1, heads: [], payload: Uint8Array.of(1, 2, 3) });
		for (let i = 17; i < bytes.length; i++) {
			const altered = bytes.slice();
			altered[i] = 1;
			expect(() => decodeContent(altered)).toThrow(FrameError);
		}
		expect(() => decodeContent(joined(bytes, new Uint8Array(1)))).toThrow(FrameError);
		expect(() => decodeContent(bytes.subarray(0, -1))).toThrow(FrameError);
	});

	it('takes a clock that runs wild for what it can be', () => {
		expect(decodeContent(encodeContent({ time: -5, heads: [], payload: new Uint8Array() })).time).toBe(0);
		expect(decodeContent(encodeContent({ time: 5.9, heads: [], payload: new Uint8Array() })).time).toBe(5);
		expect(() => encodeContent({ time: Number.NaN, heads: [], payload: new Uint8Array() })).toThrow(
			FrameError
		);
	});

	it('throws FrameError and nothing else on any bytes', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 700 }), (bytes) => {
				try {
					expect(encodeContent(decodeContent(bytes))).toEqual(bytes);
				} catch (error) {
					expect(error).toBeInstanceOf(FrameError);
				}
			})
		);
	});
});

describe('paddedLength', () => {
	// PADMÉ as in Nikitin et al., "Reducing Metadata Leakage from Encrypted Files", algorithm 1, written with its bit masks.
	function padme(length: number): number {
		const e = Math.floor(Math.log2(length));
		const s = Math.floor(Math.log2(e)) + 1;
		const mask = (1 << (e - s)) - 1;
		return (length + mask) & ~mask;
	}

	it.each([
		[0, 512],
		[512, 512],
		[513, 544],
		[1000, 1024],
		[1025, 1088],
		[100_000, 100_352],
		[2_000_000, 2_031_616]
	])('%d becomes %d', (length, padded) => {
		expect(paddedLength(length)).toBe(padded);
	});

	it('is PADMÉ, never shrinks, is stable, and costs at most 12 %', () => {
		fc.assert(
			fc.property(fc.integer({ min: 513, max: 2 ** 24 }), (length) => {
				const padded = paddedLength(length);
				expect(padded).toBe(padme(length));
				expect(paddedLength(padded)).toBe(padded);
				expect(padded).toBeGreaterThanOrEqual(length);
				expect(padded / length).toBeLessThan(1.12);
				expect(paddedLength(length + 1)).toBeGreaterThanOrEqual(padded);
			}),
			{ numRuns: 2000 }
		);
	});
});
