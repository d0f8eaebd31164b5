/**
 * What a relay keeps for a recovery kit, so that its words alone lead to a person's home: under a name that only they give, bytes that only
 * they open.
 */
import nacl from 'tweetnacl';
import { joined } from './frame-bytes.ts';
import { hash } from './frame-hash.ts';
import type { Random } from './keys.ts';
import type { Secret } from './secret.ts';

export function pointerName(kit: Secret): Uint8Array {
	return hash('roundtable/kit/name/1', kit.reveal());
}

export function sealPointer(pointer: Uint8Array, kit: Secret, random: Random): Uint8Array {
	const nonce = random(nacl.secretbox.nonceLength);
	return joined(nonce, nacl.secretbox(pointer, nonce, keyOf(kit)));
}

/** Null for what was not sealed for this kit. */
export function openPointer(sealed: Uint8Array, kit: Secret): Uint8Array | null {
	const { nonceLength } = nacl.secretbox;
	if (sealed.length < nonceLength) return null;
	return nacl.secretbox.open(sealed.subarray(nonceLength), sealed.subarray(0, nonceLength), keyOf(kit));
}

function keyOf(kit: Secret): Uint8Array {
	return hash('roundtable/kit/key/1', kit.reveal());
}
