/**
 * How a reader proves who they are to a relay: a signature over a nonce of the relay's own, the relay's public address and the log's
 * name. Freshness rests on the relay's nonce, never on the device's clock; the address keeps one relay from using a proof at another.
 *
 * Token: base64url(32 public key ‖ 32 nonce ‖ 64 signature).
 */
import { fromText, joined, memberId, toText, utf8, type MemberId } from '#lib/seal/frame-bytes.ts';
import type { Verify } from '#lib/seal/frame-verify.ts';

export interface TokenClaim {
	/** 32 bytes from the relay's /nonce. */
	readonly nonce: Uint8Array;
	/** The relay's address as an origin: `https://table.example`. */
	readonly address: string;
	readonly log: string;
}

export interface Token {
	readonly reader: MemberId;
	readonly publicKey: Uint8Array;
	readonly nonce: Uint8Array;
	readonly signature: Uint8Array;
}

export function tokenMessage({ nonce, address, log }: TokenClaim): Uint8Array {
	return joined(utf8('roundtable/token/1\0'), nonce, utf8(`${address}\0${log}`));
}

export async function signToken(
	claim: TokenClaim,
	reader: { readonly publicKey: Uint8Array; sign(message: Uint8Array): Promise<Uint8Array> }
): Promise<string> {
	return toText(joined(reader.publicKey, claim.nonce, await reader.sign(tokenMessage(claim))));
}

/** Null for anything but a token's form; says nothing about the signature. */
export function parseToken(text: string): Token | null {
	const bytes = text.length <= 256 ? fromText(text) : null;
	if (bytes?.length !== 128) return null;
	const publicKey = bytes.slice(0, 32);
	return {
		reader: memberId(publicKey),
		publicKey,
		nonce: bytes.slice(32, 64),
		signature: bytes.slice(64)
	};
}

export function verifyToken(token: Token, address: string, log: string, verify: Verify): Promise<boolean> {
	return verify(token.publicKey, tokenMessage({ nonce: token.nonce, address, log }), token.signature);
}
