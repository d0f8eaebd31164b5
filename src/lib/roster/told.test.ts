import { expect, test } from 'vitest';
import { entryId, documentId } from '#lib/seal/frame-bytes.ts';
import { memberKeys } from '#lib/seal/keys.ts';
import { Secret } from '#lib/seal/secret.ts';
import { seeded } from '../../../tests/simulation/seeded.ts';
import { encodeDetails, parseDetails } from './details.ts';
import { checkTold, sealTold, toldLength } from './told.ts';

const { bytes } = seeded(7);
const keys = () => memberKeys(new Secret(bytes(32)), undefined);

async function sitting() {
	const { publicKey, box } = await keys();
	return { document: documentId(bytes(32)), invite: entryId(bytes(32)), publicKey, boxKey: box.publicKey };
}

test('a proof is right for its code and its seat, and for nothing else', async () => {
	const [inviter, other] = await Promise.all([keys(), keys()]);
	const seat = await sitting();
	const proof = sealTold('123455', seat, inviter.box.publicKey, bytes);
	if (!proof) throw new Error('no proof');
	expect(proof).toHaveLength(toldLength);
	expect(checkTold(proof, '123455', seat, inviter.box)).toBe('right');
	expect(checkTold(proof, '123456', seat, inviter.box)).toBe('wrong');
	for (const field of ['document', 'invite', 'publicKey', 'boxKey'] as const) {
		const elsewhere = { ...seat, [field]: (await sitting())[field] };
		expect(checkTold(proof, '123455', elsewhere, inviter.box)).toBe('wrong');
	}
	expect(checkTold(proof, '123455', seat, other.box)).toBe('unopened');
	for (let at = 0; at < proof.length; at++) {
		const changed = proof.slice();
		changed[at] = (changed[at] ?? 0) ^ 0x10;
		expect(checkTold(changed, '123455', seat, inviter.box)).toBe('unopened');
	}
	expect(checkTold(proof.slice(1), '123455', seat, inviter.box)).toBe('unopened');
});

test('a key with which nothing is secret gets no proof', async () => {
	expect(sealTold('123455', await sitting(), new Uint8Array(32), bytes)).toBeNull();
});

test('a proof goes with what an accept says; what is none is passed over', async () => {
	const told = bytes(toldLength);
	expect(parseDetails(encodeDetails({ name: 'Luca', relation: 'family', told })).told).toEqual(told);
	for (const wrong of ['', 'AAAA', 5, null, [], '!'.repeat(107), 'A'.repeat(100_000)])
		expect(parseDetails(JSON.stringify({ name: 'Luca', told: wrong }))).toEqual({
			name: 'Luca',
			relation: 'provider'
		});
});
