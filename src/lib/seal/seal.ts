import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import nacl from 'tweetnacl';
import { FrameError, FrameWriter, joined } from './frame-bytes.ts';
import { headerBytes, largestFrame, type FrameHeader } from './frame.ts';
import { hash } from './frame-hash.ts';
import { encodeContent, type Content } from './content.ts';
import { signEntryId, type ChannelKey, type Signer } from './keys.ts';
import type { Secret } from './secret.ts';

/** All of a header but what the key and the signer decide. */
export type EntryPlace = Omit<FrameHeader, 'epoch' | 'keyId' | 'author' | 'channel'>;

/** Pads, encrypts, chains and signs. The frame's bytes; FrameError 'too-large' if they would pass 2 MiB. */
export async function sealEntry(
	place: EntryPlace,
	content: Content,
	key: ChannelKey,
	author: Signer
): Promise<Uint8Array> {
	const header = headerBytes({
		...place,
		channel: key.channel,
		epoch: key.epoch,
		keyId: key.id,
		author: author.publicKey
	});
	const plaintext = encodeContent(content);
	const nonce = entryNonce(key.key, header, plaintext);
	const ciphertext = nacl.secretbox(plaintext, nonce, key.key.reveal());
	const unsigned = joined(header, new FrameWriter().raw(nonce).part(ciphertext).done());
	if (unsigned.length + 64 > largestFrame) throw new FrameError('too-large');
	return joined(unsigned, await signEntryId(author, hash('roundtable/entry/1', unsigned)));
}

/**
 * 24 bytes: HMAC-SHA-256 of header and plaintext. No two different entries share a nonce under one key, and a ciphertext can be
 * rebuilt from what it held.
 */
export function entryNonce(key: Secret, header: Uint8Array, plaintext: Uint8Array): Uint8Array {
	const nonceKey = hash('roundtable/nonce-key/1', key.reveal());
	return hmac.create(sha256, nonceKey).update(header).update(plaintext).digest().slice(0, 24);
}
