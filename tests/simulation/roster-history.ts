/**
 * Random histories of a roster: people with several devices that meet now and then, and among them some whose clients are changed, who act
 * without right, under old heads, or with keys that they have lost.
 */
import {
	capabilities,
	planChannel,
	rosterChannel,
	talkChannel,
	throughout,
	type Capabilities
} from '#lib/roster/capability.ts';
import { Roster, type Verdict } from '#lib/roster/roster.ts';
import { invitationKeys } from '#lib/roster/invitation-link.ts';
import { acceptMessage, replaceMessage, type Skeleton } from '#lib/roster/skeleton.ts';
import { noRotation, type Principal, type Rotation } from '#lib/roster/skeleton-parts.ts';
import type { Member, RosterView } from '#lib/roster/view.ts';
import { entryId, idBytes, type EntryId, type MemberId } from '#lib/seal/frame-bytes.ts';
import type { Frame } from '#lib/seal/frame.ts';
import { channelKey, type ChannelKey, type MemberKeys } from '#lib/seal/keys.ts';
import { Secret } from '#lib/seal/secret.ts';
import { RosterTable, verify } from './roster-table.ts';
import type { Seeded } from './seeded.ts';

/** Keys cost more than anything else: all histories share them. */
export interface Cast {
	readonly tables: readonly RosterTable[];
	readonly people: readonly MemberKeys[];
	readonly links: readonly MemberKeys[];
}

export async function makeCast(): Promise<Cast> {
	const tables = await Promise.all([
		RosterTable.found('cast of a provider'),
		RosterTable.found('cast of a client', 'client'),
		RosterTable.found('cast of a guardian', 'guardian')
	]);
	const people = await Promise.all(Array.from({ length: 24 }, () => tables[0].person()));
	const links = await Promise.all(
		Array.from({ length: 8 }, (_, i) => invitationKeys(new Secret(new Uint8Array(16).fill(i)), crypto.subtle))
	);
	return { tables, people, links };
}

export interface History {
	readonly table: RosterTable;
	/** In the order in which they were made; the founding first. */
	readonly frames: readonly Frame[];
	readonly refused: readonly Frame[];
	/** By statement what the roster was at it when it had just been made. */
	readonly seen: ReadonlyMap<EntryId, RosterView>;
	readonly steps: readonly string[];
}

const devices = 3;

export async function makeHistory(cast: Cast, seeded: Seeded, length: number): Promise<History> {
	const making = new Making(cast, seeded);
	for (let left = length; left > 0; left--) await making.step();
	return making.history;
}

class Making {
	readonly #cast: Cast;
	readonly #seeded: Seeded;
	readonly #table: RosterTable;
	readonly #rosters: Roster[];
	readonly #known: Frame[][];
	readonly #frames: Frame[];
	readonly #refused: Frame[] = [];
	readonly #seen = new Map<EntryId, RosterView>();
	readonly #steps: string[] = [];
	readonly #keys: ReadonlyMap<MemberId, MemberKeys>;
	#begun = false;

	constructor(cast: Cast, seeded: Seeded) {
		this.#cast = cast;
		this.#seeded = seeded;
		this.#table = seeded.pick(cast.tables);
		this.#frames = [this.#table.founding];
		this.#rosters = Array.from({ length: devices }, () => new Roster(this.#table.document));
		this.#known = this.#rosters.map(() => [this.#table.founding]);
		this.#keys = new Map([this.#table.founder, ...cast.people].map((keys) => [keys.id, keys]));
	}

