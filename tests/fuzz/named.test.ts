/**
 * Malformed input that has a name, each at every door that takes it. What one function makes of it is shown beside that function:
 * small-order keys and varied signatures in seal/frame-verify.test.ts and seal/box.test.ts, their vectors in tests/vectors/signatures.json.
 */
import { deflate, inflate } from '#lib/seal/deflate.ts';
import { decodeState, largestState } from '#lib/seal/state.ts';
import nacl from 'tweetnacl';
import * as encoding from 'lib0/encoding';
import { beforeAll, describe, expect, it } from 'vitest';
import { planChannel } from '#lib/roster/capability.ts';
import { readLink } from '#lib/roster/invitation-link.ts';
import { encodeSkeleton, parseSkeleton, type Skeleton } from '#lib/roster/skeleton.ts';
import { boxKeys, openBox } from '#lib/seal/box.ts';
import { encodeContent } from '#lib/seal/content.ts';
import { FrameError, idBytes, joined, toText, utf8 } from '#lib/seal/frame-bytes.ts';
import { Frame, parseFrame } from '#lib/seal/frame.ts';
import { hash } from '#lib/seal/frame-hash.ts';
import { verifyFrame } from '#lib/seal/frame-verify.ts';
import { channelKey, type Signer } from '#lib/seal/keys.ts';
import { openEntry } from '#lib/seal/open.ts';
import { Secret } from '#lib/seal/secret.ts';
import { bestVerify, naclVerify } from '#lib/seal/verify.ts';
import { checkShape } from '#lib/session/shape.ts';
import { openBackup } from '#lib/vault/backup-file.ts';
import { readAppends, readFrames } from '#lib/wire/frame-struct.ts';
import { splitFrames } from '#lib/wire/frame-list.ts';
import { readMessage } from '../../server/message.ts';
import { readPresence } from '../../server/presence.ts';
import { threadedVerify } from '../../server/verify.ts';
import { malleated } from '../attacks/hostile-member.ts';
import { syncVerify } from '../simulation/sync-crypto.ts';
import { base, encodePoint, littleEndian } from '../vectors/edwards.ts';
import { hostileBoxKeys, hostileSigningKeys } from './hostile-keys.ts';
import { putTogether, takeApart } from './pieces.ts';
import { frameGrammar, keyOf, makeSamples, sealedBytes, type Samples } from './samples.ts';
import { sampleSkeletons } from './sample-skeletons.ts';
import { underTwoKeys } from './two-keys.ts';

let samples: Samples;
let update: Frame;
const verifiers = [await bestVerify(crypto.subtle), naclVerify, syncVerify, threadedVerify()];

beforeAll(async () => {
	samples = await makeSamples();
	const found = samples.frames.find(({ kind }) => kind === 'update');
	if (!found) throw new Error('there are updates among the samples');
	update = found;
});

const zero = new Uint8Array(32);

/** With s = 1 and R = the base point: under a key of small order it stands over one message in eight, or over all. */
const universal = joined(encodePoint(base), littleEndian(1n));

