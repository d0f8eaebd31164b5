/**
 * The hashes of the sealed format: SHA-256 (FIPS 180-4) behind a domain string and a zero byte, so that no hash made for one
 * purpose can stand for another.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { FrameWriter, utf8, type ChannelName } from './frame-bytes.ts';

export type HashDomain =
	| 'roundtable/volume/1'
	| 'roundtable/entry/1'
	| 'roundtable/document/1'
	| 'roundtable/key/1'
	| 'roundtable/nonce-key/1'
	| 'roundtable/strand/1'
	| 'roundtable/box-nonce/1'
	| 'roundtable/link/1'
	| 'roundtable/link-check/1'
	| 'roundtable/meeting-commitment/1'
	| 'roundtable/meeting-words/1'
	| 'roundtable/meeting-key/1'
	| 'roundtable/meeting-check/1'
	| 'roundtable/kit/name/1'
	| 'roundtable/kit/key/1'
	| 'roundtable/pair-keys/1'
	| 'roundtable/pair/1'
	| 'roundtable/letter/1'
	| 'roundtable/letter-name/1'
	| 'roundtable/seed/sign/1'
	| 'roundtable/seed/box/1'
	| 'roundtable/seed/next/1'
	| 'roundtable/told/1'
	| 'roundtable/told-nonce/1'
	| 'roundtable/draft-key/1'
	| 'roundtable/unsaid/1'
	| 'roundtable/backup/1'
	| 'roundtable/lock/1'
	| 'roundtable/combined-key/1'
	| 'roundtable/combined-key-id/1';

/** 32 bytes: SHA-256(domain ‖ 0x00 ‖ parts). Callers give parts of fixed or prefixed length. */
export function hash(domain: HashDomain, ...parts: readonly Uint8Array[]): Uint8Array {
	const state = sha256.create().update(prefix(domain));
	for (const part of parts) state.update(part);
	return state.digest();
}

/**
 * The Yjs client id of a strand: 53 bits of a hash of document, channel, author and strand. 32 bits, Yjs's own width, could be ground
 * until they meet another person's id.
 */
export function strandClient(
	document: Uint8Array,
	channel: ChannelName,
	author: Uint8Array,
	strand: Uint8Array
): number {
	const name = new FrameWriter().name(channel).done();
	const digest = hash('roundtable/strand/1', document, name, author, strand);
	const view = new DataView(digest.buffer, digest.byteOffset);
	return (view.getUint32(0) & 0x1fffff) * 2 ** 32 + view.getUint32(4);
}

const prefixes = new Map<HashDomain, Uint8Array>();

function prefix(domain: HashDomain): Uint8Array {
	let bytes = prefixes.get(domain);
	if (!bytes) {
		bytes = utf8(`${domain}\0`);
		prefixes.set(domain, bytes);
	}
	return bytes;
}
