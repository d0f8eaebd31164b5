/** Where the relay keeps sealed logs. The relay has checked what it stores; a store only keeps it. */
import type { DocumentId } from '#lib/seal/frame-bytes.ts';
import type { LogName } from '#lib/wire/frame-name.ts';

export interface StoredFrame {
	/** The strand's Yjs client id, below 2^53. */
	readonly client: number;
	readonly seq: number;
	readonly bytes: Uint8Array;
}

export interface Store {
	/** As /health tells it: 'sqlite'. */
	readonly kind: string;
	/** A log's frames by strand, each strand's in order, a page at a time. */
	frames(log: LogName): AsyncIterable<readonly StoredFrame[]>;
	/** Each strand's first frame, a page at a time. */
	firsts(log: LogName): AsyncIterable<readonly StoredFrame[]>;
	/** What stands in one place; null if nothing does. */
	frame(log: LogName, client: number, seq: number): Promise<Uint8Array | null>;
	/** A strand's last frame; null if there is none. */
	last(log: LogName, client: number): Promise<StoredFrame | null>;
	/**
	 * All or nothing. When it resolves the frames survive a crash of the process and of the machine. Appends become durable in the
	 * order of their calls. Rejects with StoreError 'taken' if one of them stands under a (client, seq) that is held already.
	 */
	append(log: LogName, frames: readonly StoredFrame[]): Promise<void>;
	/**
	 * Deletes this log and those of the channel's generations before it, but not the volumes. Becomes durable in its turn among the
	 * appends. Nothing must be appended to them afterwards.
	 */
	drop(log: LogName & { readonly generation: number }): Promise<void>;
	/** Of each channel of a document the last log that was dropped. */
	dropped(document: DocumentId): Promise<readonly LogName[]>;
	/** The logs of a document that hold anything. */
	logs(document: DocumentId): Promise<readonly LogName[]>;
	/**
	 * Keeps bytes under a name, for good. When it resolves they survive a crash. The same bytes may come again; rejects with StoreError
	 * 'taken' where others stand.
	 */
	keepPointer(name: string, bytes: Uint8Array): Promise<void>;
	/** Null where nothing is kept under this name. */
	pointer(name: string): Promise<Uint8Array | null>;
	/** Whether it can be read, and the last append worked. */
	ok(): Promise<boolean>;
	/** Stores what was asked for, then lets go. */
	close(): Promise<void>;
}

export type StoreFault =
	/** The folder cannot be made or written. */
	| 'unwritable'
	/** Another process has it open. */
	| 'in-use'
	/** Written by a later version of this program. */
	| 'newer'
	/** What lies there is no store of ours. */
	| 'damaged'
	| 'taken'
	| 'full'
	| 'closed'
	| 'failed';

export class StoreError extends Error {
	readonly fault: StoreFault;
	constructor(fault: StoreFault) {
		super(`store: ${fault}`);
		this.name = 'StoreError';
		this.fault = fault;
	}
}