describe('small-order keys', () => {
	it('write no entry that anyone takes', async () => {
		const { table, editor } = samples;
		const place = { kind: 'update', document: idBytes(table.document), seq: 0, previous: zero } as const;
		for (const publicKey of hostileSigningKeys) {
			const author: Signer = { publicKey, sign: async () => universal };
			const header = {
				...place,
				strand: zero.slice(16),
				rosterHeads: [editor.seat],
				clear: new Uint8Array()
			};
			const content = encodeContent({ time: 0, heads: [], payload: new Uint8Array() });
			const frame = new Frame(await sealedBytes(header, content, keyOf(table, planChannel), author));
			for (const verify of verifiers) expect(await verifyFrame(frame, verify)).toBe(false);
		}
	});

	it('are invited, seated and replaced by no statement', () => {
		const id = zero;
		const proof = new Uint8Array(64);
		const sound = samples.table.founder;
		const given = { principal: 'none', capabilities: new Map(), boxes: [] } as const;
		const nothingNew = { pins: [], rotation: { keys: [], past: [] }, boxes: [] };
		for (const key of hostileBoxKeys) {
			const all: Skeleton[] = [
				{ type: 'found', boxKey: key, keys: [], ...given },
				{
					type: 'invite',
					signKey: sound.publicKey,
					boxKey: key,
					expiry: 0,
					until: 0,
					careful: false,
					...given
				},
				{ type: 'accept', invite: id, boxKey: key, proof, boxes: [] },
				{ type: 'replace', signKey: sound.publicKey, boxKey: key, proof, ...nothingNew }
			];
			for (const skeleton of all) expect(isRefused(() => parseSkeleton(encodeSkeleton(skeleton)))).toBe(true);
		}
		for (const key of hostileSigningKeys) {
			const boxKey = sound.box.publicKey;
			const all: Skeleton[] = [
				{ type: 'invite', signKey: key, boxKey, expiry: 0, until: 0, careful: false, ...given },
				{ type: 'admit', seat: id, signKey: key, ...nothingNew },
				{ type: 'replace', signKey: key, boxKey, proof, ...nothingNew }
			];
			for (const skeleton of all) expect(isRefused(() => parseSkeleton(encodeSkeleton(skeleton)))).toBe(true);
		}
	});
});

describe('all-zero keys', () => {
	it('sign nothing, seat nobody, and open no box', async () => {
		const { table } = samples;
		for (const verify of verifiers) {
			expect(await verify(zero, utf8('anything'), universal)).toBe(false);
			expect(await verify(zero, utf8('anything'), new Uint8Array(64))).toBe(false);
		}
		expect(() => boxKeys(table.keys, zero, table.random)).toThrow('point');
		expect(openBox(joined(zero, new Uint8Array(64)), table.founder.box)).toBeNull();
	});

	it('as a channel’s key, open what was sealed under them and nothing else', async () => {
		const { table, editor } = samples;
		const key = channelKey(planChannel, 0, new Secret(zero));
		expect(openEntry(update, key)).toEqual({ kind: 'not-mine' });
		const place = { kind: 'update', document: idBytes(table.document), seq: 0, previous: zero } as const;
		const header = { ...place, strand: zero.slice(16), rosterHeads: [editor.seat], clear: new Uint8Array() };
		const content = encodeContent({ time: 0, heads: [], payload: new Uint8Array() });
		const frame = new Frame(await sealedBytes(header, content, key, editor.keys));
		expect(openEntry(frame, keyOf(table, planChannel))).toEqual({ kind: 'not-mine' });
	});
});

it('malleated signatures: the same entry under s + L is nobody’s, and has the id of the true one', async () => {
	for (const { bytes, id } of samples.frames) {
		const parsed = parseFrame(joined(bytes.subarray(0, -64), malleated(bytes.subarray(-64))));
		if (parsed.kind === 'broken') throw new Error(parsed.reason);
		expect(parsed.frame.id).toEqual(id);
		for (const verify of verifiers) expect(await verifyFrame(parsed.frame, verify)).toBe(false);
	}
});

it('two-key ciphertexts: what opens under two keys is named for one, and its nonce follows from neither', async () => {
	const { table } = samples;
	const nonce = table.random(24);
	const mine = keyOf(table, planChannel);
	const other = channelKey(planChannel, mine.epoch, new Secret(table.random(32)));
	const ciphertext = underTwoKeys([mine.key.reveal(), other.key.reveal()], nonce, 32);
	for (const { key } of [mine, other]) {
		expect(nacl.secretbox.open(ciphertext, nonce, key.reveal())).not.toBeNull();
	}
	for (const [named, unnamed] of [
		[mine, other],
		[other, mine]
	] as const) {
		const header = takeApart(update.header, frameGrammar.slice(0, 12)).map((piece, at) =>
			at === 6 ? { ...piece, bytes: named.id } : piece
		);
		const length = Uint8Array.of(0, 0, ciphertext.length >> 8, ciphertext.length & 255);
		const frame = new Frame(joined(putTogether(header), nonce, length, ciphertext, new Uint8Array(64)));
		expect(frame.keyId).toEqual(named.id);
		expect(openEntry(frame, named)).toEqual({ kind: 'broken', reason: 'nonce' });
		expect(openEntry(frame, unnamed)).toEqual({ kind: 'not-mine' });
	}
});

