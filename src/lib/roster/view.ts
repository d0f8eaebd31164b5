import {
	compareBytes,
	toText,
	type ChannelName,
	type EntryId,
	type MemberId
} from '#lib/seal/frame-bytes.ts';
import { combinedKeyId } from '#lib/seal/frame-combined.ts';
import { mayRead, mayWrite, rosterChannel, type Capabilities } from './capability.ts';
import type { Fold, Offered, Suspension } from './fold.ts';
import { lossesOf, leastLimits, type Limits, type LossOf } from './limits.ts';
import { candidatesOf, capabilitiesOf, type Seat, type SeatKey } from './seat.ts';
import { rotationOf } from './skeleton.ts';
import type { KeyInForce, Principal } from './skeleton-parts.ts';
import type { Statement, Void } from './stated.ts';

export interface Member {
	/** Their key as it is now; while several claim the seat, the first of them. */
	readonly id: MemberId;
	readonly publicKey: Uint8Array;
	readonly boxKey: Uint8Array;
	readonly capabilities: Capabilities;
	readonly principal: Principal;
	/** When their seat ends, in milliseconds since 1970; 0 for never. Relays go by it; what a device takes for true never hangs on a clock. */
	readonly until: number;
	/** Their place for good, whatever becomes of their keys. */
	readonly seat: EntryId;
	/** The statement that seated them: founding or accept. Its content holds their name. */
	readonly seatedBy: EntryId;
	/** The invite that they accepted; null for the founder. */
	readonly invite: EntryId | null;
	/** Why they may neither read nor write until a manager admits them; null while nothing is in doubt. */
	readonly suspended: Suspension | null;
	/** They came by a careful invitation, and nobody has let them in. */
	readonly waits: boolean;
	/** Keys that they had before. */
	readonly formerKeys: readonly MemberId[];
	/** The keys that claim the seat: more than one only while it is `frozen`. */
	readonly candidates: readonly SeatKey[];
}

export interface Invitation {
	readonly id: EntryId;
	/** The invitation's own Ed25519 key: lets its holder read before accepting. */
	readonly key: MemberId;
	readonly boxKey: Uint8Array;
	readonly principal: Principal;
	readonly capabilities: Capabilities;
	/** Milliseconds since 1970; 0 for none. */
	readonly expiry: number;
	/** When the seat that it offers ends; 0 for never. */
	readonly until: number;
	readonly careful: boolean;
	readonly invitedBy: MemberId;
	readonly accepted: boolean;
	/** Taken back, or the inviter has been removed. */
	readonly withdrawn: boolean;
}

/** Who may do what, as it stands at certain roster heads. */
export class RosterView {
	/** What it is made of, for those who judge and merge statements. */
	readonly fold: Fold;
	#members: ReadonlyMap<MemberId, Member> | null = null;
	#invitations: ReadonlyMap<EntryId, Invitation> | null = null;
	#keys: readonly KeyInForce[] | null = null;

	constructor(fold: Fold) {
		this.fold = fold;
	}

	/** In the order in which they sat down. */
	get members(): ReadonlyMap<MemberId, Member> {
		const sitting = () => [...this.fold.seats.values()].filter(({ removedBy }) => removedBy === null);
		return (this.#members ??= new Map(sitting().map((seat) => entryOf(memberIn(seat, this.fold)))));
	}

	get invitations(): ReadonlyMap<EntryId, Invitation> {
		return (this.#invitations ??= new Map(
			[...this.fold.offers.values()].map((offer) => entryOf(invitationOf(offer)))
		));
	}

