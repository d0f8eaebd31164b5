import { expect, it } from 'vitest';
import { seededRandom } from '../../../tests/seeded-random.ts';
import { documentId, fromUtf8, utf8 } from './frame-bytes.ts';
import { memberKeys, type MemberKeys } from './keys.ts';
import { letterKey, letterName, longestLetter, openLetter, sealLetter } from './letter.ts';
import { Secret } from './secret.ts';

const random = seededRandom('letter');
const someone = () => memberKeys(new Secret(random(32)), undefined);
const [here, elsewhere] = [documentId(random(32)), documentId(random(32))];

function keyOf(me: MemberKeys, them: MemberKeys, way: 'sent' | 'received', document = here): Uint8Array {
	const key = letterKey({ document, me, them: them.box.publicKey }, way);
	if (!key) throw new Error('no key');
	return key;
}

it('is found and opened by the one it is for, and by whoever wrote it', async () => {
	const [ana, ben] = [await someone(), await someone()];
	const sent = keyOf(ana, ben, 'sent');
	const received = keyOf(ben, ana, 'received');
	expect(received).toEqual(sent);
	expect(letterName(received, 3)).toEqual(letterName(sent, 3));
	const opened = openLetter(sealLetter(utf8('a link'), sent, random), received);
	expect(opened && fromUtf8(opened)).toBe('a link');
});

it('has another name and another key for each way, document, pair and number', async () => {
	const [ana, ben, cleo] = [await someone(), await someone(), await someone()];
	const keys = [
		keyOf(ana, ben, 'sent'),
		keyOf(ana, ben, 'received'),
		keyOf(ana, ben, 'sent', elsewhere),
		keyOf(ana, cleo, 'sent'),
		keyOf(cleo, ben, 'sent')
	];
	const names = keys.flatMap((key) => [letterName(key, 0), letterName(key, 1)]);
	const texts = [...keys, ...names].map((bytes) => Buffer.from(bytes).toString('hex'));
	expect(new Set(texts).size).toBe(texts.length);
	const [first = keyOf(ana, ben, 'sent'), ...others] = keys;
	const sealed = sealLetter(utf8('a link'), first, random);
	for (const key of others) expect(openLetter(sealed, key)).toBeNull();
});

it('is of one length, whatever it says', async () => {
	const key = keyOf(await someone(), await someone(), 'sent');
	const lengths = ['', 'a', 'b'.repeat(longestLetter)].map(
		(text) => sealLetter(utf8(text), key, random).length
	);
	expect(new Set(lengths).size).toBe(1);
	expect(() => sealLetter(new Uint8Array(longestLetter + 1), key, random)).toThrow(RangeError);
});

it('is nothing where it was changed, cut short, or sealed by other means', async () => {
	const key = keyOf(await someone(), await someone(), 'sent');
	const sealed = sealLetter(utf8('a link'), key, random);
	for (const at of [0, 30, sealed.length - 1]) {
		const changed = sealed.slice();
		changed[at] = (changed[at] ?? 0) ^ 1;
		expect(openLetter(changed, key)).toBeNull();
	}
	for (const length of [0, 10, 24, 40, sealed.length - 1])
		expect(openLetter(sealed.subarray(0, length), key)).toBeNull();
});

it('has no key with one whose public key gives no secret', async () => {
	expect(letterKey({ document: here, me: await someone(), them: new Uint8Array(32) }, 'sent')).toBeNull();
});
