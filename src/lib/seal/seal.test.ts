import fc from 'fast-check';
import nacl from 'tweetnacl';
import { beforeAll, describe, expect, it } from 'vitest';
import { encodeContent, paddedLength, type Content } from './content.ts';
import { channelName, FrameError, joined } from './frame-bytes.ts';
import { Frame, headerBytes, largestFrame, parseFrame } from './frame.ts';
import { hash } from './frame-hash.ts';
import { packLabel } from './frame-pack.ts';
import { verifyFrame } from './frame-verify.ts';
import { channelKey, memberKeys, signEntryId, type ChannelKey, type MemberKeys } from './keys.ts';
import { openEntry } from './open.ts';
import { entryNonce, sealEntry, type EntryPlace } from './seal.ts';
import { Secret } from './secret.ts';
import { naclVerify } from './verify.ts';
import { seededRandom } from '../../../tests/seeded-random.ts';

const random = seededRandom('seal');
const filled = (length: number, value: number) => new Uint8Array(length).fill(value);
const plan = channelName('plan');
const key = channelKey(plan, 1, new Secret(random(32)));
const place: EntryPlace = {
	kind: 'update',
	document: filled(32, 1),
	strand: filled(16, 5),
	seq: 1,
	previous: filled(32, 7),
	rosterHeads: [filled(32, 8)],
	clear: new Uint8Array()
};
const content: Content = {
	time: 1_760_000_000_000,
	heads: [{ client: 2 ** 52 + 1, seq: 3, id: filled(32, 9) }],
	payload: new TextEncoder().encode('canary-Xk3PqLm9ZtR4Wb')
};
let author: MemberKeys;
beforeAll(async () => {
	author = await memberKeys(new Secret(filled(32, 5)), globalThis.crypto.subtle);
});

const sealed = async (changes: Partial<EntryPlace> = {}, of = content) =>
	new Frame(await sealEntry({ ...place, ...changes }, of, key, author));

describe('a sealed entry', () => {
	it('opens as it was, and is signed', async () => {
		const frame = await sealed();
		expect(frame).toMatchObject({
			...place,
			channel: plan,
			epoch: 1,
			keyId: key.id,
			author: author.publicKey
		});
		expect(await verifyFrame(frame, naclVerify)).toBe(true);
		expect(openEntry(frame, key)).toEqual({ kind: 'opened', content });
	});

	it('opens as it was, whatever was in it', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.maxSafeNat(),
				fc.uint8Array({ maxLength: 2000 }),
				fc.uint8Array({ maxLength: 100 }),
				async (time, payload, clear) => {
					const of = { time, heads: [], payload };
					expect(openEntry(await sealed({ kind: 'statement', clear }, of), key)).toEqual({
						kind: 'opened',
						content: of
					});
				}
			),
			{ numRuns: 30 }
		);
	});

	it('is the same bytes each time, so that it can be rebuilt', async () => {
		expect((await sealed()).bytes).toEqual((await sealed()).bytes);
	});

	it('shows nothing of its content, and its length only roughly', async () => {
		const frame = await sealed();
		expect(new TextDecoder('latin1').decode(frame.bytes)).not.toContain('canary');
		const other = await sealed({}, { ...content, payload: filled(300, 1) });
		expect(other.bytes.length).toBe(frame.bytes.length);
		expect(frame.ciphertext.length).toBe(512 + nacl.secretbox.overheadLength);
	});

	it('never shares a nonce with an entry that differs in anything', async () => {
		const different = [
			await sealed(),
			await sealed({ seq: 2 }),
			await sealed({ previous: filled(32, 6) }),
			await sealed({ rosterHeads: [filled(32, 6)] }),
			await sealed({ document: filled(32, 2) }),
			await sealed({ strand: filled(16, 4) }),
			await sealed({ kind: 'pack', clear: packLabel({ what: 'state', frames: 9 }) }),
			await sealed({}, { ...content, time: 1 }),
			await sealed({}, { ...content, payload: filled(1, 1) })
		];
		expect(new Set(different.map(({ nonce }) => nonce.join())).size).toBe(different.length);
	});

	it('may fill 2 MiB and no more', async () => {
		const largest = paddedSteps(largestFrame - 1000);
		const fits = await sealed({}, { time: 0, heads: [], payload: new Uint8Array(largest - 14) });
		expect(fits.bytes.length).toBeLessThanOrEqual(largestFrame);
		expect(openEntry(fits, key).kind).toBe('opened');
		const over = sealed({}, { time: 0, heads: [], payload: new Uint8Array(largest - 13) });
		await expect(over).rejects.toEqual(new FrameError('too-large'));
	});
});

