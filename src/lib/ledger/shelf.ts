/**
 * One life of a ledger's document in IndexedDB, which y-indexeddb writes. It tells neither of a full disk nor of a database that another
 * tab deletes, so a connection of our own reads behind it, and listens to what its connection says. A shelf that failed is not mended:
 * it is closed, and a new one opened.
 */
import * as Y from 'yjs';
import { IndexeddbPersistence } from 'y-indexeddb';
import type { Frame } from '#lib/seal/frame.ts';
import { answer, committed, openDatabase, storageFault, type Storage } from './database.ts';
import type { StorageFault } from './ledger.ts';
import { appendFrames, framesUpdate, readRow, type Row, type Strands } from './row.ts';
import { StrandList } from './strand-list.ts';

const rowStore = 'updates';

export interface RowsRead {
	/** True if these are all rows that there are, not only those behind the last that were read. */
	readonly whole: boolean;
	readonly rows: readonly Row[];
}

export interface ShelfEvents {
	/** y-indexeddb's own clean-up has read rows of other tabs. */
	readonly brought: () => void;
	/** It is gone. */
	readonly lost: () => void;
}

export class Shelf {
	readonly #doc = new Y.Doc();
	readonly #name: string;
	readonly #reader: IDBDatabase;
	readonly #brought: () => void;
	/** Begun by the first write: y-indexeddb reads and applies every row once more, which nobody waits for who only looks. */
	#writer: IndexeddbPersistence | null = null;
	#lastKey: number;
	#gone = false;
	#closed = false;
	#holding = false;
	#writeFault: StorageFault = 'failed';

	private constructor(
		name: string,
		reader: IDBDatabase,
		{ brought, lost: tell }: ShelfEvents,
		lastKey: number
	) {
		this.#name = name;
		this.#reader = reader;
		this.#brought = brought;
		this.#lastKey = lastKey;
		const lost = () => {
			reader.close();
			if (this.#gone || this.#closed) return;
			this.#gone = true;
			tell();
		};
		reader.addEventListener('close', lost);
		reader.addEventListener('versionchange', lost);
	}

	/** With the shelf comes everything that is on it. Rejects with the browser's DOMException. */
	static async open(
		storage: Storage,
		name: string,
		held: Strands,
		events: ShelfEvents
	): Promise<{ shelf: Shelf; found: RowsRead }> {
		const reader = await openDatabase(storage, name, (database) => {
			// The stores that y-indexeddb makes and looks for.
			database.createObjectStore(rowStore, { autoIncrement: true });
			database.createObjectStore('custom');
		});
		try {
			const { lastKey, rows } = await readClean(reader, held);
			const shelf = new Shelf(name, reader, events, lastKey);
			return { shelf, found: { whole: true, rows } };
		} catch (error) {
			reader.close();
			throw error;
		}
	}

	/** Deleted or closed under our hands: another tab's wipe, or the person's own clearing of the browser. */
	get gone(): boolean {
		return this.#gone;
	}

	/** What last kept y-indexeddb from writing; to be asked when a row is missing. */
	get writeFault(): StorageFault {
		return this.#gone ? 'wiped' : this.#writeFault;
	}

	/** Hands entries to y-indexeddb. Rejects if its database is closed; whether they are stored, only `read` tells. */
	async put(frames: readonly Frame[], held: Strands): Promise<void> {
		if (!this.#writer) await this.#begin(held);
		appendFrames(this.#doc, frames);
	}

	/** The rows behind the last that were read, in a transaction behind every write so far. */
	async read(held: Strands): Promise<RowsRead> {
		const store = this.#rows;
		// A clean-up puts one row in the place of many: without the row that was last, nothing that was read counts any more.
		const known = this.#lastKey > 0 && (await answer(store.getKey(this.#lastKey))) !== undefined;
		const { lastKey, updates } = await readRows(store, known ? this.#lastKey : 0);
		this.#lastKey = lastKey;
		const rows = updates.map((update) => {
			const row = readRow(update, held);
			if (row.junk === 0 && row.frames.some((frame) => this.#lacks(frame))) this.#hold(update as Uint8Array);
			return row;
		});
		return { whole: !known, rows };
	}

	async close(): Promise<void> {
		this.#closed = true;
		this.#reader.close();
		// Rejects only if y-indexeddb never got its database, and then there is nothing to close.
		await this.#writer?.destroy().catch(() => undefined);
		this.#doc.destroy();
	}

	async #begin(held: Strands): Promise<void> {
		const { updates } = await readRows(this.#rows, this.#lastKey);
		if (updates.some((update) => readRow(update, held).junk > 0)) await readClean(this.#reader, held);
		const writer = new IndexeddbPersistence(this.#name, this.#doc);
		this.#writer = writer;
		// y-indexeddb does not say that loading failed. It begins as soon as its database is open, and our transaction runs behind its own.
		const database = await writer._db;
		database.addEventListener('abort', ({ target }) => {
			this.#writeFault = storageFault((target as IDBTransaction).error);
		});
		await answer(this.#rows.count());
		if (!writer.synced) throw new DOMException('not loaded', 'UnknownError');
		this.#doc.on('update', (_update: Uint8Array, origin: unknown) => {
			if (origin === writer && !this.#holding) queueMicrotask(this.#brought);
		});
	}

	/** In a transaction behind every write so far. */
	get #rows(): IDBObjectStore {
		return this.#reader.transaction(rowStore).objectStore(rowStore);
	}

	#lacks(frame: Frame): boolean {
		return Y.getState(this.#doc.store, frame.client) <= frame.seq;
	}

	/** Takes in a row of another tab; y-indexeddb does not write again what bears its own name. */
	#hold(update: Uint8Array): void {
		this.#holding = true;
		try {
			Y.applyUpdate(this.#doc, update, this.#writer);
		} finally {
			this.#holding = false;
		}
	}
}

/** Rows that hold anything but entries give way to their entries before y-indexeddb sees them: it applies whatever it finds. */
async function readClean(database: IDBDatabase, held: Strands): Promise<{ lastKey: number; rows: Row[] }> {
	const transaction = database.transaction(rowStore, 'readwrite');
	const store = transaction.objectStore(rowStore);
	const { lastKey, updates } = await readRows(store, 0);
	const rows = updates.map((update) => readRow(update, held));
	if (rows.every(({ junk }) => junk === 0)) return { lastKey, rows };
	const frames = new StrandList().take(rows.flatMap((row) => row.frames));
	store.clear();
	const key = await answer(store.add(framesUpdate(frames)));
	await committed(transaction);
	const junk = rows.reduce((sum, row) => sum + row.junk, 0);
	return { lastKey: key as number, rows: [{ frames, junk }] };
}

async function readRows(
	store: IDBObjectStore,
	after: number
): Promise<{ lastKey: number; updates: unknown[] }> {
	const range = IDBKeyRange.lowerBound(after, true);
	const [keys, updates] = await Promise.all([
		answer(store.getAllKeys(range)),
		answer<unknown[]>(store.getAll(range))
	]);
	return { lastKey: (keys.at(-1) as number | undefined) ?? after, updates };
}
