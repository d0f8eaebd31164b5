/**
 * Drafts: what has been typed and not yet sealed into an entry, kept in the outbox under a key that only this channel's readers have.
 *
 *   24 nonce · secretbox of (u16 n, n × (u32 length, Yjs update))
 */
import nacl from 'tweetnacl';
import { FrameError, FrameReader, FrameWriter, joined } from '#lib/seal/frame-bytes.ts';
import { hash } from '#lib/seal/frame-hash.ts';
import type { ChannelKey, Random } from '#lib/seal/keys.ts';

export function sealDraft(updates: readonly Uint8Array[], key: ChannelKey, random: Random): Uint8Array {
	const write = new FrameWriter().u16(updates.length);
	for (const update of updates) write.part(update);
	const nonce = random(24);
	return joined(nonce, nacl.secretbox(write.done(), nonce, draftKey(key)));
}

/** Null if it was not sealed under this key, or is damaged. */
export function openDraft(bytes: Uint8Array, key: ChannelKey): Uint8Array[] | null {
	if (bytes.length < 24) return null;
	const opened = nacl.secretbox.open(bytes.slice(24), bytes.slice(0, 24), draftKey(key));
	if (!opened) return null;
	try {
		const read = new FrameReader(opened);
		const updates: Uint8Array[] = [];
		for (let left = read.u16(); left > 0; left--) updates.push(read.part());
		read.end();
		return updates;
	} catch (error) {
		if (error instanceof FrameError) return null;
		throw error;
	}
}

function draftKey(key: ChannelKey): Uint8Array {
	return hash('roundtable/draft-key/1', key.key.reveal());
}
