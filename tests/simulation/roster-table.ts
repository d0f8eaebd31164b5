/** People and statements for tests, all from one seed. */
import type { DocumentId, EntryId, MemberId } from '#lib/seal/frame-bytes.ts';
import { channelName, entryId, idBytes, toText } from '#lib/seal/frame-bytes.ts';
import { Frame, foundedDocument, sortedHeads, type FrameHeader } from '#lib/seal/frame.ts';
import { channelKey, memberKeys, type ChannelKey, type MemberKeys, type Random } from '#lib/seal/keys.ts';
import { sealEntry } from '#lib/seal/seal.ts';
import { Secret } from '#lib/seal/secret.ts';
import { rosterChannel, throughout, type Capabilities, type Capability } from '#lib/roster/capability.ts';
import type { Details, Relation } from '#lib/roster/details.ts';
import { Roster, type Verdict } from '#lib/roster/roster.ts';
import { encodeSkeleton, replaceMessage, type Skeleton } from '#lib/roster/skeleton.ts';
import { noRotation, type Pin, type Rotation } from '#lib/roster/skeleton-parts.ts';
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

export interface Seated {
	readonly keys: MemberKeys;
	readonly invited: Frame;
	readonly accepted: Frame;
	/** Id of the acceptance. */
	readonly seat: Uint8Array;
}

const nothingNew = { rotation: noRotation, boxes: [] };

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

	static async found(seed: string, relation: Relation = 'provider'): Promise<RosterTable> {
		const random = seededRandom(seed);
		const founder = await person(random);
		const context = { author: founder, details: { ...details, relation }, time: 1, random };
		const { frame, keys } = await found(context);
		return new RosterTable(random, founder, frame, keys);
	}

	person(): Promise<MemberKeys> {
		return person(this.random);
	}

	place(heads: readonly Frame[]): StatementPlace {
		return {
			document: this.document,
			rosterHeads: sortedHeads(heads.map(({ id }) => id)),
			heads: [],
			keys: this.keys
		};
	}

	async invite(
		author: MemberKeys,
		heads: readonly Frame[],
		capability: Capability = 'edit',
		expiry = 0,
		careful = false,
		until = 0
	): Promise<Offer> {
		const link = await this.person();
		const offer = { capabilities: throughout(capability), expiry, until, careful, invitation: link };
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

	/** Lets somebody in: invites, and accepts with fresh keys. */
	async seat(
		author: MemberKeys,
		heads: readonly Frame[],
		capability: Capability = 'edit',
		relation: Relation = 'provider'
	): Promise<Seated> {
		const link = await this.person();
		const keys = await this.person();
		const context = { author, details: { ...details, relation }, time: 2, random: this.random };
		const offer = { capabilities: throughout(capability), expiry: 0, careful: false, invitation: link };
		const invited = await invite(context, this.place(heads), offer);
		const accepted = await this.accept(keys, { id: entryId(invited.id), frame: invited, link });
		return { keys, invited, accepted, seat: accepted.id };
	}

	remove(
		author: MemberKeys,
		heads: readonly Frame[],
		seat: Uint8Array,
		pins: readonly Pin[] = []
	): Promise<Frame> {
		return this.state(author, heads, { type: 'remove', seat, pins, ...nothingNew });
	}

	capability(
		author: MemberKeys,
		heads: readonly Frame[],
		seat: Uint8Array,
		capabilities: Capability | Capabilities,
		pins: readonly Pin[] = []
	): Promise<Frame> {
		const all = typeof capabilities === 'string' ? throughout(capabilities) : capabilities;
		return this.state(author, heads, { type: 'capability', seat, capabilities: all, pins, ...nothingNew });
	}

	async replace(
		author: MemberKeys,
		heads: readonly Frame[],
		seat: Uint8Array,
		next: MemberKeys,
		pins: readonly Pin[] = [],
		rotation: Rotation = noRotation
	): Promise<Frame> {
		const [signKey, boxKey] = [next.publicKey, next.box.publicKey];
		const message = replaceMessage(idBytes(this.document), seat, author.publicKey, signKey, boxKey);
		const proof = await next.sign(message);
		return this.state(author, heads, { type: 'replace', signKey, boxKey, proof, pins, rotation, boxes: [] });
	}

	admit(
		author: MemberKeys,
		heads: readonly Frame[],
		seat: Uint8Array,
		signKey: Uint8Array,
		pins: readonly Pin[] = []
	): Promise<Frame> {
		return this.state(author, heads, { type: 'admit', seat, signKey, pins, ...nothingNew });
	}

	withdraw(author: MemberKeys, heads: readonly Frame[], invited: Frame): Promise<Frame> {
		return this.state(author, heads, { type: 'withdraw', invite: invited.id, ...nothingNew });
	}

	close(author: MemberKeys, heads: readonly Frame[]): Promise<Frame> {
		return this.state(author, heads, { type: 'close', boxes: [] });
	}

	/** A rotation of these epochs; where the roster is among them, sealed under its new key. */
	async rotate(
		author: MemberKeys,
		heads: readonly Frame[],
		epochs: Readonly<Record<string, number>>
	): Promise<Frame> {
		const keys = Object.entries(epochs).map(([channel, epoch]) =>
			channelKey(channelName(channel), epoch, new Secret(this.random(32)))
		);
		const rotation = {
			keys: keys.map(({ channel, epoch, id }) => ({ channel, epoch, keyId: id })),
			past: []
		};
		const roster = keys.find(({ channel }) => channel === rosterChannel);
		return this.state(author, heads, { type: 'rotate', rotation, boxes: [] }, {}, roster);
	}

	/** Any skeleton and header, signed by `author`: what a changed client could send. */
	async state(
		author: MemberKeys,
		heads: readonly Frame[],
		clear: Skeleton | Uint8Array,
		header: Partial<FrameHeader> = {},
		under?: ChannelKey
	) {
		const place = this.place(heads);
		const key = under ?? this.keys.find(({ channel }) => channel === (header.channel ?? rosterChannel));
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

/** All that a view says, in one line. */
export function inWords(view: RosterView | null): string {
	return JSON.stringify(view && told(view), (_, value: unknown) => {
		if (value instanceof Uint8Array) return toText(value);
		return value;
	});
}

function person(random: Random): Promise<MemberKeys> {
	return memberKeys(new Secret(random(32)), subtle);
}
