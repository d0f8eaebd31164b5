/**
 * Ed25519 by Node, without the thread pool: under a clock that moves by hand everything comes to rest in microtasks, so a seed gives
 * the same run each time.
 */
import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { strictly, type Verify } from '#lib/seal/frame-verify.ts';
import { toText } from '#lib/seal/frame-bytes.ts';

export const syncVerify: Verify = strictly(async (author, message, signature) => {
	const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: toText(author) }, format: 'jwk' });
	return verify(null, message, key, signature);
});

/** What `memberKeys` asks of WebCrypto, and no more. */
export const syncSubtle = {
	importKey: async (format: 'pkcs8', key: Uint8Array) =>
		createPrivateKey({ key: Buffer.from(key), format: 'der', type: format }),
	sign: async (_: 'Ed25519', key: KeyObject, message: Uint8Array) => sign(null, message, key)
} as unknown as SubtleCrypto;
