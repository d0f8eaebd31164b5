/**
 * What two members of a sealed document have in common if each knows the other by the keys that they have: a print that both devices make
 * for themselves, and words from it for people to compare. Nobody is bound to anything before, so whoever stands between could try keys
 * until the words are alike: the words are made slowly, and there are eight of them.
 */
import { compareBytes, idBytes, joined, type DocumentId } from './frame-bytes.ts';
import { hash } from './frame-hash.ts';

/** A member's, as the roster states them. */
export interface StatedKeys {
	/** Ed25519; 32 bytes. */
	readonly publicKey: Uint8Array;
	/** X25519; 32 bytes. */
	readonly boxKey: Uint8Array;
}

export const pairWordCount = 8;

/** Of one member: changes with either of their keys. */
export function keysPrint(document: DocumentId, keys: StatedKeys): Uint8Array {
	return hash('roundtable/pair-keys/1', idBytes(document), bytesOf(keys));
}

/** Of both, whoever of them asks. */
export function pairPrint(document: DocumentId, one: StatedKeys, other: StatedKeys): Uint8Array {
	const both = [bytesOf(one), bytesOf(other)].sort(compareBytes);
	return hash('roundtable/pair/1', idBytes(document), ...both);
}

/** Which words both devices show, of what was slowly made from the print: each a number below 2048. */
export function pairWordNumbers(stretched: Uint8Array): number[] {
	const view = new DataView(stretched.buffer, stretched.byteOffset);
	return Array.from({ length: pairWordCount }, (_, at) => view.getUint16(at * 2) % 2048);
}

function bytesOf({ publicKey, boxKey }: StatedKeys): Uint8Array {
	return joined(publicKey, boxKey);
}