describe('giant length prefixes', () => {
	it('in frames, statements, links and backups end the reading and take no memory', () => {
		const pieces = takeApart(update.bytes, frameGrammar);
		const clears = sampleSkeletons(samples.table.founder, samples.frames);
		const body = joined(Uint8Array.of(1), new Uint8Array(88), Uint8Array.of(255));
		const link = joined(body, hash('roundtable/link-check/1', body).subarray(0, 4));
		const before = process.memoryUsage().arrayBuffers;
		for (const [at, { kind, bytes }] of pieces.entries()) {
			if (kind !== 'number' || at < 3) continue;
			const giant = pieces.map((piece, i) =>
				i === at ? { kind, bytes: new Uint8Array(bytes.length).fill(255) } : piece
			);
			const parsed = parseFrame(putTogether(giant));
			// The epoch and the seq may be as high as they like.
			expect(parsed.kind === 'broken' || parsed.frame.epoch > 0 || parsed.frame.seq > 0).toBe(true);
		}
		for (const clear of clears.filter(({ length }) => length > 1)) {
			for (let at = 1; at + 4 <= clear.length; at++) {
				const giant = clear.slice();
				giant.fill(255, at, at + 4);
				try {
					parseSkeleton(giant);
				} catch (error) {
					expect(error).toBeInstanceOf(FrameError);
				}
			}
		}
		expect(readLink(`https://table.example/join#${toText(link)}`)).toEqual({ kind: 'mangled' });
		expect(splitFrames(new Uint8Array(4).fill(255))).toBeNull();
		const words = new Secret(new Uint8Array(16));
		expect(openBackup(joined(utf8('roundtable-backup/1\n'), new Uint8Array(52).fill(255)), words).kind).toBe(
			'damaged'
		);
		expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 1024 * 1024);
	});

	it('in updates, presence and messages likewise', () => {
		const giants = [2 ** 31, 2 ** 32, 2 ** 45, Number.MAX_SAFE_INTEGER];
		const log = `${samples.table.document}.plan.0`;
		for (const giant of giants) {
			const updates = [
				[giant],
				[1, giant, 7, 0],
				[1, 1, 7, 0, 4, 1, giant],
				[1, 1, 7, 0, 8, 1, 1, 120, giant],
				[0, giant],
				[0, 1, 7, giant]
			];
			for (const bytes of updates.map(numbers)) {
				expect(readAppends(bytes)).toEqual({ kind: 'not-appends' });
				expect(readFrames(bytes).frames).toEqual([]);
				const rule = { client: 7, clock: 0, knownClock: () => 0, appendOnly: false };
				expect(checkShape(bytes, rule).kind).toBe('unsound');
			}
			for (const bytes of [[giant], [1, 7, 1, giant]].map(numbers))
				expect(() => readPresence(bytes)).toThrow();
			const named = joined(numbers([log.length]), utf8(log));
			for (const behind of [
				[0, 0, giant],
				[0, 2, giant],
				[1, giant],
				[2, 0, giant]
			]) {
				expect(readMessage(joined(named, numbers(behind))).kind).toBe('malformed');
			}
			expect(readMessage(numbers([giant])).kind).toBe('malformed');
		}
	});
});

it('zip bombs in packs: more than a pack may hold is found out before it is all there', async () => {
	const bomb = await deflate(new Uint8Array(80 * 1024 * 1024));
	expect(bomb.length).toBeLessThan(100_000);
	expect(await inflate(bomb, largestState)).toBeNull();
	expect(await decodeState(bomb)).toBeNull();
});

function numbers(values: readonly number[]): Uint8Array {
	const encoder = encoding.createEncoder();
	for (const value of values) encoding.writeVarUint(encoder, value);
	return encoding.toUint8Array(encoder);
}

function isRefused(read: () => unknown): boolean {
	try {
		read();
		return false;
	} catch (error) {
		if (error instanceof FrameError) return true;
		throw error;
	}
}
