/** Whether a statement holds where it was made: by the roster that it cites and nothing else. */
import { entryId, memberId, sameBytes, type EntryId } from '#lib/seal/frame-bytes.ts';
import type { Frame } from '#lib/seal/frame.ts';
import {
	covers,
	mayRead,
	mayWrite,
	planChannel,
	reaches,
	rosterChannel,
	type Capabilities
} from './capability.ts';
import { candidatesOf, capabilitiesOf, manages, type Seat } from './seat.ts';
import {
	rotationOf,
	type AcceptSkeleton,
	type AdmitSkeleton,
	type CapabilitySkeleton,
	type RemoveSkeleton,
	type ReplaceSkeleton,
	type Skeleton,
	type WithdrawSkeleton
} from './skeleton.ts';
import type { Loss, Standing } from './stated.ts';
import type { RosterView } from './view.ts';

export type Refusal =
	| 'document'
	| 'kind'
	| 'signature'
	| 'skeleton'
	/** A statement is a strand of its own. */
	| 'chain'
	| 'right'
	| 'no-invitation'
	| 'used'
	| 'seated'
	| 'proof'
	/** Nobody sits there, or not with that key. */
	| 'no-seat'
	| 'not-suspended'
	/** Only the client or their guardian may do this to the client. */
	| 'protected'
	/** Nobody gives more than they hold. */
	| 'more-than-held'
	/** Nobody would be left who manages the roster. */
	| 'last-manager'
	/** Not the epoch that comes next, a channel that the author cannot read, or not sealed under the new roster key. */
	| 'rotation'
	| 'closed';

export type Judgement =
	({ readonly kind: 'holds' } & Standing) | { readonly kind: 'refused'; readonly reason: Refusal };

/** `view` is the roster at the heads that the frame cites. */
export function judge(id: EntryId, frame: Frame, skeleton: Skeleton, view: RosterView): Judgement {
	if (frame.isFounding || skeleton.type === 'found') {
		if (!frame.isFounding || skeleton.type !== 'found') return refused('right');
		return seated(id, skeleton.principal !== 'none', []);
	}
	if (view.closed) return refused('closed');
	if (skeleton.type === 'accept') return judgeAccept(id, frame, skeleton, view);
	const place = placeOf(frame, view);
	if (!place) return refused('right');
	if (!isSound(frame, skeleton, place, view)) return refused('rotation');
	if (skeleton.type === 'remove' && entryId(skeleton.seat) === place.seat.id)
		return judgeLeaving(place, view);
	if (place.isSuspended) return refused('right');
	if (skeleton.type === 'replace') return judgeReplace(skeleton, place, view);
	// Who made keys hands them to those who lack them, whatever they may do by now.
	if (skeleton.type === 'rotate' && skeleton.rotation.keys.length === 0) return speaking(place, null);
	if (!manages(place.seat)) return refused('right');
	switch (skeleton.type) {
		case 'invite':
			if (!covers(place.holds, skeleton.capabilities) || outlasts(skeleton, place.seat))
				return refused('more-than-held');
			return managing(place, null, skeleton.capabilities);
		case 'admit':
			return judgeAdmit(skeleton, place, view);
		case 'capability':
			return judgeCapability(skeleton, place, view);
		case 'remove':
			return judgeRemove(skeleton, place, view);
		case 'withdraw':
			return judgeWithdraw(skeleton, place, view);
		case 'rotate':
		case 'close':
			return managing(place, null);
	}
}

/** Where the author sits. */
interface Place {
	readonly seat: Seat;
	readonly holds: Capabilities;
	readonly isSuspended: boolean;
	/** What speaking for the seat rests on. */
	readonly rests: readonly EntryId[];
}

/** Null for strangers, for those who were removed, and for keys that do not, or not alone, speak for their seat. */
function placeOf(frame: Frame, { fold }: RosterView): Place | null {
	const author = memberId(frame.author);
	const seat = fold.seatOf(author);
	if (!seat || seat.removedBy !== null) return null;
	const [key, other] = candidatesOf(seat);
	if (!key || other || key.id !== author) return null;
	const rests = new Set([seat.id, key.by, ...seat.admits.map(({ id }) => id)]);
	return {
		seat,
		holds: capabilitiesOf(seat),
		isSuspended: fold.suspensionOf(seat) !== null,
		rests: [...rests]
	};
}

function judgeAccept(id: EntryId, frame: Frame, { invite }: AcceptSkeleton, { fold }: RosterView): Judgement {
	const offer = fold.offers.get(entryId(invite));
	if (!offer) return refused('no-invitation');
	if (offer.seats.length > 0 || offer.withdrawn) return refused('used');
	if (fold.isTaken(memberId(frame.author))) return refused('seated');
	return seated(id, offer.principal !== 'none', [offer.id]);
}

function judgeLeaving(place: Place, { fold }: RosterView): Judgement {
	const { seat } = place;
	if (isLastManager(place, fold)) return refused('last-manager');
	return speaking(place, { seat: seat.id, ofManager: manages(seat), closes: 'every' });
}

function judgeReplace({ signKey }: ReplaceSkeleton, place: Place, { fold }: RosterView): Judgement {
	if (fold.isTaken(memberId(signKey))) return refused('seated');
	const { seat } = place;
	return speaking(place, { seat: seat.id, ofManager: manages(seat), closes: 'every' });
}

