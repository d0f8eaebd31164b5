/** Keys as they are handed on: boxes to a person, old keys under new ones, drafts under a channel's key. */
import nacl from 'tweetnacl';
import { planChannel, rosterChannel } from '#lib/roster/capability.ts';
import { checkTold, sealTold } from '#lib/roster/told.ts';
import { boxKeys, openBox } from '#lib/seal/box.ts';
import { entryId, FrameWriter, joined, sameBytes } from '#lib/seal/frame-bytes.ts';
import { hash, type HashDomain } from '#lib/seal/frame-hash.ts';
import { channelKey, type MemberKeys } from '#lib/seal/keys.ts';
import { openPast, sealPast } from '#lib/seal/past.ts';
import { Secret } from '#lib/seal/secret.ts';
import { openDraft, sealDraft } from '#lib/session/draft.ts';
import { seededRandom } from '../seeded-random.ts';
import type { Seeded } from '../simulation/seeded.ts';
import { fault } from './fault.ts';
import type { Kind, Round } from './kind.ts';
import { mutated } from './mutate.ts';
import { takeApart, type Field, type Piece } from './pieces.ts';
import { keyOf, makeSamples } from './samples.ts';

const boxGrammar: readonly Field[] = [{ count: 'u8', of: ['name', 'u32', 32] }];
const draftGrammar: readonly Field[] = [{ count: 'u16', of: ['part'] }];

export const boxes: Kind = {
	name: 'boxes of keys',
	async open(): Promise<Round> {
		const { table } = await makeSamples();
		const me = table.founder;
		const random = seededRandom('boxes');
		const genuine = boxKeys(table.keys, me.box.publicKey, random);
		const inside = takeApart(plainOf(table.keys), boxGrammar);
		const apart = takeApart(genuine, [32, 16, 'rest']);
		return async (seeded, tally) => {
			for (let left = 4; left > 0; left--) {
				const plain = mutated(inside, [inside], seeded);
				const isOwn = seeded.below(2) === 0;
				const box = isOwn ? boxed(plain, me, seeded) : mutated(apart, [apart], seeded);
				tally.try(() => {
					const keys = openBox(box, me.box);
					if (!keys) return 'refused';
					if (!isOwn && !sameBytes(box, genuine)) fault('an altered box was opened');
					if (isOwn && !sameBytes(plainOf(keys), plain)) fault('keys that are not in their one form');
					return 'opened';
				});
			}
		};
	}
};

export const toldProofs: Kind = {
	name: 'proofs of a code',
	async open(): Promise<Round> {
		const { table } = await makeSamples();
		const me = table.founder;
		const random = seededRandom('proofs of a code');
		const { publicKey, box } = await table.person();
		const sitting = {
			document: table.document,
			invite: entryId(table.random(32)),
			publicKey,
			boxKey: box.publicKey
		};
		const genuine = sealTold('407313', sitting, me.box.publicKey, random);
		if (!genuine) throw new Error('a key is a key');
		const apart = takeApart(genuine, [32, 16, 'rest']);
		return async (seeded, tally) => {
			for (let left = 4; left > 0; left--) {
				const isOwn = seeded.below(2) === 0;
				const proof = isOwn
					? boxed(seeded.bytes(32), me, seeded, 'roundtable/told-nonce/1')
					: mutated(apart, [apart], seeded);
				tally.try(() => {
					const checked = checkTold(proof, '407313', sitting, me.box);
					if (!isOwn && checked !== 'unopened' && !sameBytes(proof, genuine))
						fault('an altered proof was opened');
					if (isOwn && checked === 'right') fault('a proof was taken that nobody made');
					return checked === 'right' ? 'opened' : 'refused';
				});
			}
		};
	}
};

export const pastKeys: Kind = {
	name: 'past keys',
	async open(): Promise<Round> {
		const { table } = await makeSamples();
		const old = keyOf(table, planChannel);
		const next = channelKey(planChannel, 1, new Secret(table.random(32)));
		const place = { channel: planChannel, epoch: old.epoch, keyId: old.id };
		const genuine = sealPast(old, next);
		const apart: Piece[] = [{ kind: 'raw', bytes: genuine }];
		return async (seeded, tally) => {
			for (let left = 40; left > 0; left--) {
				const given = mutated(apart, [apart], seeded);
				const elsewhere = seeded.below(4);
				const at = [
					{ ...place, epoch: 1 },
					{ ...place, channel: rosterChannel },
					{ ...place, keyId: next.id },
					place
				][elsewhere];
				tally.try(() => {
					const opened = openPast(given, at ?? place, next);
					if (opened && !(sameBytes(given, genuine) && elsewhere === 3))
						fault('another key was taken for the old one');
					return opened ? 'opened' : 'refused';
				});
			}
		};
	}
};

export const drafts: Kind = {
	name: 'drafts',
	async open(): Promise<Round> {
		const { table } = await makeSamples();
		const key = keyOf(table, planChannel);
		const inside = takeApart(draftOf([table.random(20), new Uint8Array(), table.random(300)]), draftGrammar);
		return async (seeded, tally) => {
			for (let left = 40; left > 0; left--) {
				const plain = mutated(inside, [inside], seeded);
				const [nonce, isOwn] = [seeded.bytes(24), seeded.below(2) === 0];
				const draftKey = hash('roundtable/draft-key/1', key.key.reveal());
				const own = joined(nonce, nacl.secretbox(plain, nonce, draftKey));
				const bytes = isOwn ? own : mutated(takeApart(own, [24, 'rest']), [inside], seeded);
				tally.try(() => {
					const updates = openDraft(bytes, key);
					if (!updates) return 'refused';
					if (!isOwn && !sameBytes(bytes, own)) fault('an altered draft was opened');
					const again = sealDraft(updates, key, () => nonce);
					if (!sameBytes(again, bytes)) fault('a draft was taken that is not in its one form');
					return 'opened';
				});
			}
		};
	}
};

function plainOf(keys: readonly { channel: string; epoch: number; key: Secret }[]): Uint8Array {
	const write = new FrameWriter().u8(keys.length);
	for (const { channel, epoch, key } of keys) write.name(channel).u32(epoch).raw(key.reveal());
	return write.done();
}

function draftOf(updates: readonly Uint8Array[]): Uint8Array {
	const write = new FrameWriter().u16(updates.length);
	for (const update of updates) write.part(update);
	return write.done();
}

/** By whoever knows the recipient's key, which all do. */
function boxed(
	plain: Uint8Array,
	to: MemberKeys,
	seeded: Seeded,
	domain: HashDomain = 'roundtable/box-nonce/1'
): Uint8Array {
	const { publicKey, secretKey } = nacl.box.keyPair.fromSecretKey(seeded.bytes(32));
	const nonce = hash(domain, publicKey, to.box.publicKey).slice(0, 24);
	return joined(publicKey, nacl.box(plain, nonce, to.box.publicKey, secretKey));
}
