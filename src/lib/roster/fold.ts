/** Statements that take effect, one after the other, and the roster that they make. */
import {
	entryId,
	idBytes,
	memberId,
	type ChannelName,
	type EntryId,
	type MemberId
} from '#lib/seal/frame-bytes.ts';
import type { Ancestry } from './ancestry.ts';
import type { Capabilities } from './capability.ts';
import { candidatesOf, manages, type Seat } from './seat.ts';
import { rotationOf, type AcceptSkeleton, type FoundSkeleton, type ReplaceSkeleton } from './skeleton.ts';
import type { Principal } from './skeleton-parts.ts';
import type { Statement, Void } from './stated.ts';

export interface Offered {
	readonly id: EntryId;
	readonly signKey: MemberId;
	readonly boxKey: Uint8Array;
	readonly principal: Principal;
	readonly capabilities: Capabilities;
	readonly expiry: number;
	readonly until: number;
	readonly careful: boolean;
	readonly invitedBy: MemberId;
	/** The inviter's seat. */
	readonly from: EntryId;
	/** The seats taken with it: more than one if people used one link at the same time. */
	readonly seats: readonly EntryId[];
	readonly withdrawn: boolean;
	/** What took it back, in order; none where its inviter was removed. */
	readonly withdrawals: readonly Statement[];
}

/** `rivals`: one link was used twice; `careful`: not let in yet; `frozen`: two keys claim the seat. */
export type Suspension = 'rivals' | 'careful' | 'frozen';

const nothingVoid: ReadonlyMap<EntryId, Void> = new Map();

export class Fold {
	#seats: Map<EntryId, Seat>;
	#keys: Map<MemberId, EntryId>;
	#offers: Map<EntryId, Offered>;
	#rotations: Map<ChannelName, readonly Statement[]>;
	#closed = false;
	/** Maps that another fold reads too: copied before they are written. */
	readonly #shared: Set<'seats' | 'keys' | 'offers' | 'rotations'>;
	readonly void: ReadonlyMap<EntryId, Void>;
	/** Keys whose only claim to a seat took no effect. */
	readonly lostKeys: ReadonlySet<MemberId>;

	private constructor(from: Fold | null, voids: ReadonlyMap<EntryId, Void>, lostKeys: ReadonlySet<MemberId>) {
		this.#seats = from ? from.#seats : new Map<EntryId, Seat>();
		this.#keys = from ? from.#keys : new Map<MemberId, EntryId>();
		this.#offers = from ? from.#offers : new Map<EntryId, Offered>();
		this.#rotations = from ? from.#rotations : new Map<ChannelName, readonly Statement[]>();
		this.#closed = from ? from.#closed : false;
		this.#shared = new Set(from ? ['seats', 'keys', 'offers', 'rotations'] : []);
		this.void = voids;
		this.lostKeys = lostKeys;
	}

