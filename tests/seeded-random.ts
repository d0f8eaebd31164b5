import { sha256 } from '@noble/hashes/sha2.js';
import type { Random } from '#lib/seal/keys.ts';

/** Bytes that look random and are the same for the same seed: SHA-256 of seed and a counter. For tests and vectors only. */
export function seededRandom(seed: string): Random {
	let counter = 0;
	let pool = new Uint8Array();
	return (length) => {
		while (pool.length < length) {
			pool = Uint8Array.of(...pool, ...sha256(new TextEncoder().encode(`${seed}/${counter++}`)));
		}
		const bytes = pool.slice(0, length);
		pool = pool.slice(length);
		return bytes;
	};
}
