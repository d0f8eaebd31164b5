import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Secret } from '#lib/seal/secret.ts';
import { argon2id } from './argon2id.ts';
import { decodeLock, encodeLock, openSlot, sealSlot, withoutSlot, withSlot, type Way } from './lock.ts';
import { isLongEnough, newPassphrase, newPassphraseWay, passphraseSecret } from './passphrase.ts';
import { seededRandom } from '../../../tests/seeded-random.ts';

const random = seededRandom('lock');
const key = new Secret(random(32));
const passphrase: Way = { kind: 'passphrase', salt: random(16), memoryKiB: 65_536, passes: 3 };
const passkey: Way = { kind: 'passkey', credential: random(64), salt: random(32) };
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('a lock', () => {
	it.each([[passphrase], [passkey]])('gives the key to its secret and to no other', (way) => {
		const secret = random(32);
		const slot = sealSlot(way, new Secret(secret.slice()), key, random);
		expect(openSlot(slot, new Secret(secret.slice()))).toEqual(key.reveal());
		expect(openSlot(slot, new Secret(random(32)))).toBeNull();
	});

	it('is read as it was written, and opens nothing with any of its bytes altered', () => {
		const secrets = [new Secret(random(32)), new Secret(random(32))] as const;
		const lock = [sealSlot(passphrase, secrets[0], key, random), sealSlot(passkey, secrets[1], key, random)];
		const bytes = encodeLock(lock);
		expect(decodeLock(bytes)).toEqual(lock);
		for (let i = 0; i < bytes.length; i++) {
			const altered = bytes.slice();
			altered[i] = (altered[i] ?? 0) ^ (1 << (i & 7));
			const read = decodeLock(altered) ?? [];
			const opened = read.filter((slot, n) => openSlot(slot, secrets[n] ?? key));
			expect(opened.length).toBeLessThan(2);
			expect(decodeLock(bytes.subarray(0, i))).toBeNull();
		}
		expect(decodeLock(Uint8Array.of(...bytes, 0))).toBeNull();
	});

	it('never throws on any bytes, nor asks for more than a device has', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
				expect(() => decodeLock(bytes)).not.toThrow();
			})
		);
		for (const way of [
			{ ...passphrase, memoryKiB: 2 ** 21 },
			{ ...passphrase, passes: 65 },
			{ ...passphrase, passes: 0 },
			{ ...passphrase, memoryKiB: 0 }
		]) {
			expect(decodeLock(encodeLock([sealSlot(way, key, key, random)]))).toBeNull();
		}
	});

	it('has one slot of each kind', () => {
		const first = sealSlot(passphrase, key, key, random);
		const second = sealSlot({ ...passphrase, salt: random(16) }, key, key, random);
		const other = sealSlot(passkey, key, key, random);
		expect(withSlot([first, other], second)).toEqual([other, second]);
		expect(withoutSlot([first, other], 'passkey')).toEqual([first]);
		expect(decodeLock(encodeLock([first, second]))).toBeNull();
	});
});

describe('a passphrase', () => {
	// From the reference implementation's test.c (P-H-C/phc-winner-argon2), version 0x13: hashtest(2, 16, 1, "password", "somesalt").
	it('is stretched as published', async () => {
		const salt = new TextEncoder().encode('somesalt');
		const cost = { salt, memoryKiB: 65_536, passes: 2 };
		expect(hex(await argon2id(new TextEncoder().encode('password'), cost))).toBe(
			'09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7'
		);
	});

	it('is the same from every keyboard, and with spaces around it', async () => {
		const { signal } = new AbortController();
		const seen: string[] = [];
		const stretch = async (bytes: Uint8Array) => {
			seen.push(new TextDecoder().decode(bytes));
			return new Uint8Array(32);
		};
		for (const written of ['Crème brûlée', ' Cre\u0300me bru\u0302le\u0301e\n', 'Crème\u00a0brûlée'])
			await passphraseSecret(written, newPassphraseWay(random), stretch, signal);
		expect(new Set(seen)).toEqual(new Set(['Crème brûlée']));
	});

	it.each([
		['', false],
		['       \n ', false],
		['1234567', false],
		['  1234567  ', false],
		['12345678', true],
		['👵🏽👵🏽', false],
		['naïveté!', true]
	])('%j is long enough: %s', (written, enough) => {
		expect(isLongEnough(written)).toBe(enough);
	});

	it('that is offered has six words, from all of the list', async () => {
		const words = (await newPassphrase(random)).split(' ');
		expect(words).toHaveLength(6);
		expect(await newPassphrase(() => Uint8Array.of(0, 0))).toBe(
			'abandon abandon abandon abandon abandon abandon'
		);
		expect(await newPassphrase(() => Uint8Array.of(7, 255))).toMatch(/^zoo /);
	});
});
