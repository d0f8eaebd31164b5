/**
 * How two devices that only share a blind meeting place agree on a key, and on words by which a person sees that nobody stands between. The
 * new device says first what it is bound to and shows it last: so nobody in between can try keys until the words are alike.
 */
import nacl from 'tweetnacl';
import { isZero, joined, sameBytes } from './frame-bytes.ts';
import { hash } from './frame-hash.ts';
import type { Random } from './keys.ts';
import { Secret } from './secret.ts';

/** What a device shows of itself at a meeting: 32 X25519 public key ‖ 32 random. */
export interface Introduction {
	readonly publicKey: Uint8Array;
	readonly nonce: Uint8Array;
}

export interface OwnIntroduction extends Introduction {
	readonly secretKey: Secret;
}

/** The two, as one of them has met them. */
export interface Meeting {
	readonly newDevice: Introduction;
	readonly oldDevice: Introduction;
}

/** For one meeting only. */
export function newIntroduction(random: Random): OwnIntroduction {
	const { publicKey, secretKey } = nacl.box.keyPair.fromSecretKey(random(32));
	return { publicKey, nonce: random(32), secretKey: new Secret(secretKey) };
}

export function encodeIntroduction({ publicKey, nonce }: Introduction): Uint8Array {
	return joined(publicKey, nonce);
}

/** Null for anything but an introduction's form. */
export function readIntroduction(bytes: Uint8Array): Introduction | null {
	if (bytes.length !== 64) return null;
	return { publicKey: bytes.slice(0, 32), nonce: bytes.slice(32) };
}

/** What the new device is bound to before it has seen anything. */
export function commitment(introduction: Introduction): Uint8Array {
	return hash('roundtable/meeting-commitment/1', encodeIntroduction(introduction));
}

export function keepsCommitment(introduction: Introduction, committed: Uint8Array): boolean {
	return sameBytes(commitment(introduction), committed);
}

/** Which words both devices show: each a number below 2048. */
export function wordNumbers(meeting: Meeting): number[] {
	const bytes = hash('roundtable/meeting-words/1', transcript(meeting));
	const view = new DataView(bytes.buffer, bytes.byteOffset);
	return [0, 2, 4, 6].map((at) => view.getUint16(at) % 2048);
}

/** Null where the other key is one with which the shared secret would be none. */
export function meetingKey(
	{ secretKey }: OwnIntroduction,
	theirs: Introduction,
	both: Meeting
): Secret | null {
	const shared = nacl.scalarMult(secretKey.reveal(), theirs.publicKey);
	if (isZero(shared)) return null;
	return new Secret(hash('roundtable/meeting-key/1', joined(shared, transcript(both))));
}

function transcript({ newDevice, oldDevice }: Meeting): Uint8Array {
	return joined(encodeIntroduction(newDevice), encodeIntroduction(oldDevice));
}

/** The one message that is sealed under a meeting's key. */
export function sealForMeeting(message: Uint8Array, key: Secret): Uint8Array {
	return nacl.secretbox(message, onceNonce, key.reveal());
}

/** Null for what was not sealed under this key. */
export function openFromMeeting(sealed: Uint8Array, key: Secret): Uint8Array | null {
	return nacl.secretbox.open(sealed, onceNonce, key.reveal());
}

/** A meeting's key seals once. */
const onceNonce = new Uint8Array(nacl.secretbox.nonceLength);