	get history(): History {
		const [table, frames, refused] = [this.#table, this.#frames, this.#refused];
		return { table, frames, refused, seen: this.#seen, steps: this.#steps };
	}

	async step(): Promise<void> {
		if (!this.#begun) for (const roster of this.#rosters) await roster.add(this.#table.founding, verify);
		this.#begun = true;
		const at = this.#seeded.below(devices);
		const chance = this.#seeded.below(100);
		if (chance < 18) await this.#meet(at, this.#seeded.below(devices));
		else await this.#state(at, chance < 36);
	}

	async #meet(at: number, from: number): Promise<void> {
		const [roster, known] = [this.#rosters[at], this.#known[at]];
		for (const frame of this.#known[from] ?? []) {
			if ((await roster?.add(frame, trusting))?.kind === 'accepted') known?.push(frame);
		}
		this.#steps.push(`${at} hears from ${from}`);
	}

	/** `changed`: by a changed client, which cites and says anything. */
	async #state(at: number, changed: boolean): Promise<void> {
		const [roster, known] = [this.#rosters[at], this.#known[at]];
		if (!roster || !known) return;
		const heads = changed && this.#seeded.below(2) === 0 ? this.#oldHeads(known) : roster.heads;
		const view = roster.at(heads);
		if (!view) return;
		const author = this.#authorIn(view, changed);
		const said = await this.#saying(author, view, changed);
		if (!said) return;
		const { skeleton, speaker = author, under } = said;
		const cited = known.filter(({ id }) => heads.some((head) => entryId(head) === entryId(id)));
		const frame = await this.#table.state(
			speaker,
			cited,
			skeleton,
			{ strand: this.#seeded.bytes(16) },
			under
		);
		const verdict: Verdict = await roster.add(frame, verify);
		const how = verdict.kind === 'refused' ? verdict.reason : verdict.kind;
		this.#steps.push(
			`${at}: ${speaker.id.slice(0, 4)} ${skeleton.type} ${entryId(frame.id).slice(0, 4)}: ${how}`
		);
		if (verdict.kind === 'accepted') {
			known.push(frame);
			this.#frames.push(frame);
			const now = roster.at([frame.id]);
			if (now) this.#seen.set(verdict.statement.id, now);
		} else this.#refused.push(frame);
	}

	#oldHeads(known: readonly Frame[]): Uint8Array[] {
		const heads = new Map(
			Array.from({ length: 1 + this.#seeded.below(3) }, () => {
				const frame = this.#seeded.pick(known);
				return [entryId(frame.id), frame.id] as const;
			})
		);
		return [...heads.values()];
	}

	#authorIn(view: RosterView, changed: boolean): MemberKeys {
		if (changed && this.#seeded.below(3) === 0) return this.#seeded.pick([...this.#keys.values()]);
		const members = [...view.members.values()].filter(({ suspended }) => suspended === null);
		const managers = members.filter(({ id }) => view.mayWrite(id, rosterChannel));
		const among = this.#seeded.below(4) > 0 && managers.length > 0 ? managers : members;
		const member = among.length > 0 ? this.#seeded.pick(among) : null;
		return (member && this.#keys.get(member.id)) ?? this.#table.founder;
	}

	async #saying(author: MemberKeys, view: RosterView, changed: boolean): Promise<Said | null> {
		const members = [...view.members.values()];
		const own = view.member(author.id);
		const chance = this.#seeded.below(100);
		if (chance < 24) return { skeleton: this.#invite(own, changed) };
		if (chance < 52) return this.#accept(view);
		const suspended = members.filter((member) => member.suspended !== null);
		if (suspended.length > 0 && chance < 64) return { skeleton: this.#admit(this.#seeded.pick(suspended)) };
		const target = this.#targetIn(members, view);
		if (!target) return null;
		if (chance < 74) return { ...this.#remove(target, view) };
		if (chance < 84) return { ...this.#capability(target, own, changed) };
		if (chance < 91) return own ? this.#replace(author, own, view) : null;
		if (chance < 95) return this.#rotate(view);
		if (chance < 99) return this.#withdraw(view);
		return this.#seeded.below(4) === 0 ? { skeleton: { type: 'close', boxes: [] } } : null;
	}

	/** Mostly not the last who manages, which would be refused. */
	#targetIn(members: readonly Member[], view: RosterView): Member | null {
		const managers = members.filter(({ id }) => view.mayWrite(id, rosterChannel));
		const others = managers.length > 1 ? members : members.filter((member) => !managers.includes(member));
		const among = others.length > 0 && this.#seeded.below(12) > 0 ? others : members;
		return among.length > 0 ? this.#seeded.pick(among) : null;
	}

	#invite(own: Member | undefined, changed: boolean): Skeleton {
		const link = this.#seeded.pick(this.#cast.links);
		const principal = this.#seeded.pick<Principal>(['none', 'none', 'none', 'client', 'guardian']);
		const offered = this.#someCapabilities();
		return {
			type: 'invite',
			signKey: link.publicKey,
			boxKey: link.box.publicKey,
			principal,
			capabilities: changed || !own ? offered : atMost(offered, own.capabilities),
			expiry: 0,
			until: own?.until ?? 0,
			careful: this.#seeded.below(8) === 0,
			boxes: []
		};
	}

	async #accept(view: RosterView): Promise<Said | null> {
		const open = [...view.invitations.values()].filter(
			({ accepted }) => !accepted || this.#seeded.below(9) === 0
		);
		if (open.length === 0) return null;
		const invitation = this.#seeded.pick(open);
		const link = this.#cast.links.find(({ id }) => id === invitation.key);
		const fresh = this.#cast.people.filter(({ id }) => !view.fold.isTaken(id));
		const from = this.#seeded.below(10) > 0 && fresh.length > 0 ? fresh : this.#cast.people;
		const speaker = this.#seeded.pick(from);
		const [document, invite] = [idBytes(this.#table.document), idBytes(invitation.id)];
		const message = acceptMessage(document, invite, speaker.publicKey, speaker.box.publicKey);
		const proof = link ? await link.sign(message) : new Uint8Array(64);
		return { speaker, skeleton: { type: 'accept', invite, boxKey: speaker.box.publicKey, proof, boxes: [] } };
	}

	#admit(member: Member): Skeleton {
		const { publicKey } = this.#seeded.pick(member.candidates);
		return { type: 'admit', seat: idBytes(member.seat), signKey: publicKey, ...nothingNew };
	}

	#remove(member: Member, view: RosterView): Said {
		const { rotation, under } = this.#seeded.below(2) === 0 ? this.#rotation(view) : unrotated;
		return { skeleton: { type: 'remove', seat: idBytes(member.seat), pins: [], rotation, boxes: [] }, under };
	}

	#capability(member: Member, own: Member | undefined, changed: boolean): Said {
		const wanted = this.#someCapabilities();
		const given = changed || !own ? wanted : atMost(wanted, own.capabilities);
		return {
			skeleton: { type: 'capability', seat: idBytes(member.seat), capabilities: given, ...nothingNew }
		};
	}

	async #replace(author: MemberKeys, own: Member, view: RosterView): Promise<Said> {
		const next = this.#seeded.pick(this.#cast.people);
		const [signKey, boxKey] = [next.publicKey, next.box.publicKey];
		const place = [idBytes(this.#table.document), idBytes(own.seat)] as const;
		const proof = await next.sign(replaceMessage(...place, author.publicKey, signKey, boxKey));
		const { rotation, under } = this.#seeded.below(2) === 0 ? this.#rotation(view) : unrotated;
		return { skeleton: { type: 'replace', signKey, boxKey, proof, pins: [], rotation, boxes: [] }, under };
	}

	#rotate(view: RosterView): Said | null {
		const { rotation, under } = this.#rotation(view);
		return rotation.keys.length === 0 ? null : { skeleton: { type: 'rotate', rotation, boxes: [] }, under };
	}

	#withdraw(view: RosterView): Said | null {
		const invitations = [...view.invitations.values()];
		if (invitations.length === 0) return null;
		const invite = idBytes(this.#seeded.pick(invitations).id);
		return { skeleton: { type: 'withdraw', invite, rotation: noRotation, boxes: [] } };
	}

	#rotation(view: RosterView): { rotation: Rotation; under: ChannelKey | undefined } {
		const channels = [rosterChannel, planChannel, talkChannel].filter(() => this.#seeded.below(3) > 0);
		const keys = channels.map((channel) => {
			const epoch = (view.keyInForce(channel)?.epoch ?? 0) + 1;
			return channelKey(channel, epoch, new Secret(this.#seeded.bytes(32)));
		});
		const stated = keys.map(({ channel, epoch, id }) => ({ channel, epoch, keyId: id }));
		return {
			rotation: { keys: stated, past: [] },
			under: keys.find(({ channel }) => channel === rosterChannel)
		};
	}

	#someCapabilities(): Capabilities {
		const all = throughout(this.#seeded.pick(['manage', 'manage', ...capabilities]));
		if (this.#seeded.below(4) > 0) return all;
		const some = [...all].map(([channel]) => [channel, this.#seeded.pick(capabilities)] as const);
		return new Map(some.filter(() => this.#seeded.below(6) > 0));
	}
}

interface Said {
	readonly skeleton: Skeleton;
	/** Where it is not the author that was chosen. */
	readonly speaker?: MemberKeys;
	readonly under?: ChannelKey | undefined;
}

const nothingNew = { pins: [], rotation: noRotation, boxes: [] };
const unrotated = { rotation: noRotation, under: undefined };

/** Statements that were checked when they were made. */
export const trusting = async () => true;

function atMost(wanted: Capabilities, held: Capabilities): Capabilities {
	const given = [...wanted].flatMap(([channel, capability]) => {
		const has = held.get(channel);
		if (!has) return [];
		return [
			[channel, capabilities.indexOf(has) < capabilities.indexOf(capability) ? has : capability] as const
		];
	});
	return new Map(given);
}
