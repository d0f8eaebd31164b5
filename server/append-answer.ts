/** What the relay answers to an update. The reasons are stable words of the protocol: clients read them. */
import type { Frame } from '#lib/seal/frame.ts';
import type { LogStruct } from '#lib/wire/frame-struct.ts';

export type AppendRefusal =
	/** Something else than appends of binary items. */
	| 'not-appends'
	/** Bytes that are no frame. */
	| 'frame'
	/** A frame in another's place. */
	| 'place'
	| 'document'
	| 'channel'
	/** What does not belong in this log, or in this strand: presence, a volume among updates, another pack's frame. */
	| 'kind'
	/** Other bytes are held in this place. */
	| 'fork'
	/** Not the next of its strand. */
	| 'gap'
	/** The previous entry's id does not fit. */
	| 'chain'
	/** Cites statements that are not here. */
	| 'heads'
	/** Cites an older roster than the strand's previous entry. */
	| 'heads-back'
	| 'right'
	| 'signature'
	/** The roster would not take it. */
	| 'statement'
	/** A type of statement that this relay does not know. */
	| 'newer'
	/** Accepts an invitation that is used or expired. */
	| 'invitation-over'
	/** The log was dropped for good: later generations have taken its place. */
	| 'over'
	/** The roster has as many statements, or the document as many logs, as a relay takes. */
	| 'full'
	/** The disk would not take it. */
	| 'store';

export interface Refused {
	readonly kind: 'refused';
	readonly reason: AppendRefusal;
	/** Where the first entry that was refused stands; null if nothing could be read. */
	readonly client: number | null;
	readonly clock: number | null;
}

export type Read = { readonly kind: 'frames'; readonly frames: readonly Frame[] } | Refused;

export type Taken = { readonly kind: 'stored'; readonly count: number } | Refused;

export function refused(reason: AppendRefusal, at: LogStruct | null): Refused {
	return { kind: 'refused', reason, client: at?.client ?? null, clock: at?.clock ?? null };
}

export function refusedFrame(reason: AppendRefusal, frame: Frame | undefined): Refused {
	return { kind: 'refused', reason, client: frame?.client ?? null, clock: frame?.seq ?? null };
}
