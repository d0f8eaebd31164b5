/**
 * An old channel key sealed under the key that follows it, so that one box opens the past: secretbox of its 32 bytes. The nonce is a keyed
 * hash of which key follows which; the old key's id commits to it, so no two plaintexts share a nonce. A key combined of several is
 * sealed as its parts.
 */
import nacl from 'tweetnacl';
import { FrameWriter, joined, sameBytes, utf8, type ChannelName } from './frame-bytes.ts';
import { channelKey, type ChannelKey } from './keys.ts';
import { entryNonce } from './seal.ts';
import { Secret } from './secret.ts';

export interface PastPlace {
	readonly channel: ChannelName;
	readonly epoch: number;
	/** 32 bytes. */
	readonly keyId: Uint8Array;
}

/** 48 bytes. */
export function sealPast(old: ChannelKey, next: ChannelKey): Uint8Array {
	const nonce = pastNonce({ channel: old.channel, epoch: old.epoch, keyId: old.id }, next);
	return nacl.secretbox(old.key.reveal(), nonce, next.key.reveal());
}

/** The old key that stands at `place`; null if `next` does not open it, or if what it holds is another key. */
export function openPast(sealed: Uint8Array, place: PastPlace, next: ChannelKey): ChannelKey | null {
	if (sealed.length !== 32 + nacl.secretbox.overheadLength) return null;
	const opened = nacl.secretbox.open(sealed, pastNonce(place, next), next.key.reveal());
	if (!opened) return null;
	const key = channelKey(place.channel, place.epoch, new Secret(opened));
	return sameBytes(key.id, place.keyId) ? key : null;
}

const pastDomain = utf8('roundtable/past/1\0');

function pastNonce({ channel, epoch, keyId }: PastPlace, next: ChannelKey): Uint8Array {
	const place = new FrameWriter().name(channel).u32(epoch).raw(keyId).raw(next.id).done();
	return entryNonce(next.key, joined(pastDomain, place), new Uint8Array());
}
