import nacl from 'tweetnacl';
import { joined, memberId, type ChannelName, type MemberId } from './frame-bytes.ts';
import { hash } from './frame-hash.ts';
import { signedMessage } from './frame-verify.ts';
import { Secret } from './secret.ts';

/** `length` unguessable bytes; injected, so that tests can be seeded. */
export type Random = (length: number) => Uint8Array;

/** Ed25519 by RFC 8032, deterministic: every implementation gives the same 64 bytes. */
export interface Signer {
	readonly publicKey: Uint8Array;
	sign(message: Uint8Array): Promise<Uint8Array>;
}

/** A member's key pairs in one sealed document, both derived from a 32-byte seed. */
export interface MemberKeys extends Signer {
	readonly id: MemberId;
	readonly seed: Secret;
	/** X25519: what channel keys are boxed to. */
	readonly box: { readonly publicKey: Uint8Array; readonly secretKey: Secret };
	/** Overwrites what was derived from the seed; nothing can be signed or opened by these keys afterwards. */
	forget(): void;
}

/** One channel's key while an epoch is in force. */
export interface ChannelKey {
	readonly channel: ChannelName;
	readonly epoch: number;
	readonly key: Secret;
	/** 32 bytes; names the key, since a secretbox does not commit to it. */
	readonly id: Uint8Array;
}

export async function memberKeys(seed: Secret, subtle: SubtleCrypto | undefined): Promise<MemberKeys> {
	const signSeed = hash('roundtable/seed/sign/1', seed.reveal());
	const boxSecret = hash('roundtable/seed/box/1', seed.reveal());
	const signing = nacl.sign.keyPair.fromSeed(signSeed);
	const box = nacl.box.keyPair.fromSecretKey(boxSecret);
	box.secretKey.fill(0);
	const signKey = new Secret(signing.secretKey);
	const boxKey = new Secret(boxSecret);
	let byWebCrypto = await webCryptoSign(signSeed, subtle);
	signSeed.fill(0);
	if (byWebCrypto) signKey.forget();
	return {
		id: memberId(signing.publicKey),
		publicKey: signing.publicKey,
		seed,
		sign: async (message) => (byWebCrypto ?? naclSign(signKey.reveal()))(message),
		box: { publicKey: box.publicKey, secretKey: boxKey },
		forget() {
			byWebCrypto = null;
			for (const key of [signKey, boxKey]) key.forget();
		}
	};
}

export function channelKey(channel: ChannelName, epoch: number, key: Secret): ChannelKey {
	return { channel, epoch, key, id: keyId(key) };
}

export function keyId(key: Secret): Uint8Array {
	return hash('roundtable/key/1', key.reveal());
}

export async function signEntryId(signer: Signer, id: Uint8Array): Promise<Uint8Array> {
	return signer.sign(signedMessage(id));
}

type Sign = Signer['sign'];

export function naclSign(secretKey: Uint8Array): Sign {
	return async (message) => nacl.sign.detached(message, secretKey);
}

/** PKCS #8 around an Ed25519 seed (RFC 8410 §7), which is the only private form that WebCrypto takes in. */
const pkcs8 = Uint8Array.of(
	...[0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20]
);

/** Null where WebCrypto has no Ed25519. */
export async function webCryptoSign(
	signSeed: Uint8Array,
	subtle: SubtleCrypto | undefined
): Promise<Sign | null> {
	if (!subtle) return null;
	try {
		const bytes = joined(pkcs8, signSeed) as Uint8Array<ArrayBuffer>;
		const key = await subtle.importKey('pkcs8', bytes, 'Ed25519', false, ['sign']);
		bytes.fill(0);
		return async (message) =>
			new Uint8Array(await subtle.sign('Ed25519', key, message as Uint8Array<ArrayBuffer>));
	} catch {
		return null;
	}
}
