/** A ledger holds one channel's verified entries: this device's truth. Only this device's own code puts anything in. */
import type { Frame } from '#lib/seal/frame.ts';

export type Stored =
	| { readonly kind: 'stored' }
	/** Kept in memory and tried again with the next write and on `retry`. */
	| { readonly kind: 'not-stored'; readonly reason: StorageFault };

/** Storage is full; it was refused (private window); it was wiped or closed by another tab; anything else. */
export type StorageFault = 'full' | 'refused' | 'wiped' | 'failed';

export interface Ledger {
	/** The sealed log's name, as on a relay. */
	readonly log: string;
	/** By strand's client id, entries in order from seq 0, without gaps. */
	readonly strands: ReadonlyMap<number, readonly Frame[]>;
	/** Whether storage had all that is held, as far as is known: it may have been wiped since. */
	readonly stored: Stored;
	/**
	 * Takes in verified frames, each strand's in order behind what is held; what is held already is passed over. They are in `strands`
	 * at once; the answer comes when storage, read back, has them. Never throws for a storage fault.
	 */
	add(frames: readonly Frame[]): Promise<Stored>;
	/** Writes again what storage does not have. */
	retry(): Promise<Stored>;
	/** Hears of every frame taken in, also of those that another tab of this browser stored. */
	onAdded(listener: (frames: readonly Frame[]) => void): () => void;
	/** Hears only of what storage brought by itself: from another tab, or after it could not be read at first. */
	onFound(listener: (frames: readonly Frame[]) => void): () => void;
	/** Hears when what was stored is gone. */
	onLost(listener: () => void): () => void;
	close(): Promise<void>;
}

export type OpenLedger = (log: string) => Promise<{ ledger: Ledger; stored: Stored }>;
