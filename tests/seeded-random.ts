import { sha256 } from '@noble/hashes/sha2.js';
import type { Random } from '#lib/seal/keys.ts';

/** Bytes that look random and are the same for the same seed: SHA-256 of seed and a counter. For tests and vectors only. */
export function seededRandom(seed: string): Random {
	let counter = 0;
	let block = new Uint8Array();
	return (length) => {
		const bytes = new Uint8Array(length);
		for (let at = 0; at < length;) {
			if (block.length === 0) block = sha256(new TextEncoder().encode(`${seed}/${counter++}`));
			const taken = block.subarray(0, length - at);
			bytes.set(taken, at);
			block = block.subarray(taken.length);
			at += taken.length;
		}
		return bytes;
	};
}
