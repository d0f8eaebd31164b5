/** People and statements for tests, all from one seed. */
import type { DocumentId, EntryId, MemberId } from '#lib/seal/frame-bytes.ts';
import { entryId } from '#lib/seal/frame-bytes.ts';
import { Frame, foundedDocument, type FrameHeader } from '#lib/seal/frame.ts';
import { memberKeys, type ChannelKey, type MemberKeys, type Random } from '#lib/seal/keys.ts';
import { sealEntry } from '#lib/seal/seal.ts';
import { Secret } from '#lib/seal/secret.ts';
import { rosterChannel, throughout, type Capability } from '#lib/roster/capability.ts';
import type { Details } from '#lib/roster/details.ts';
import { Roster, type Verdict } from '#lib/roster/roster.ts';
import { encodeSkeleton, type Skeleton } from '#lib/roster/skeleton.ts';
import { accept, found, invite, type StatementPlace } from '#lib/roster/statement.ts';
import type { RosterView } from '#lib/roster/view.ts';
import { bestVerify } from '#lib/seal/verify.ts';
import { seededRandom } from '../seeded-random.ts';

const { subtle } = globalThis.crypto;
export const verify = await bestVerify(subtle);

export interface Offer {
	readonly id: EntryId;
	readonly frame: Frame;
	readonly link: MemberKeys;
}

/** A document with its founder, and ways to state things in it at any heads, allowed or not. */
export class RosterTable {
	readonly random: Random;
	readonly founder: MemberKeys;
	readonly founding: Frame;
	readonly keys: readonly ChannelKey[];
	readonly document: DocumentId;

	private constructor(random: Random, founder: MemberKeys, founding: Frame, keys: readonly ChannelKey[]) {
		this.random = random;
		this.founder = founder;
		this.founding = founding;
		this.keys = keys;
		this.document = foundedDocument(founding);
	}

	static async found(seed: string): Promise<RosterTable> {
		const random = seededRandom(seed);
		const founder = await person(random);
		const { frame, keys } = await found({ author: founder, details, time: 1, random });
		return new RosterTable(random, founder, frame, keys);
	}

	person(): Promise<MemberKeys> {
		return person(this.random);
	}

	place(heads: readonly Frame[]): StatementPlace {
		return { document: this.document, rosterHeads: heads.map(({ id }) => id), heads: [], keys: this.keys };
	}

	async invite(
		author: MemberKeys,
		heads: readonly Frame[],
		capability: Capability = 'edit',
		expiry = 0
	): Promise<Offer> {
		const link = await this.person();
		const offer = { capabilities: throughout(capability), expiry, careful: false, invitation: link };
		const frame = await invite({ author, details, time: 2, random: this.random }, this.place(heads), offer);
		return { id: entryId(frame.id), frame, link };
	}

	accept(
		author: MemberKeys,
		offer: Offer,
		heads: readonly Frame[] = [offer.frame],
		link = offer.link
	): Promise<Frame> {
		return accept({ author, details, time: 3, random: this.random }, this.place(heads), offer.id, link);
	}

	/** Any skeleton and header, signed by `author`: what a changed client could send. */
	async state(
		author: MemberKeys,
		heads: readonly Frame[],
		clear: Skeleton | Uint8Array,
		header: Partial<FrameHeader> = {}
	) {
		const place = this.place(heads);
		const key = this.keys.find(({ channel }) => channel === (header.channel ?? rosterChannel));
		if (!key) throw new Error('no such channel');
		return new Frame(
			await sealEntry(
				{
					kind: 'statement',
					document: new Frame(this.founding.bytes).belongsTo,
					strand: this.random(16),
					seq: 0,
					previous: new Uint8Array(32),
					rosterHeads: place.rosterHeads,
					clear: clear instanceof Uint8Array ? clear : encodeSkeleton(clear),
					...header
				},
				{ time: 4, heads: [], payload: new Uint8Array() },
				key,
				author
			)
		);
	}

	/** A roster that has taken in these statements. */
	async roster(...frames: readonly Frame[]): Promise<Roster> {
		const roster = new Roster(this.document);
		for (const frame of frames) {
			const verdict = await roster.add(frame, verify);
			if (verdict.kind !== 'accepted') throw new Error(JSON.stringify(verdict));
		}
		return roster;
	}
}

export const details: Details = { name: 'Ana', relation: 'provider' };

/** Adds again and again, as a device does, until nothing new is taken in; the last verdict of each. */
export async function addAll(roster: Roster, frames: readonly Frame[]): Promise<Map<EntryId, Verdict>> {
	const verdicts = new Map<EntryId, Verdict>();
	for (let moved = true; moved;) {
		moved = false;
		for (const frame of frames) {
			const verdict = await roster.add(frame, verify);
			if (verdict.kind === 'accepted') moved = true;
			if (verdict.kind !== 'known') verdicts.set(entryId(frame.id), verdict);
		}
	}
	return verdicts;
}

/** All that a view says, in a form that can be compared; the order of members too. */
export function told(view: RosterView): unknown {
	return {
		members: [...view.members.values()].map((member) => ({
			...member,
			capabilities: [...member.capabilities]
		})),
		invitations: [...view.invitations.values()].map((of) => ({ ...of, capabilities: [...of.capabilities] })),
		keys: view.keys,
		void: [...view.void].sort(([a], [b]) => (a < b ? -1 : 1)),
		closed: view.closed
	};
}

export function suspended(view: RosterView): MemberId[] {
	return [...view.members.values()].filter((member) => member.suspended !== null).map(({ id }) => id);
}

function person(random: Random): Promise<MemberKeys> {
	return memberKeys(new Secret(random(32)), subtle);
}
