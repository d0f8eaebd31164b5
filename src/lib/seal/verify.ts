import nacl from 'tweetnacl';
import { strictly, webCryptoVerify, type Verify } from './frame-verify.ts';

/** Ed25519 by tweetnacl: the same answers as WebCrypto's, about a hundred times slower. */
export const naclVerify: Verify = strictly(async (author, message, signature) =>
	nacl.sign.detached.verify(message, signature, author)
);

/** WebCrypto where it has Ed25519, tweetnacl where not. */
export async function bestVerify(subtle: SubtleCrypto | undefined): Promise<Verify> {
	return (await webCryptoVerify(subtle)) ?? naclVerify;
}