describe('openEntry', () => {
	it('answers not-mine to any other key, channel or epoch', async () => {
		const frame = await sealed();
		const others = [
			channelKey(plan, 1, new Secret(filled(32, 1))),
			channelKey(plan, 2, key.key),
			channelKey(channelName('talk'), 1, key.key),
			{ ...key, id: filled(32, 0) }
		];
		for (const other of others) expect(openEntry(frame, other)).toEqual({ kind: 'not-mine' });
	});

	it('answers broken to any altered byte behind the header, never throws, never opens', async () => {
		const { bytes, header } = await sealed();
		for (let i = header.length; i < bytes.length - 64; i++) {
			const altered = bytes.slice();
			altered[i] = (altered[i] ?? 0) ^ 1;
			const parsed = parseFrame(altered);
			if (parsed.kind === 'frame') expect(openEntry(parsed.frame, key)).toMatchObject({ kind: 'broken' });
		}
	});

	it('binds the ciphertext to its header: an altered header is broken even where nobody signed', async () => {
		const { bytes, header } = await sealed();
		for (let i = 0; i < header.length; i++) {
			const altered = bytes.slice();
			altered[i] = (altered[i] ?? 0) ^ 1;
			const parsed = parseFrame(altered);
			if (parsed.kind === 'frame') expect(openEntry(parsed.frame, key).kind).not.toBe('opened');
		}
	});

	it('and the signature leave no byte of an entry that could be altered', async () => {
		const { bytes } = await sealed();
		for (let i = 0; i < bytes.length; i += i < 320 ? 1 : 7) {
			const altered = bytes.slice();
			altered[i] = (altered[i] ?? 0) ^ 4;
			const parsed = parseFrame(altered);
			if (parsed.kind === 'frame') expect(await verifyFrame(parsed.frame, naclVerify)).toBe(false);
		}
	}, 60_000);

	it('refuses a nonce that does not follow from the content', async () => {
		const plaintext = encodeContent(content);
		const nonce = random(24);
		const frame = await forged(plaintext, nonce);
		expect(await verifyFrame(frame, naclVerify)).toBe(true);
		expect(openEntry(frame, key)).toEqual({ kind: 'broken', reason: 'nonce' });
		expect(openEntry(frame, key, false).kind).toBe('opened');
	});

	it('refuses content of a member that is not in its one form', async () => {
		const plaintexts = [
			new Uint8Array(),
			filled(512, 255),
			encodeContent(content).subarray(0, -1),
			new Uint8Array(511)
		];
		for (const plaintext of plaintexts) {
			expect(openEntry(await forged(plaintext), key)).toEqual({ kind: 'broken', reason: 'content' });
		}
		await fc.assert(
			fc.asyncProperty(fc.uint8Array({ minLength: 512, maxLength: 512 }), async (bytes) => {
				expect(['opened', 'broken']).toContain(openEntry(await forged(bytes), key).kind);
			}),
			{ numRuns: 50 }
		);
	});

	it('refuses a ciphertext that is too short to be one', async () => {
		const frame = await forgedCiphertext(new Uint8Array(15));
		expect(openEntry(frame, key)).toEqual({ kind: 'broken', reason: 'ciphertext' });
		expect(openEntry(await forgedCiphertext(new Uint8Array()), key)).toEqual({
			kind: 'broken',
			reason: 'ciphertext'
		});
	});
});

/** What a member who holds the key can seal and sign with a changed client. */
async function forged(plaintext: Uint8Array, nonce?: Uint8Array): Promise<Frame> {
	const header = memberHeader(key);
	const chosen = nonce ?? entryNonce(key.key, header, plaintext);
	return signed(header, chosen, nacl.secretbox(plaintext, chosen, key.key.reveal()));
}

function forgedCiphertext(ciphertext: Uint8Array): Promise<Frame> {
	return signed(memberHeader(key), random(24), ciphertext);
}

function memberHeader({ channel, epoch, id }: ChannelKey): Uint8Array {
	return headerBytes({ ...place, channel, epoch, keyId: id, author: author.publicKey });
}

async function signed(header: Uint8Array, nonce: Uint8Array, ciphertext: Uint8Array): Promise<Frame> {
	const length = Uint8Array.of(0, 0, ciphertext.length >> 8, ciphertext.length & 255);
	const unsigned = joined(header, nonce, length, ciphertext);
	return new Frame(joined(unsigned, await signEntryId(author, hash('roundtable/entry/1', unsigned))));
}

/** The largest padded length up to `limit`. */
function paddedSteps(limit: number): number {
	let length = limit;
	while (paddedLength(length) > limit) length--;
	return paddedLength(length);
}
