import { describe, expect, it } from 'vitest';
import nacl from 'tweetnacl';
import { channelName, memberId } from './frame-bytes.ts';
import { signedMessage } from './frame-verify.ts';
import { channelKey, memberKeys, naclSign, signEntryId, webCryptoSign } from './keys.ts';
import { Secret } from './secret.ts';
import { seededRandom } from '../../../tests/seeded-random.ts';

const { subtle } = globalThis.crypto;
const seed = () => new Secret(new Uint8Array(32).fill(5));
const hex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'));

describe('a member’s keys', () => {
	it('follow from the seed alone, with and without WebCrypto', async () => {
		const [fast, slow] = [await memberKeys(seed(), subtle), await memberKeys(seed(), undefined)];
		expect(fast.publicKey).toEqual(slow.publicKey);
		expect(fast.box.publicKey).toEqual(slow.box.publicKey);
		expect(fast.id).toBe(memberId(fast.publicKey));
		const other = await memberKeys(new Secret(new Uint8Array(32).fill(6)), subtle);
		expect(other.publicKey).not.toEqual(fast.publicKey);
		expect(other.box.publicKey).not.toEqual(fast.box.publicKey);
	});

	it('sign and box with different secrets', async () => {
		const { box, publicKey, seed: own } = await memberKeys(seed(), subtle);
		expect(nacl.scalarMult.base(box.secretKey.reveal())).toEqual(box.publicKey);
		expect(nacl.sign.keyPair.fromSeed(box.secretKey.reveal()).publicKey).not.toEqual(publicKey);
		expect(box.secretKey.reveal()).not.toEqual(own.reveal());
	});

	it('sign the same bytes with WebCrypto and tweetnacl', async () => {
		const random = seededRandom('signing');
		for (let length = 0; length < 300; length += 23) {
			const [signSeed, message] = [random(32), random(length)];
			const fast = await webCryptoSign(signSeed, subtle);
			const slow = naclSign(nacl.sign.keyPair.fromSeed(signSeed).secretKey);
			expect(await fast?.(message)).toEqual(await slow(message));
		}
	});

	// RFC 8032 §7.1, tests 1 to 3.
	it.each([
		[
			'9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
			'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
			'',
			'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b'
		],
		[
			'4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
			'3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
			'72',
			'92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00'
		],
		[
			'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
			'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
			'af82',
			'6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a'
		]
	])('sign as RFC 8032 says (%s)', async (signSeed, publicKey, message, signature) => {
		const pair = nacl.sign.keyPair.fromSeed(hex(signSeed));
		expect(pair.publicKey).toEqual(hex(publicKey));
		expect(await naclSign(pair.secretKey)(hex(message))).toEqual(hex(signature));
		expect(await (await webCryptoSign(hex(signSeed), subtle))?.(hex(message))).toEqual(hex(signature));
	});

	it('sign an entry’s id behind the signature’s own domain', async () => {
		const keys = await memberKeys(seed(), subtle);
		const id = new Uint8Array(32).fill(1);
		expect(await signEntryId(keys, id)).toEqual(await keys.sign(signedMessage(id)));
		expect(await signEntryId(keys, id)).not.toEqual(await keys.sign(id));
	});

	it('show no secret when printed', async () => {
		const keys = await memberKeys(seed(), subtle);
		expect(JSON.stringify(keys)).not.toContain('5,5,5');
		expect(JSON.stringify(keys.box)).toContain('<redacted>');
	});

	it('do without WebCrypto where it has no Ed25519', async () => {
		const without = { importKey: () => Promise.reject(new DOMException('', 'NotSupportedError')) };
		expect(await webCryptoSign(new Uint8Array(32), without as unknown as SubtleCrypto)).toBeNull();
		const keys = await memberKeys(seed(), without as unknown as SubtleCrypto);
		expect(await keys.sign(Uint8Array.of(1))).toEqual(
			await (await memberKeys(seed(), subtle)).sign(Uint8Array.of(1))
		);
	});
});

describe('a channel’s key', () => {
	it('is named by its bytes, not by where it is used', () => {
		const key = (fill: number) => new Secret(new Uint8Array(32).fill(fill));
		const plan = channelKey(channelName('plan'), 0, key(1));
		expect(plan.id).toEqual(channelKey(channelName('talk'), 3, key(1)).id);
		expect(plan.id).not.toEqual(channelKey(channelName('plan'), 0, key(2)).id);
		expect(plan.id).not.toEqual(key(1).reveal());
	});
});
