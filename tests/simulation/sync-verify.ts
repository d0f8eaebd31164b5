import { createPublicKey, verify } from 'node:crypto';
import { strictly, type Verify } from '#lib/seal/frame-verify.ts';
import { toText } from '#lib/seal/frame-bytes.ts';

/**
 * Ed25519 by Node, without the thread pool: under a clock that moves by hand everything comes to rest in microtasks, so a seed gives
 * the same run each time.
 */
export const syncVerify: Verify = strictly(async (author, message, signature) => {
	const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: toText(author) }, format: 'jwk' });
	return verify(null, message, key, signature);
});