	get keys(): readonly KeyInForce[] {
		return (this.#keys ??= [...this.fold.rotations].flatMap(
			([channel, rotations]) => keyAfter(channel, rotations) ?? []
		));
	}

	/** Statements that held where they were made and take no effect here, and why: whoever made or suffers them is told. */
	get void(): ReadonlyMap<EntryId, Void> {
		return this.fold.void;
	}

	/** Nobody writes any more. */
	get closed(): boolean {
		return this.fold.closed;
	}

	/** The member who sits with this key now. */
	member(id: MemberId): Member | undefined {
		const seat = this.fold.seatOf(id);
		if (!seat || seat.removedBy !== null) return undefined;
		const member = this.#members?.get(id) ?? memberIn(seat, this.fold);
		return member.id === id ? member : undefined;
	}

	mayWrite(author: MemberId, channel: ChannelName): boolean {
		const member = this.member(author);
		if (!member || member.suspended !== null || this.closed) return false;
		return mayWrite(member.capabilities, channel);
	}

	/**
	 * For relays: a member whose seat has not ended at `now` (ms since 1970), or the holder of an invitation that is open then. Who waits to be
	 * let in, or holds a careful invitation, reads the roster alone, and there sees when it is time.
	 */
	mayRead(reader: MemberId, channel: ChannelName, now: number): boolean {
		const member = this.member(reader);
		if (member) {
			if (hasEnded(member, now) || !mayRead(member.capabilities, channel)) return false;
			return member.suspended === null || (channel === rosterChannel && member.waits);
		}
		for (const offer of this.fold.offers.values()) {
			if (offer.signKey !== reader || !mayRead(offer.capabilities, channel)) continue;
			if (offer.careful && channel !== rosterChannel) continue;
			if (isOpen(invitationOf(offer), now)) return true;
		}
		return false;
	}

	keyInForce(channel: ChannelName): KeyInForce | undefined {
		const rotations = this.fold.rotations.get(channel);
		return rotations && (keyAfter(channel, rotations) ?? undefined);
	}

	/** The losses that keep a key, present or former, from counting beyond certain entries of a channel. */
	losses(key: MemberId, channel: ChannelName): readonly LossOf[] {
		return lossesOf(this.fold, key, channel);
	}

	/**
	 * Up to where the entries of a key in a channel count that were not made in knowledge of its losses: by strand client the count and the last
	 * entry's id, strands that are not named ending at 0. Null where nothing was lost. `heeded` leaves out losses that an entry follows.
	 */
	limits(
		key: MemberId,
		channel: ChannelName,
		heeded: (loss: EntryId) => boolean = () => false
	): Limits | null {
		return leastLimits(this.losses(key, channel).filter(({ by }) => !by.some(heeded)));
	}
}

export function isOpen({ accepted, withdrawn, expiry }: Invitation, now: number): boolean {
	return !accepted && !withdrawn && (expiry === 0 || now < expiry);
}

export function hasEnded({ until }: Pick<Member, 'until'>, now: number): boolean {
	return until !== 0 && now >= until;
}

function memberIn(seat: Seat, fold: Fold): Member {
	const candidates = candidatesOf(seat);
	const key = candidates[0] ?? seat.keys[0];
	const suspended = fold.suspensionOf(seat);
	const isCandidate = (id: MemberId) => candidates.some((candidate) => candidate.id === id);
	return {
		id: key.id,
		publicKey: key.publicKey,
		boxKey: key.boxKey,
		capabilities: capabilitiesOf(seat),
		principal: seat.principal,
		until: seat.until,
		seat: seat.id,
		seatedBy: seat.id,
		invite: seat.invite,
		suspended,
		waits: seat.careful && suspended !== null && suspended !== 'frozen',
		formerKeys: seat.keys.flatMap(({ id }) => (isCandidate(id) ? [] : [id])),
		candidates
	};
}

function invitationOf({ signKey, seats, ...offer }: Offered): Invitation {
	const { id, boxKey, principal, capabilities, expiry, until, careful, invitedBy, withdrawn } = offer;
	const accepted = seats.length > 0;
	return {
		id,
		key: signKey,
		boxKey,
		principal,
		capabilities,
		expiry,
		until,
		careful,
		invitedBy,
		accepted,
		withdrawn
	};
}

/** After rotations that did not know of each other the key is made from all of theirs. */
function keyAfter(channel: ChannelName, rotations: readonly Statement[]): KeyInForce | null {
	const stated = new Map<string, KeyInForce>();
	for (const { skeleton } of rotations) {
		const keys = skeleton.type === 'found' ? skeleton.keys : rotationOf(skeleton).keys;
		for (const key of keys) if (key.channel === channel) stated.set(toText(key.keyId), key);
	}
	const keys = [...stated.values()];
	const [first] = keys;
	if (!first) return null;
	const epoch = Math.max(...keys.map((key) => key.epoch));
	if (keys.length === 1) return first;
	const parts = keys.map(({ keyId }) => keyId).sort(compareBytes);
	return { channel, epoch, keyId: combinedKeyId(parts), parts };
}

function entryOf<K, T extends { readonly id: K }>(of: T): [K, T] {
	return [of.id, of];
}
