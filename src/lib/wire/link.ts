/**
 * A link joins one sealed document to one relay (or to the other tabs of this browser). It has its own in-memory copy of every sealed
 * log; a copy may hold anything, so what arrives is only handed up, and only verified frames are offered down.
 */
import type { ChannelName, DocumentId, MemberId } from '#lib/seal/frame-bytes.ts';
import type { Frame } from '#lib/seal/frame.ts';
import type { LogPlace } from './frame-name.ts';

export type LinkState =
	| { readonly kind: 'connecting' }
	/**
	 * All logs have been exchanged in full at least once since `since` (ms since 1970), except those that have been followed
	 * meanwhile.
	 */
	| { readonly kind: 'open'; readonly since: number }
	| { readonly kind: 'offline'; readonly since: number }
	/** The relay answered, and will not serve us. */
	| { readonly kind: 'refused'; readonly reason: LinkRefusal };

export type LinkRefusal =
	/** Not in the roster, or no longer. */
	| 'not-a-reader'
	/** The invitation has been used, has expired or was withdrawn. */
	| 'invitation-over'
	/** We sat there for a time, and it has ended. */
	| 'seat-over'
	/** The relay is closed to documents that it does not know. */
	| 'closed'
	/** It would not believe our proof: its address is another than ours, or a proxy stands between. */
	| 'token';

/** Stored durably there: by strand's client id, how many entries from seq 0. */
export type Acknowledged = ReadonlyMap<number, number>;

export interface LinkEvents {
	state(state: LinkState): void;
	/** Frames new in the copy of this log, each strand's in order. Nothing about them has been verified. */
	arrived(place: LogPlace, frames: readonly Frame[]): void;
	/** Structs that are no frames or stand in another's place; `count` since the last call. */
	junk(place: LogPlace, count: number): void;
	acknowledged(place: LogPlace, stored: Acknowledged): void;
	/** The relay will not take this strand's entries, for good; `reason` is its own stable word. */
	declined(place: LogPlace, client: number, reason: string): void;
	/** The relay says that a whole state pack begins this generation of the channel, above one that is followed. No more than a hint. */
	newest(channel: ChannelName, generation: number): void;
	/** Another session's presence blob, or null when it left. `peer` means something only within this link. */
	presence(peer: number, blob: Uint8Array | null): void;
}

export interface Link {
	/** The relay's origin, or 'tabs'. */
	readonly address: string;
	readonly state: LinkState;
	/** One log more: it gets a copy, which is exchanged and then kept in step. Nothing happens if it is followed already. */
	follow(place: LogPlace): void;
	/** One log less: its copy is forgotten. The roster's is never left. */
	leave(place: LogPlace): void;
	/** Puts verified frames into the copy of a log that is followed; they travel when the link is open. Each strand's in order. */
	offer(place: LogPlace, frames: readonly Frame[]): void;
	/** Replaces this session's presence blob; null takes it away. */
	present(blob: Uint8Array | null): void;
	/** Tries to connect now instead of after the back-off. */
	retry(): void;
	/**
	 * Asks anew for all that the relay holds of the logs that are followed now. True when it has answered in full, which means that all of it has been handed up; false if
	 * it cannot be asked now, or was lost meanwhile. Waits as long as a relay that is there stays silent.
	 */
	exchange(): Promise<boolean>;
	close(): Promise<void>;
}

export interface LinkOptions {
	readonly document: DocumentId;
	/** The logs that it follows from the beginning, the roster's first: others' frames wait until the relay has stored the roster's. */
	readonly places: readonly LogPlace[];
	/** Signs for reading. */
	readonly reader: LinkReader;
	readonly events: LinkEvents;
}

export interface LinkReader {
	readonly id: MemberId;
	readonly publicKey: Uint8Array;
	sign(message: Uint8Array): Promise<Uint8Array>;
}

export type OpenLink = (options: LinkOptions) => Link;
