import { expect, test } from 'vitest';
import { largestFrame } from '#lib/seal/frame.ts';
import { mostPackFrames } from '#lib/seal/frame-pack.ts';
import { mostOriginals } from '#lib/seal/volume.ts';
import { largestSpan, spanOf } from './span.ts';

const small = { bytes: new Uint8Array(800) };
const large = { bytes: new Uint8Array(largestFrame) };

test('a few entries go into one volume', () => {
	const entries = [small, large, small];
	expect(spanOf(entries)).toEqual(entries);
	expect(spanOf([])).toEqual([]);
});

test('of many, the first', () => {
	const entries = Array.from({ length: mostOriginals + 5 }, () => ({ bytes: new Uint8Array(1) }));
	expect(spanOf(entries)).toHaveLength(mostOriginals);
	expect(spanOf(entries)[0]).toBe(entries[0]);
});

test('of large ones, as many as every device can read', () => {
	const entries = [small, ...Array.from({ length: 40 }, () => large)];
	expect(spanOf(entries)).toHaveLength(largestSpan / largestFrame);
	expect(largestSpan).toBeLessThan(mostPackFrames * 1_700_000);
});

test('however large the first is, it is one', () => {
	expect(spanOf([large, large])[0]).toBe(large);
});
