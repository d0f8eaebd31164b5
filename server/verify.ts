import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import { toText } from '#lib/seal/frame-bytes.ts';
import { strictly, type Verify } from '#lib/seal/frame-verify.ts';

/**
 * Ed25519 by Node's own crypto in its thread pool: a check costs the event loop about 10 µs, WebCrypto's about 50 (measured). Same
 * answers as everywhere, by the checks that all share.
 */
export function threadedVerify(): Verify {
	const keys = new Map<string, KeyObject>();
	return strictly(
		(author, message, signature) =>
			new Promise((answer) => {
				try {
					verify(null, message, keyOf(author, keys), signature, (error, good) => answer(!error && good));
				} catch {
					answer(false);
				}
			})
	);
}

const mostKeys = 10_000;

function keyOf(author: Uint8Array, keys: Map<string, KeyObject>): KeyObject {
	const x = toText(author);
	let key = keys.get(x);
	if (!key) {
		key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
		if (keys.size >= mostKeys) keys.clear();
		keys.set(x, key);
	}
	return key;
}
