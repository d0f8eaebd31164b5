/** Several rotations stated at the same time: the key in force is made from all their keys, and named by all their ids. */
import { compareBytes } from './frame-bytes.ts';
import { hash } from './frame-hash.ts';

/** 32 bytes: names the key that `combinedKey` makes from the keys with these ids. Each id commits to its key, so this commits to theirs. */
export function combinedKeyId(ids: readonly Uint8Array[]): Uint8Array {
	return hash('roundtable/combined-key-id/1', ...[...ids].sort(compareBytes));
}
