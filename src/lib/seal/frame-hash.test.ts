import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { channelName } from './frame-bytes.ts';
import { hash, strandClient } from './frame-hash.ts';

const filled = (length: number, value: number) => new Uint8Array(length).fill(value);

it('is SHA-256 behind its purpose and a zero byte', () => {
	const parts = [Uint8Array.of(1, 2), Uint8Array.of(), Uint8Array.of(3)];
	const expected = createHash('sha256')
		.update('roundtable/entry/1\0')
		.update(Uint8Array.of(1, 2, 3))
		.digest();
	expect(hash('roundtable/entry/1', ...parts)).toEqual(new Uint8Array(expected));
	expect(hash('roundtable/document/1', ...parts)).not.toEqual(new Uint8Array(expected));
});

it('gives every strand a client id of 53 bits that depends on all that names it', () => {
	const plan = channelName('plan');
	const one = strandClient(filled(32, 1), plan, filled(32, 2), filled(16, 3));
	expect(one).toBe(strandClient(filled(32, 1), plan, filled(32, 2), filled(16, 3)));
	const others = [
		strandClient(filled(32, 9), plan, filled(32, 2), filled(16, 3)),
		strandClient(filled(32, 1), channelName('talk'), filled(32, 2), filled(16, 3)),
		strandClient(filled(32, 1), plan, filled(32, 9), filled(16, 3)),
		strandClient(filled(32, 1), plan, filled(32, 2), filled(16, 9))
	];
	expect(new Set([one, ...others]).size).toBe(5);
});

it('fills the 53 bits', () => {
	let or = 0n;
	fc.assert(
		fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (strand) => {
			const client = strandClient(filled(32, 1), channelName('plan'), filled(32, 2), strand);
			expect(Number.isSafeInteger(client) && client >= 0).toBe(true);
			or |= BigInt(client);
		}),
		{ numRuns: 200 }
	);
	expect(or).toBe(2n ** 53n - 1n);
});
