/**
 * Keys boxed to a person: ephemeral X25519 public key (32) ‖ nacl.box(keys). The nonce is a hash of both public keys, which is safe
 * because the ephemeral key pair is used once.
 *
 * Keys inside: u8 count · per key: u8 n, n channel · u32 epoch · 32 key.
 */
import nacl from 'tweetnacl';
import { channelName, FrameError, FrameReader, FrameWriter, isZero, joined } from './frame-bytes.ts';
import { hash } from './frame-hash.ts';
import { channelKey, type ChannelKey, type Random } from './keys.ts';
import { Secret } from './secret.ts';

/** Throws FrameError 'point' if `recipient` is a key with which the shared secret would be no secret. */
export function boxKeys(keys: readonly ChannelKey[], recipient: Uint8Array, random: Random): Uint8Array {
	const ephemeral = nacl.box.keyPair.fromSecretKey(random(32));
	const write = new FrameWriter().u8(keys.length);
	for (const { channel, epoch, key } of keys) write.name(channel).u32(epoch).raw(key.reveal());
	const shared = sharedKey(recipient, ephemeral.secretKey);
	if (!shared) throw new FrameError('point');
	const sealed = nacl.box.after(write.done(), nonceFor(ephemeral.publicKey, recipient), shared);
	return joined(ephemeral.publicKey, sealed);
}

/** The keys, or null if this box was not made for these keys or is damaged: nobody can tell which. */
export function openBox(
	box: Uint8Array,
	mine: { publicKey: Uint8Array; secretKey: Secret }
): ChannelKey[] | null {
	if (box.length < 32 + nacl.box.overheadLength) return null;
	const ephemeral = box.slice(0, 32);
	const shared = sharedKey(ephemeral, mine.secretKey.reveal());
	if (!shared) return null;
	const opened = nacl.box.open.after(box.slice(32), nonceFor(ephemeral, mine.publicKey), shared);
	return opened && readKeys(opened);
}

function readKeys(bytes: Uint8Array): ChannelKey[] | null {
	try {
		const read = new FrameReader(bytes);
		const keys: ChannelKey[] = [];
		for (let left = read.u8(); left > 0; left--) {
			const channel = channelName(read.name());
			const epoch = read.u32();
			keys.push(channelKey(channel, epoch, new Secret(read.raw(32).slice())));
		}
		read.end();
		return keys;
	} catch (error) {
		if (error instanceof FrameError) return null;
		throw error;
	}
}

/** Null for all-zero and other low-order keys, which tweetnacl accepts (RFC 7748 §6.1 asks for this check). */
export function sharedKey(theirs: Uint8Array, mine: Uint8Array): Uint8Array | null {
	return isZero(nacl.scalarMult(mine, theirs)) ? null : nacl.box.before(theirs, mine);
}

function nonceFor(ephemeral: Uint8Array, recipient: Uint8Array): Uint8Array {
	return hash('roundtable/box-nonce/1', ephemeral, recipient).slice(0, 24);
}