	/** Of these, in an order in which each stands after all that it follows, those that are not void. */
	static of(
		statements: readonly Statement[],
		ancestry: Ancestry,
		voids: ReadonlyMap<EntryId, Void> = nothingVoid
	): Fold {
		const lost = new Set<MemberId>();
		const fold = new Fold(null, voids, lost);
		for (const statement of statements) {
			const key = voids.has(statement.id) ? claimedKey(statement) : null;
			if (key) lost.add(key);
			if (!voids.has(statement.id)) fold.#apply(statement, ancestry);
		}
		for (const key of fold.#keys.keys()) lost.delete(key);
		return fold;
	}

	/** With statements that follow all that this fold holds, each following the one before it. This fold stays as it is. */
	after(statements: readonly Statement[], ancestry: Ancestry): Fold {
		const fold = new Fold(this, this.void, this.lostKeys);
		for (const statement of statements) fold.#apply(statement, ancestry);
		return fold;
	}

	get seats(): ReadonlyMap<EntryId, Seat> {
		return this.#seats;
	}

	get offers(): ReadonlyMap<EntryId, Offered> {
		return this.#offers;
	}

	/** By channel the latest rotations; several if they did not know of each other. */
	get rotations(): ReadonlyMap<ChannelName, readonly Statement[]> {
		return this.#rotations;
	}

	get closed(): boolean {
		return this.#closed;
	}

	/** The seat that a key sits or sat in. */
	seatOf(key: MemberId): Seat | undefined {
		const id = this.#keys.get(key);
		return id && this.#seats.get(id);
	}

	isTaken(key: MemberId): boolean {
		return this.#keys.has(key) || this.lostKeys.has(key);
	}

	suspensionOf(seat: Seat): Suspension | null {
		if (candidatesOf(seat).length > 1) return 'frozen';
		if (seat.admits.length > 0) return null;
		const offer = seat.invite && this.#offers.get(seat.invite);
		if (offer && offer.seats.length > 1) return 'rivals';
		return seat.careful ? 'careful' : null;
	}

	/** Whether someone manages the roster, leaving out one seat. */
	hasManager(but: EntryId | null = null): boolean {
		for (const seat of this.#seats.values()) {
			if (seat.id !== but && manages(seat) && this.suspensionOf(seat) === null) return true;
		}
		return false;
	}

	#apply(statement: Statement, ancestry: Ancestry): void {
		const { skeleton, id } = statement;
		switch (skeleton.type) {
			case 'found':
				this.#sit(statement, skeleton, skeleton.capabilities, null);
				for (const { channel } of skeleton.keys) this.#own('rotations').set(channel, [statement]);
				break;
			case 'invite': {
				const { boxKey, principal, capabilities, expiry, until, careful } = skeleton;
				const signKey = memberId(skeleton.signKey);
				const open = { seats: [], withdrawn: false, withdrawals: [] };
				const by = { invitedBy: statement.author, from: statement.seat };
				this.#own('offers').set(id, {
					id,
					signKey,
					boxKey,
					principal,
					capabilities,
					expiry,
					until,
					careful,
					...open,
					...by
				});
				break;
			}
			case 'accept': {
				const offer = this.#offers.get(entryId(skeleton.invite));
				if (!offer) break;
				this.#sit(statement, skeleton, offer.capabilities, offer);
				this.#own('offers').set(offer.id, { ...offer, seats: [...offer.seats, id] });
				break;
			}
			case 'admit':
				this.#change(skeleton.seat, (seat) => ({
					...withLoss(seat, statement),
					admits: latest(seat.admits, statement, ancestry)
				}));
				break;
			case 'capability':
				this.#change(skeleton.seat, (seat) => {
					const changed = {
						...withLoss(seat, statement),
						settings: latest(seat.settings, statement, ancestry)
					};
					return manages(changed) && !manages(seat) ? { ...changed, managedBy: id } : changed;
				});
				break;
			case 'remove':
				this.#change(skeleton.seat, (seat) => ({
					...withLoss(seat, statement),
					removedBy: seat.removedBy ?? id
				}));
				if (entryId(skeleton.seat) !== statement.seat) this.#closeOffersOf(entryId(skeleton.seat));
				break;
			case 'replace':
				this.#change(idBytes(statement.seat), (seat) => ({
					...withLoss(seat, statement),
					keys: [...seat.keys, keyOf(statement, skeleton)]
				}));
				this.#own('keys').set(memberId(skeleton.signKey), statement.seat);
				break;
			case 'withdraw': {
				const offer = this.#offers.get(entryId(skeleton.invite));
				if (!offer) break;
				const withdrawals = [...offer.withdrawals, statement];
				this.#own('offers').set(offer.id, { ...offer, withdrawn: true, withdrawals });
				break;
			}
			case 'close':
				this.#closed = true;
				break;
			case 'rotate':
				break;
		}
		for (const { channel } of rotationOf(skeleton).keys) {
			this.#own('rotations').set(channel, latest(this.#rotations.get(channel) ?? [], statement, ancestry));
		}
	}

	#sit(
		statement: Statement,
		skeleton: FoundSkeleton | AcceptSkeleton,
		granted: Capabilities,
		offer: Offered | null
	): void {
		const { id, author, frame } = statement;
		const principal = skeleton.type === 'found' ? skeleton.principal : (offer?.principal ?? 'none');
		const key = { id: author, publicKey: frame.author, boxKey: skeleton.boxKey, by: id, from: null };
		const empty = { settings: [], admits: [], losses: [], removedBy: null };
		const { careful = false, until = 0 } = offer ?? {};
		const invite = offer?.id ?? null;
		this.#own('seats').set(id, {
			id,
			invite,
			principal,
			careful,
			until,
			keys: [key],
			granted,
			managedBy: id,
			...empty
		});
		this.#own('keys').set(author, id);
	}

	/** Someone who is removed by others keeps no door open; only what is meant for the client stays. */
	#closeOffersOf(seat: EntryId): void {
		for (const offer of this.#offers.values()) {
			if (offer.from !== seat || offer.withdrawn || offer.seats.length > 0) continue;
			if (offer.principal !== 'client') this.#own('offers').set(offer.id, { ...offer, withdrawn: true });
		}
	}

	#change(id: Uint8Array, change: (seat: Seat) => Seat): void {
		const seat = this.#seats.get(entryId(id));
		if (seat) this.#own('seats').set(seat.id, change(seat));
	}

	#own(name: 'seats'): Map<EntryId, Seat>;
	#own(name: 'keys'): Map<MemberId, EntryId>;
	#own(name: 'offers'): Map<EntryId, Offered>;
	#own(name: 'rotations'): Map<ChannelName, readonly Statement[]>;
	#own(name: 'seats' | 'keys' | 'offers' | 'rotations') {
		const copy = this.#shared.delete(name);
		switch (name) {
			case 'seats':
				return copy ? (this.#seats = new Map(this.#seats)) : this.#seats;
			case 'keys':
				return copy ? (this.#keys = new Map(this.#keys)) : this.#keys;
			case 'offers':
				return copy ? (this.#offers = new Map(this.#offers)) : this.#offers;
			case 'rotations':
				return copy ? (this.#rotations = new Map(this.#rotations)) : this.#rotations;
		}
	}
}

/** The key for which a statement claims a seat. */
export function claimedKey({ skeleton, author }: Statement): MemberId | null {
	if (skeleton.type === 'found' || skeleton.type === 'accept') return author;
	return skeleton.type === 'replace' ? memberId(skeleton.signKey) : null;
}

function keyOf({ id, author }: Statement, { signKey, boxKey }: ReplaceSkeleton) {
	return { id: memberId(signKey), publicKey: signKey, boxKey, by: id, from: author };
}

function withLoss(seat: Seat, statement: Statement): Seat {
	return statement.loss ? { ...seat, losses: [...seat.losses, statement] } : seat;
}

/** Those that nothing among them follows. */
function latest(held: readonly Statement[], next: Statement, ancestry: Ancestry): readonly Statement[] {
	return [...held.filter((one) => !ancestry.follows(next.index, one.index)), next];
}
