/**
 * This device's secrets at rest: seeds, channel keys, the list of cases. Small named records, sealed by the adapter. A record's name
 * is not sealed: nothing about a person may stand in it.
 */

export interface Vault {
	/** False where nothing outlives this page: a private window, an insecure context, storage that was refused. */
	readonly lasting: boolean;
	/** A copy of the record's bytes. Never throws for what storage holds or lacks. */
	read(name: string): Promise<Reading>;
	/** Puts the bytes in place of what had this name; the answer comes when storage has them. */
	write(name: string, bytes: Uint8Array): Promise<Stored>;
	/** Writes only in place of a record that is still there: another page may have removed it. */
	replace(name: string, bytes: Uint8Array): Promise<Stored | { readonly kind: 'missing' }>;
	/** Also 'stored' if there was no such record. */
	remove(name: string): Promise<Stored>;
	/** Names that begin with `prefix`, ascending by UTF-16 units. */
	names(prefix: string): Promise<Names>;
	/** Hears the name of each record that another page of this browser writes or removes. The answer stops listening. */
	onElsewhere(listener: (name: string) => void): () => void;
	/** Hears that the browser had deleted all that was here and that this vault has begun anew: what is to last is written again. */
	onEmptied(listener: () => void): () => void;
	/** Hears that another page has destroyed every record: this vault stores nothing any more. The answer stops listening. */
	onWiped(listener: () => void): () => void;
	/** Destroys every record, and the key they were sealed under, for all tabs. This vault stores nothing afterwards. */
	wipe(): Promise<Stored>;
	/** Lets go of storage; further calls answer 'failed'. */
	close(): void;
}

export type Reading =
	| { readonly kind: 'found'; readonly bytes: Uint8Array }
	| { readonly kind: 'missing' }
	/** It is there and does not open: altered, or sealed under a key that is gone. It stays until it is overwritten. */
	| { readonly kind: 'unreadable' }
	| NotRead;

export type Names = { readonly kind: 'names'; readonly names: readonly string[] } | NotRead;

export interface NotRead {
	readonly kind: 'not-read';
	readonly reason: StorageFault;
}

/** The same words as a ledger's. */
export type Stored =
	{ readonly kind: 'stored' } | { readonly kind: 'not-stored'; readonly reason: StorageFault };

/** Storage is full; it was refused (private window); it was wiped by this or another tab; anything else. */
export type StorageFault = 'full' | 'refused' | 'wiped' | 'failed';
