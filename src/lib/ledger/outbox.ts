/**
 * The outbox: a small store, written with strict durability, of what must survive the next moment: drafts not yet sealed into an
 * entry, own entries until the ledger has them and a relay has acknowledged them, and where each of this device's strands stands.
 * What it is given is sealed already; it reads none of it.
 */
import type { Stored } from './ledger.ts';

export interface Draft {
	readonly log: string;
	/** The strand's client id. */
	readonly client: number;
	/** Ascending along the strand; never used twice. */
	readonly number: number;
	/** A sealed update of the channel. */
	readonly bytes: Uint8Array;
}

export interface OwnEntry {
	readonly log: string;
	readonly client: number;
	readonly seq: number;
	/** The whole frame. */
	readonly bytes: Uint8Array;
}

/** A strand of this device. */
export interface OwnStrand {
	readonly log: string;
	readonly client: number;
	/** 16 bytes. */
	readonly strand: Uint8Array;
	/** Seq of the next entry: one more than the last that was ever put here. */
	readonly next: number;
}

/** What still has to happen to an own entry before the outbox lets it go. */
export type Waiting = 'ledger' | 'relay';

export interface Outbox {
	/** One transaction: the draft in, and its strand known from now on, if it is not, as one that has no entry. */
	putDraft(draft: Draft, strand: Uint8Array): Promise<Stored>;
	/** One transaction: the entry in, the strand's place moved on, drafts numbered up to `covers` out. */
	putEntry(entry: OwnEntry, strand: Uint8Array, covers: number): Promise<Stored>;
	/** Ascending by number. */
	drafts(log: string): Promise<Draft[]>;
	/** Ascending by client and seq. */
	entries(log: string): Promise<OwnEntry[]>;
	strands(log: string): Promise<OwnStrand[]>;
	/** The strand's entries below `count` no longer wait for this; those that wait for nothing are let go. */
	settle(log: string, client: number, count: number, what: Waiting): Promise<Stored>;
	/** How many own entries of a log wait for a relay. */
	unsent(log: string): Promise<number>;
	/** Forgets a log: its drafts, entries, strands and beginning. */
	forget(log: string): Promise<Stored>;
	/** Keeps where a channel is opened from, and of the roster what its log has no place for, in place of what was kept before. */
	begin(channel: string, beginning: Uint8Array): Promise<Stored>;
	/** Null where nothing is kept. */
	beginning(channel: string): Promise<Uint8Array | null>;
	/** Hears when all that it kept is gone. */
	onLost(listener: () => void): () => void;
	close(): Promise<void>;
}
