import type { ChannelName, EntryId, MemberId } from '#lib/seal/frame-bytes.ts';
import type { Frame } from '#lib/seal/frame.ts';
import type { Capabilities } from './capability.ts';
import type { Skeleton } from './skeleton.ts';

/** A statement that held where it was made, with all of that place which decides how it meets statements of the same time. */
export interface Statement extends Standing {
	readonly id: EntryId;
	/** In the order of arrival here: for `Ancestry`, and for nothing that devices must agree on. */
	readonly index: number;
	readonly author: MemberId;
	readonly frame: Frame;
	readonly skeleton: Skeleton;
	/** Longest way from the founding statement. */
	readonly depth: number;
	/** What took no effect in the roster that it cites: what follows such a loss has not heeded it. */
	readonly unheeded: ReadonlyMap<EntryId, Void>;
}

export interface Standing {
	/** The author's; of a founding and an acceptance, its own id. */
	readonly seat: EntryId;
	/** Whether the author sits as the client or a guardian. */
	readonly isPrincipal: boolean;
	/** The statements without which the author could not have made it. */
	readonly rests: readonly EntryId[];
	/** What the author had to hold for it; null where whoever sits may say it. */
	readonly needs: Capabilities | null;
	readonly loss: Loss | null;
}

/** What a statement takes away. */
export interface Loss {
	/** From whom; null where no one is known to sit there. */
	readonly seat: EntryId | null;
	/** The one who loses managed the roster. */
	readonly ofManager: boolean;
	/** The channels that they may no longer write. */
	readonly closes: 'every' | ReadonlySet<ChannelName>;
}

export type VoidReason =
	/** Its author had lost the right to it at the same time; `by` took it. */
	| 'lost'
	/** Two took from each other, and `by` came first: the client's or guardian's side, else who was admitted earlier. */
	| 'outranked'
	/** It rests on `by`, which took no effect. */
	| 'rests'
	/** It would have left nobody who manages the roster. */
	| 'last-manager'
	/** Its key has a seat already, by `by`. */
	| 'seated';

/** Why a statement that held where it was made takes no effect here. */
export interface Void {
	readonly reason: VoidReason;
	readonly by: EntryId | null;
}
