/** "Keys", and how things are hashed and signed. */
import { createHash, createHmac, createPublicKey, verify } from 'node:crypto';
import nacl from 'tweetnacl';
import { Bytes, hex, must } from './bytes.ts';

export interface ChannelKey {
	readonly channel: string;
	readonly epoch: number;
	readonly id: Buffer;
	readonly key: Buffer;
}

export interface Member {
	readonly publicKey: Uint8Array;
	readonly box: nacl.BoxKeyPair;
}

export function H(domain: string, ...parts: readonly Uint8Array[]): Buffer {
	const state = createHash('sha256').update(domain).update(Buffer.of(0));
	for (const part of parts) state.update(part);
	return state.digest();
}

export function nonceUnder(key: Uint8Array, ...parts: readonly Uint8Array[]): Buffer {
	const state = createHmac('sha256', H('roundtable/nonce-key/1', key));
	for (const part of parts) state.update(part);
	return state.digest().subarray(0, 24);
}

export function isSigned(author: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
	const x = Buffer.from(author).toString('base64url');
	const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
	return verify(null, message, key, signature);
}

export function memberOf(seed: Uint8Array): Member {
	return {
		publicKey: nacl.sign.keyPair.fromSeed(H('roundtable/seed/sign/1', seed)).publicKey,
		box: nacl.box.keyPair.fromSecretKey(H('roundtable/seed/box/1', seed))
	};
}

export function memberOfLink(secret: Uint8Array): Member {
	return memberOf(H('roundtable/link/1', secret));
}

export function keyOf(channel: string, epoch: number, key: Buffer): ChannelKey {
	return { channel, epoch, key, id: H('roundtable/key/1', key) };
}

/** The keys in a box that was made for this member. */
export function openBox(box: Uint8Array, { box: mine }: Member): ChannelKey[] {
	const ephemeral = box.subarray(0, 32);
	const nonce = H('roundtable/box-nonce/1', ephemeral, mine.publicKey).subarray(0, 24);
	const opened = nacl.box.open(box.slice(32), nonce, Buffer.from(ephemeral), mine.secretKey);
	must(opened !== null, 'a box for this member');
	const read = new Bytes(opened);
	const keys = read.many(read.u8(), () => keyOf(read.channel(), read.u32(), read.raw(32)));
	read.end();
	return keys;
}

/** Whether this is the proof, for that inviter, that somebody was told a code: parts are document, invite, author and box key. */
export function provesTold(
	proof: Uint8Array,
	code: string,
	inviter: Member,
	...parts: Uint8Array[]
): boolean {
	const ephemeral = proof.subarray(0, 32);
	const nonce = H('roundtable/told-nonce/1', ephemeral, inviter.box.publicKey).subarray(0, 24);
	const opened = nacl.box.open(proof.slice(32), nonce, Buffer.from(ephemeral), inviter.box.secretKey);
	const said = H('roundtable/told/1', ...parts, Buffer.from(code, 'ascii'));
	return opened !== null && said.equals(opened);
}

export interface Past {
	readonly channel: string;
	readonly epoch: number;
	readonly keyId: Buffer;
	readonly sealed: Buffer;
}

export function openPast({ channel, epoch, keyId, sealed }: Past, next: ChannelKey): ChannelKey {
	const numbers = Buffer.alloc(4);
	numbers.writeUInt32BE(epoch);
	const name = Buffer.concat([Buffer.of(channel.length), Buffer.from(channel)]);
	const domain = Buffer.from('roundtable/past/1\0');
	const nonce = nonceUnder(next.key, domain, name, numbers, keyId, next.id);
	const opened = nacl.secretbox.open(sealed, nonce, next.key);
	must(opened !== null, 'a past that this key opens');
	const old = keyOf(channel, epoch, Buffer.from(opened));
	must(hex(old.id) === hex(keyId), 'the key that is named');
	return old;
}