function judgeAdmit({ seat: id, signKey }: AdmitSkeleton, place: Place, view: RosterView): Judgement {
	const seat = sitting(id, view);
	if (!seat || !candidatesOf(seat).some((key) => key.id === memberId(signKey))) return refused('no-seat');
	const suspension = view.fold.suspensionOf(seat);
	if (suspension === null) return refused('not-suspended');
	const gives = capabilitiesOf(seat);
	if (!covers(place.holds, gives)) return refused('more-than-held');
	const loss = { seat: seat.id, ofManager: manages(seat), closes: 'every' } as const;
	return managing(place, suspension === 'frozen' ? loss : null, gives);
}

function judgeCapability(skeleton: CapabilitySkeleton, place: Place, view: RosterView): Judgement {
	const seat = sitting(skeleton.seat, view);
	if (!seat) return refused('no-seat');
	const [before, after] = [capabilitiesOf(seat), skeleton.capabilities];
	const raises = new Map(
		[...after].filter(([channel, capability]) => {
			const had = before.get(channel);
			return !had || !reaches(had, capability);
		})
	);
	if (!covers(place.holds, raises)) return refused('more-than-held');
	if (covers(after, before)) return managing(place, null, raises);
	const hidden = [rosterChannel, planChannel].some(
		(channel) => mayRead(before, channel) && !mayRead(after, channel)
	);
	if (hidden && !mayTakeFrom(seat, place)) return refused('protected');
	const ofManager = manages(seat) && after.get(rosterChannel) !== 'manage';
	if (ofManager && isLastManager({ ...place, seat }, view.fold)) return refused('last-manager');
	const closes = [...before.keys()].filter(
		(channel) => mayWrite(before, channel) && !mayWrite(after, channel)
	);
	return managing(place, { seat: seat.id, ofManager, closes: new Set(closes) }, raises);
}

function judgeRemove({ seat: id }: RemoveSkeleton, place: Place, view: RosterView): Judgement {
	const seat = sitting(id, view);
	if (!seat) return refused('no-seat');
	if (!mayTakeFrom(seat, place)) return refused('protected');
	if (isLastManager({ ...place, seat }, view.fold)) return refused('last-manager');
	return managing(place, { seat: seat.id, ofManager: manages(seat), closes: 'every' });
}

function judgeWithdraw({ invite }: WithdrawSkeleton, place: Place, { fold }: RosterView): Judgement {
	const offer = fold.offers.get(entryId(invite));
	if (!offer) return refused('no-invitation');
	if (offer.seats.length > 0 || offer.withdrawn) return refused('used');
	const ofManager = offer.capabilities.get(rosterChannel) === 'manage';
	return managing(place, { seat: null, ofManager, closes: 'every' });
}

/** Whoever sits for a time seats nobody for longer. */
function outlasts(invited: { readonly until: number }, inviter: { readonly until: number }): boolean {
	return inviter.until !== 0 && (invited.until === 0 || invited.until > inviter.until);
}

function sitting(id: Uint8Array, { fold }: RosterView): Seat | null {
	const seat = fold.seats.get(entryId(id));
	return seat?.removedBy === null ? seat : null;
}

function mayTakeFrom(seat: Seat, author: Place): boolean {
	return seat.principal !== 'client' || seat.id === author.seat.id || author.seat.principal === 'guardian';
}

function isLastManager({ seat }: Place, fold: RosterView['fold']): boolean {
	return manages(seat) && fold.hasManager() && !fold.hasManager(seat.id);
}

/** A rotation brings each key's next epoch, for channels that its author can read, and is itself sealed under the new roster key. */
function isSound(frame: Frame, skeleton: Skeleton, { holds }: Place, view: RosterView): boolean {
	return rotationOf(skeleton).keys.every(({ channel, epoch, keyId }) => {
		if (!mayRead(holds, channel) || epoch !== (view.keyInForce(channel)?.epoch ?? -2) + 1) return false;
		return channel !== rosterChannel || (frame.epoch === epoch && sameBytes(frame.keyId, keyId));
	});
}

const managingAlone: Capabilities = new Map([[rosterChannel, 'manage']]);

function managing({ seat, rests }: Place, loss: Loss | null, gives: Capabilities = new Map()): Judgement {
	const settings = gives.size > 0 ? seat.settings.map(({ id }) => id) : [];
	return {
		kind: 'holds',
		seat: seat.id,
		isPrincipal: seat.principal !== 'none',
		rests: [...new Set([...rests, seat.managedBy, ...settings])],
		needs: gives.size > 0 ? new Map([...gives, [rosterChannel, 'manage']]) : managingAlone,
		loss
	};
}

function speaking({ seat, rests }: Place, loss: Loss | null): Judgement {
	return { kind: 'holds', seat: seat.id, isPrincipal: seat.principal !== 'none', rests, needs: null, loss };
}

function seated(seat: EntryId, isPrincipal: boolean, rests: readonly EntryId[]): Judgement {
	return { kind: 'holds', seat, isPrincipal, rests, needs: null, loss: null };
}

function refused(reason: Refusal): Judgement {
	return { kind: 'refused', reason };
}
