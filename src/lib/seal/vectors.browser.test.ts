/** The vectors again, under a browser's WebCrypto: it stands on another library than Node's. */
import { describe, expect, it } from 'vitest';
import entries from '../../../tests/vectors/entries.json' with { type: 'json' };
import keys from '../../../tests/vectors/keys.json' with { type: 'json' };
import signatures from '../../../tests/vectors/signatures.json' with { type: 'json' };
import { channelName } from './frame-bytes.ts';
import { Frame } from './frame.ts';
import { verifyFrame, webCryptoVerify } from './frame-verify.ts';
import { channelKey, memberKeys } from './keys.ts';
import { openEntry } from './open.ts';
import { Secret } from './secret.ts';
import { naclVerify } from './verify.ts';

const { subtle } = globalThis.crypto;
const webVerify = await webCryptoVerify(subtle);
if (!webVerify) throw new Error('this browser has no Ed25519 in WebCrypto');

const bytes = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

describe.each([
	['WebCrypto', subtle, webVerify],
	['tweetnacl', undefined, naclVerify]
])('in a browser, with %s', (_, crypto, verify) => {
	it.each(signatures)('the signature: $what', async ({ author, message, signature, valid }) => {
		expect(await verify(bytes(author), bytes(message), bytes(signature))).toBe(valid);
	});

	it.each(keys.members)('keys of the seed $seed', async (of) => {
		const member = await memberKeys(new Secret(bytes(of.seed)), crypto);
		expect(member.id).toBe(of.id);
		expect(await member.sign(bytes(of.message))).toEqual(bytes(of.signature));
	});

	it.each(entries)('the entry of kind $kind with seq $seq', async (of) => {
		const frame = new Frame(bytes(of.frame));
		const key = channelKey(channelName(of.channel), of.epoch, new Secret(bytes(of.key)));
		expect(await verifyFrame(frame, verify)).toBe(true);
		expect(openEntry(frame, key)).toMatchObject({
			kind: 'opened',
			content: { payload: bytes(of.content.payload) }
		});
	});
});
