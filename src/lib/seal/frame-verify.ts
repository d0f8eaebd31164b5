/**
 * What is checked of a signature before any implementation sees it, so that all of them answer alike: WebCrypto refuses malleated
 * signatures and tweetnacl does not; neither refuses every small-order key (RFC 8032 §5.1.7, and "Taming the many EdDSAs", 2020).
 */
import { joined, toText, utf8 } from './frame-bytes.ts';
import type { Frame } from './frame.ts';

/** Answers whether `signature` (64 bytes) by `author` (32 bytes, Ed25519) stands over `message`. Never throws on hostile bytes. */
export type Verify = (author: Uint8Array, message: Uint8Array, signature: Uint8Array) => Promise<boolean>;

export async function verifyFrame(frame: Frame, verify: Verify): Promise<boolean> {
	return verify(frame.author, signedMessage(frame.id), frame.signature);
}

const signatureDomain = utf8('roundtable/signature/1\0');

export function signedMessage(id: Uint8Array): Uint8Array {
	return joined(signatureDomain, id);
}

/** Wraps an implementation with the checks that all share. */
export function strictly(verify: Verify): Verify {
	return async (author, message, signature) =>
		author.length === 32 &&
		signature.length === 64 &&
		isSoundPoint(author) &&
		isSoundPoint(signature.subarray(0, 32)) &&
		isReducedScalar(signature.subarray(32)) &&
		verify(author, message, signature);
}

/** Ed25519 by WebCrypto (Chrome 137, Safari 17, Firefox 129, Node 22); null where it is missing or the context is insecure. */
export async function webCryptoVerify(subtle: SubtleCrypto | undefined): Promise<Verify | null> {
	if (!subtle) return null;
	const importKey = (raw: Uint8Array) =>
		subtle.importKey('raw', raw as Uint8Array<ArrayBuffer>, 'Ed25519', false, ['verify']);
	try {
		await importKey(basePoint);
	} catch {
		return null;
	}
	const keys = new Map<string, Promise<CryptoKey>>();
	const keyOf = (author: Uint8Array) => {
		const name = toText(author);
		const key = keys.get(name) ?? importKey(author);
		keys.delete(name);
		keys.set(name, key); // the latest used stands last
		const [oldest] = keys.size > mostKeys ? keys.keys() : [];
		if (oldest !== undefined) keys.delete(oldest);
		return key;
	};
	return strictly(async (author, message, signature) => {
		try {
			const key = await keyOf(author);
			return await subtle.verify(
				'Ed25519',
				key,
				signature as Uint8Array<ArrayBuffer>,
				message as Uint8Array<ArrayBuffer>
			);
		} catch {
			return false;
		}
	});
}

/** Importing a key costs as much as a verification; few authors write most of what is checked. */
const mostKeys = 200;

const p = 2n ** 255n - 19n;
const order = 2n ** 252n + 27742317777372353535851937790883648493n;

/** y-coordinates of the eight points of small order (RFC 7748 §5 and the curve's torsion), as numbers below p. */
const smallOrder = new Set([
	0n,
	1n,
	p - 1n,
	0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n,
	0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n
]);

/** Canonical (y below p) and not of small order. */
export function isSoundPoint(point: Uint8Array): boolean {
	const y = littleEndian(point) & (2n ** 255n - 1n);
	return y < p && !smallOrder.has(y);
}

/** u-coordinates of small order on X25519's curve and its twist, as numbers below p (RFC 7748 §6.1; Bernstein, cr.yp.to/ecdh.html). */
const smallOrderBox = new Set([
	0n,
	1n,
	p - 1n,
	0x00b8495f16056286fdb1329ceb8d09da6ac49ff1fae35616aeb8413b7c7aebe0n,
	0x57119fd0dd4e22d8868e1c58c45c44045bef839c55b1d0b1248c50a3bc959c5fn
]);

/** An X25519 public key in its one form with which a shared secret is a secret. */
export function isSoundBoxKey(key: Uint8Array): boolean {
	const u = littleEndian(key);
	return u < p && !smallOrderBox.has(u);
}

function isReducedScalar(scalar: Uint8Array): boolean {
	return ((scalar[31] ?? 0) & 0xe0) === 0 && littleEndian(scalar) < order;
}

function littleEndian(bytes: Uint8Array): bigint {
	const view = new DataView(bytes.buffer, bytes.byteOffset, 32);
	let number = 0n;
	for (let at = 24; at >= 0; at -= 8) number = (number << 64n) | view.getBigUint64(at, true);
	return number;
}

/** Any valid key will do to ask whether the algorithm is there: the curve's base point. */
const basePoint = new Uint8Array(32).fill(0x66).fill(0x58, 0, 1);
