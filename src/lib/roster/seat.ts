/** A place at the table: it outlasts the keys of whoever sits there. */
import { memberId, type EntryId, type MemberId } from '#lib/seal/frame-bytes.ts';
import { least, rosterChannel, type Capabilities } from './capability.ts';
import type { Principal } from './skeleton-parts.ts';
import type { Statement } from './stated.ts';

export interface SeatKey {
	readonly id: MemberId;
	/** Ed25519; 32 bytes. */
	readonly publicKey: Uint8Array;
	/** X25519; 32 bytes. */
	readonly boxKey: Uint8Array;
	/** The statement that brought it: founding, accept or replace. */
	readonly by: EntryId;
	/** The key that it replaces. */
	readonly from: MemberId | null;
}

export interface Seat {
	readonly id: EntryId;
	readonly invite: EntryId | null;
	readonly principal: Principal;
	readonly careful: boolean;
	/** When it ends, in milliseconds since 1970; 0 for never. */
	readonly until: number;
	/** All that it ever had, the first one first. */
	readonly keys: readonly [SeatKey, ...SeatKey[]];
	/** What it began with. */
	readonly granted: Capabilities;
	/** The latest settings of what it may do: several if they did not know of each other. */
	readonly settings: readonly Statement[];
	/** The statement that gave it the roster to manage, last. */
	readonly managedBy: EntryId;
	/** The latest admissions. */
	readonly admits: readonly Statement[];
	readonly losses: readonly Statement[];
	readonly removedBy: EntryId | null;
}

/** Of settings that did not know of each other the least counts, channel by channel. */
export function capabilitiesOf({ granted, settings }: Seat): Capabilities {
	const stated = settings.flatMap(({ skeleton }) =>
		skeleton.type === 'capability' ? [skeleton.capabilities] : []
	);
	return stated.length === 0 ? granted : least(stated);
}

export function manages(seat: Seat): boolean {
	return seat.removedBy === null && capabilitiesOf(seat).get(rosterChannel) === 'manage';
}

/** The keys that may speak for the seat: one, or several while replacements that did not know of each other compete. */
export function candidatesOf(seat: Seat): readonly SeatKey[] {
	if (seat.keys.length === 1) return seat.keys;
	const roots = admittedKeys(seat);
	const from = roots.filter(
		({ id }) => !roots.some((other) => other.id !== id && descends(seat, other.id, id))
	);
	return seat.keys.filter(
		({ id }) =>
			!seat.keys.some((key) => key.from === id) &&
			from.some((root) => root.id === id || descends(seat, id, root.id))
	);
}

function admittedKeys({ keys, admits }: Seat): readonly SeatKey[] {
	const named = admits.flatMap(({ skeleton }) =>
		skeleton.type === 'admit' ? [memberId(skeleton.signKey)] : []
	);
	const admitted = keys.filter(({ id }) => named.includes(id));
	return admitted.length === 0 ? keys.slice(0, 1) : admitted;
}

/** Whether `key` came in place of `earlier`, at once or by way of others. */
export function descends(
	{ keys }: { keys: readonly Pick<SeatKey, 'id' | 'from'>[] },
	key: MemberId,
	earlier: MemberId
): boolean {
	let at = keys.find(({ id }) => id === key)?.from ?? null;
	for (let left = keys.length; at !== null && left > 0; left--) {
		if (at === earlier) return true;
		const next = at;
		at = keys.find(({ id }) => id === next)?.from ?? null;
	}
	return false;
}
