/**
 * A few words from one member of a sealed document to another, which a relay keeps under a name that only these two can make, sealed for
 * them alone: nobody else learns who wrote to whom, or that anything was written.
 */
import nacl from 'tweetnacl';
import { FrameError, FrameReader, FrameWriter, idBytes, joined, type DocumentId } from './frame-bytes.ts';
import { hash } from './frame-hash.ts';
import { sharedKey } from './box.ts';
import type { MemberKeys, Random } from './keys.ts';

/** All are of one length, so that a relay cannot tell them apart by that. */
const paddedTo = 768;
export const longestLetter = paddedTo - 4;

export interface Correspondents {
	/** The sealed document in which both are members. */
	readonly document: DocumentId;
	readonly me: MemberKeys;
	/** X25519 public key; 32 bytes. */
	readonly them: Uint8Array;
}

/** What these two have in common: 32 bytes for each way, from me to them or from them to me. Null for a key with which it would be no secret. */
export function letterKey(
	{ document, me, them }: Correspondents,
	way: 'sent' | 'received'
): Uint8Array | null {
	const shared = sharedKey(them, me.box.secretKey.reveal());
	if (!shared) return null;
	const [from, to] = way === 'sent' ? [me.box.publicKey, them] : [them, me.box.publicKey];
	return hash('roundtable/letter/1', shared, idBytes(document), from, to);
}

/** Of the `n`th letter. */
export function letterName(key: Uint8Array, n: number): Uint8Array {
	return hash('roundtable/letter-name/1', key, new FrameWriter().u32(n).done());
}

/** Throws RangeError for what is too long. */
export function sealLetter(text: Uint8Array, key: Uint8Array, random: Random): Uint8Array {
	if (text.length > longestLetter) throw new RangeError('too long for a letter');
	const padded = new Uint8Array(paddedTo);
	padded.set(new FrameWriter().part(text).done());
	const nonce = random(nacl.secretbox.nonceLength);
	return joined(nonce, nacl.secretbox(padded, nonce, key));
}

/** Null for what was not sealed by this key. */
export function openLetter(sealed: Uint8Array, key: Uint8Array): Uint8Array | null {
	const { nonceLength } = nacl.secretbox;
	if (sealed.length < nonceLength) return null;
	const padded = nacl.secretbox.open(sealed.subarray(nonceLength), sealed.subarray(0, nonceLength), key);
	try {
		return padded && new FrameReader(padded).part().slice();
	} catch (error) {
		if (error instanceof FrameError) return null;
		throw error;
	}
}
