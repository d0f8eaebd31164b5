import { expect, test } from 'vitest';
import { documentId, toText } from './frame-bytes.ts';
import { nextSeed } from './next-seed.ts';
import { Secret } from './secret.ts';

const bytes = (fill: number) => new Uint8Array(32).fill(fill);
const next = (seed: number, key: number, document: number) =>
	toText(nextSeed(new Secret(bytes(seed)), new Secret(bytes(key)), documentId(bytes(document))).reveal());

test('the same seed, key and document always lead to the same seed', () => {
	expect(next(1, 2, 3)).toBe(next(1, 2, 3));
});

test('another of them leads to another seed', () => {
	const all = [next(1, 2, 3), next(4, 2, 3), next(1, 4, 3), next(1, 2, 4), next(2, 1, 3), next(3, 2, 1)];
	expect(new Set(all).size).toBe(all.length);
});
