/**
 * Where the relay keeps sealed logs. One contract (store.contract.ts) holds for every kind of store.
 */
import type { DocumentId } from '#lib/seal/frame-bytes.ts';
import type { LogName } from '#lib/wire/frame-name.ts';

/** An entry where it stands: entry `seq` of the strand `client`. */
export interface StoredFrame {
	readonly client: number;
	readonly seq: number;
	readonly bytes: Uint8Array;
}

export interface Store {
	/** Shown in /health: 'sqlite'. */
	readonly kind: string;
	/** Every entry of a log, page by page, in the order in which it was stored; none for a log that was never written. */
	frames(log: LogName): AsyncIterable<readonly StoredFrame[]>;
	frame(log: LogName, client: number, seq: number): Promise<Uint8Array | null>;
	/** The strand's entry with the highest seq. */
	last(log: LogName, client: number): Promise<StoredFrame | null>;
	/** All or nothing; resolves when they would survive a crash. Rejects with a StoreError. */
	append(log: LogName, frames: readonly StoredFrame[]): Promise<void>;
	/** The logs of a document that hold anything. */
	logs(document: DocumentId): Promise<LogName[]>;
	/** Whether a write would succeed now, as far as can be told without writing. */
	ok(): Promise<boolean>;
	/** Stores what waits, then lets go of the files. */
	close(): Promise<void>;
}

export type StoreFault =
	/** Something is stored in that place already. */
	| 'taken'
	| 'closed'
	/** The disk is full or broken, or the file is not ours. */
	| 'failed';

export class StoreError extends Error {
	readonly fault: StoreFault;
	constructor(fault: StoreFault) {
		super(`store: ${fault}`);
		this.name = 'StoreError';
		this.fault = fault;
	}
}
