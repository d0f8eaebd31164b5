/**
 * The proof, in an accept, that whoever sits down was told the code: boxed to the inviter, so that nobody else can try codes on it, and made
 * of the seat's own keys, so that it is none for another seat.
 *
 *   32 ephemeral X25519 public key ‖ box of H(`roundtable/told/1`, document ‖ invite's id ‖ author ‖ box key ‖ 6 digits)
 *
 * The nonce is the beginning of H(`roundtable/told-nonce/1`, ephemeral ‖ recipient).
 */
import nacl from 'tweetnacl';
import { sharedKey } from '#lib/seal/box.ts';
import { idBytes, joined, sameBytes, utf8, type DocumentId, type EntryId } from '#lib/seal/frame-bytes.ts';
import { hash } from '#lib/seal/frame-hash.ts';
import type { MemberKeys, Random } from '#lib/seal/keys.ts';

/** Who sits down, and where. */
export interface Sitting {
	readonly document: DocumentId;
	readonly invite: EntryId;
	/** Ed25519 and X25519, both theirs. */
	readonly publicKey: Uint8Array;
	readonly boxKey: Uint8Array;
}

/** Null where nothing can be sealed to this key. */
export function sealTold(
	code: string,
	sitting: Sitting,
	inviter: Uint8Array,
	random: Random
): Uint8Array | null {
	const ephemeral = nacl.box.keyPair.fromSecretKey(random(32));
	const shared = sharedKey(inviter, ephemeral.secretKey);
	if (!shared) return null;
	const nonce = nonceFor(ephemeral.publicKey, inviter);
	return joined(ephemeral.publicKey, nacl.box.after(proofOf(code, sitting), nonce, shared));
}

/** `unopened`: it was made for other keys than these, or is damaged. */
export function checkTold(
	proof: Uint8Array,
	code: string,
	sitting: Sitting,
	mine: MemberKeys['box']
): 'right' | 'wrong' | 'unopened' {
	if (proof.length !== toldLength) return 'unopened';
	const ephemeral = proof.slice(0, 32);
	const shared = sharedKey(ephemeral, mine.secretKey.reveal());
	const opened = shared && nacl.box.open.after(proof.slice(32), nonceFor(ephemeral, mine.publicKey), shared);
	if (!opened) return 'unopened';
	return sameBytes(opened, proofOf(code, sitting)) ? 'right' : 'wrong';
}

export const toldLength = 32 + nacl.box.overheadLength + 32;

function proofOf(code: string, { document, invite, publicKey, boxKey }: Sitting): Uint8Array {
	return hash('roundtable/told/1', idBytes(document), idBytes(invite), publicKey, boxKey, utf8(code));
}

function nonceFor(ephemeral: Uint8Array, recipient: Uint8Array): Uint8Array {
	return hash('roundtable/told-nonce/1', ephemeral, recipient).slice(0, 24);
}
