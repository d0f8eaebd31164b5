import fc from 'fast-check';
import nacl from 'tweetnacl';
import { describe, expect, it } from 'vitest';
import { boxKeys, openBox } from './box.ts';
import { channelName, FrameError, joined } from './frame-bytes.ts';
import { hash } from './frame-hash.ts';
import { isSoundBoxKey } from './frame-verify.ts';
import { channelKey, memberKeys } from './keys.ts';
import { Secret } from './secret.ts';
import { seededRandom } from '../../../tests/seeded-random.ts';

const random = seededRandom('box');
const someone = (fill: number) => memberKeys(new Secret(new Uint8Array(32).fill(fill)), undefined);
const key = (channel: string, epoch: number) =>
	channelKey(channelName(channel), epoch, new Secret(random(32)));
const hex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'));

/** u-coordinates of small order, canonical and not (cr.yp.to/ecdh.html#validate), with and without the bit that X25519 ignores. */
const smallOrder = [
	'0000000000000000000000000000000000000000000000000000000000000000',
	'0100000000000000000000000000000000000000000000000000000000000000',
	'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
	'5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
	'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
	'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
	'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f'
].flatMap((text) => {
	const point = hex(text);
	const high = point.slice();
	high[31] = (high[31] ?? 0) | 0x80;
	return [point, high];
});

describe('a box of keys', () => {
	it('opens for whom it was made, with every key as it was', async () => {
		const me = await someone(1);
		const keys = [key('roster', 0), key('plan', 4_294_967_295), key('talk', 1)];
		const opened = openBox(boxKeys(keys, me.box.publicKey, random), me.box);
		expect(opened?.map(({ channel, epoch, id }) => ({ channel, epoch, id }))).toEqual(
			keys.map(({ channel, epoch, id }) => ({ channel, epoch, id }))
		);
		expect(opened?.map((of) => of.key.reveal())).toEqual(keys.map((of) => of.key.reveal()));
		expect(openBox(boxKeys([], me.box.publicKey, random), me.box)).toEqual([]);
	});

	it('does not open for anyone else', async () => {
		const [me, other] = [await someone(1), await someone(2)];
		expect(openBox(boxKeys([key('plan', 0)], other.box.publicKey, random), me.box)).toBeNull();
	});

	it('is made anew each time', async () => {
		const me = await someone(1);
		const one = key('plan', 0);
		expect(boxKeys([one], me.box.publicKey, random)).not.toEqual(boxKeys([one], me.box.publicKey, random));
	});

	it('is refused with any bit altered or any byte missing, and never throws', async () => {
		const me = await someone(1);
		const box = boxKeys([key('plan', 0)], me.box.publicKey, random);
		for (let i = 0; i < box.length; i++) {
			expect(openBox(box.subarray(0, i), me.box)).toBeNull();
			const altered = box.slice();
			// X25519 ignores the highest bit of a public key; the nonce does not.
			altered[i] = (altered[i] ?? 0) ^ (i === 31 ? 0x80 : 1);
			expect(openBox(altered, me.box)).toBeNull();
		}
		expect(openBox(joined(box, new Uint8Array(1)), me.box)).toBeNull();
	});

	it('never throws on any bytes, nor on any bytes boxed', async () => {
		const me = await someone(1);
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
				expect(openBox(bytes, me.box)).toBeNull();
				openBox(boxed(bytes, me.box.publicKey), me.box);
			}),
			{ numRuns: 50 }
		);
		const notAName = Uint8Array.of(1, 1, 0x21, ...new Uint8Array(36));
		expect(openBox(boxed(notAName, me.box.publicKey), me.box)).toBeNull();
	});

	it.each(smallOrder.map((point) => [Buffer.from(point).toString('hex'), point] as const))(
		'is neither made for nor opened from the key of small order %s',
		async (_, point) => {
			const me = await someone(1);
			expect(nacl.scalarMult(me.box.secretKey.reveal(), point)).toEqual(new Uint8Array(32));
			expect(() => boxKeys([key('plan', 0)], point, random)).toThrow(FrameError);
			expect(openBox(joined(point, new Uint8Array(64)), me.box)).toBeNull();
			expect(isSoundBoxKey(point)).toBe(false);
		}
	);

	it('is made for sound keys only in their one form', async () => {
		const { publicKey } = (await someone(1)).box;
		expect(isSoundBoxKey(publicKey)).toBe(true);
		const high = publicKey.slice();
		high[31] = (high[31] ?? 0) | 0x80;
		expect(isSoundBoxKey(high)).toBe(false);
		expect(isSoundBoxKey(hex('f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f'))).toBe(
			false
		);
	});

	it('holds at most 255 keys', async () => {
		const me = await someone(1);
		const many = Array.from({ length: 256 }, (_, epoch) => key('plan', epoch));
		expect(openBox(boxKeys(many.slice(1), me.box.publicKey, random), me.box)).toHaveLength(255);
		expect(() => boxKeys(many, me.box.publicKey, random)).toThrow(FrameError);
	});
});

/** What a hostile member can box: any bytes, under the right nonce. */
function boxed(bytes: Uint8Array, recipient: Uint8Array): Uint8Array {
	const real = boxKeys([], recipient, () => new Uint8Array(32).fill(3));
	const ephemeral = nacl.box.keyPair.fromSecretKey(new Uint8Array(32).fill(3));
	const nonce = nonceOf(ephemeral.publicKey, recipient);
	const shared = nacl.box.before(recipient, ephemeral.secretKey);
	expect(nacl.box.after(Uint8Array.of(0), nonce, shared)).toEqual(real.subarray(32));
	return joined(ephemeral.publicKey, nacl.box.after(bytes, nonce, shared));
}

function nonceOf(ephemeral: Uint8Array, recipient: Uint8Array): Uint8Array {
	return hash('roundtable/box-nonce/1', ephemeral, recipient).slice(0, 24);
}
