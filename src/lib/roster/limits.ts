/** What the losses of a seat leave of what was written with its keys. */
import { memberId, type ChannelName, type EntryId, type MemberId } from '#lib/seal/frame-bytes.ts';
import type { Fold } from './fold.ts';
import { descends, type Seat } from './seat.ts';
import type { Pin } from './skeleton-parts.ts';
import type { Statement } from './stated.ts';

export interface Limit {
	/** Entries of the strand that count: at least 1. */
	readonly count: number;
	/** Id of the last of them; 32 bytes. */
	readonly id: Uint8Array;
}

/** By strand client; a strand that is not named ends at 0. */
export type Limits = ReadonlyMap<number, Limit>;

export interface LossOf {
	/** The statements of which each says so; none for a key that never came to sit, of which nothing counts. */
	readonly by: readonly EntryId[];
	readonly limits: Limits;
}

export function lossesOf(fold: Fold, key: MemberId, channel: ChannelName): readonly LossOf[] {
	if (fold.lostKeys.has(key)) return [{ by: [], limits: new Map() }];
	const seat = fold.seatOf(key);
	const losses = seat?.losses.filter((loss) => concerns(loss, seat, key, channel)) ?? [];
	const stated = losses.map(({ id, skeleton }) => ({
		by: [id],
		limits: limitsOf('pins' in skeleton ? skeleton.pins : [], channel)
	}));
	const rivals = seat ? rivalsOf(seat, fold) : [];
	return rivals.length > 0 ? [...stated, { by: rivals, limits: new Map() }] : stated;
}

/** While a seat is in doubt because others took the same link, what is written there counts as far as those who stay had built upon it. */
function rivalsOf(seat: Seat, fold: Fold): EntryId[] {
	if (fold.suspensionOf(seat) !== 'rivals' || !seat.invite) return [];
	return fold.offers.get(seat.invite)?.seats.filter((id) => id !== seat.id) ?? [];
}

/** Null for no loss. Of several the least counts, strand by strand. */
export function leastLimits(losses: readonly LossOf[]): Limits | null {
	const [first, ...others] = losses;
	if (!first) return null;
	const all = new Map<number, Limit>();
	for (const [client, limit] of first.limits) {
		const given = others.map(({ limits }) => limits.get(client));
		let lowest: Limit | undefined = limit;
		for (const one of given) lowest = one && lowest && one.count < lowest.count ? one : one && lowest;
		if (lowest) all.set(client, lowest);
	}
	return all;
}

function concerns(
	{ loss, skeleton, author }: Statement,
	seat: Seat,
	key: MemberId,
	channel: ChannelName
): boolean {
	if (!loss || (loss.closes !== 'every' && !loss.closes.has(channel))) return false;
	if (skeleton.type === 'replace') return author === key;
	if (skeleton.type !== 'admit') return true;
	const kept = memberId(skeleton.signKey);
	return key !== kept && !descends(seat, key, kept) && !descends(seat, kept, key);
}

function limitsOf(pins: readonly Pin[], channel: ChannelName): Limits {
	const named = pins.filter((pin) => pin.channel === channel);
	return new Map(named.map(({ client, count, id }) => [client, { count, id }]));
}
