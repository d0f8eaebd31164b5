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
	readonly #reader: IDBDatabase;
	readonly #writer: IndexeddbPersistence;
	#lastKey = 0;
	#gone = false;
	#closed = false;
	#holding = false;
	#writeFault: StorageFault = 'failed';

	private constructor(name: string, reader: IDBDatabase, { lost: tell }: ShelfEvents) {
		this.#reader = reader;
		const lost = () => {
			reader.close();
			if (this.#gone || this.#closed) return;
			this.#gone = true;
			tell();
		};
		reader.addEventListener('close', lost);
		reader.addEventListener('versionchange', lost);
		this.#writer = new IndexeddbPersistence(name, this.#doc);
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
		let shelf: Shelf | undefined;
		try {
			const { lastKey, rows } = await readClean(reader, held);
			shelf = new Shelf(name, reader, events);
			shelf.#lastKey = lastKey;
			await shelf.#load(events);
			return { shelf, found: { whole: true, rows } };
		} catch (error) {
			await shelf?.close();
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

	/** Hands entries to y-indexeddb. Throws if its database is closed; whether they are stored, only `read` tells. */
	put(frames: readonly Frame[]): void {
		appendFrames(this.#doc, frames);
	}

	/** The rows behind the last that were read, in a transaction behind every write so far. */
	async read(held: Strands): Promise<RowsRead> {
		const store = this.#reader.transaction(rowStore).objectStore(rowStore);
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
		await this.#writer.destroy().catch(() => undefined);
		this.#doc.destroy();
	}

	async #load({ brought }: ShelfEvents): Promise<void> {
		// y-indexeddb does not say that loading failed. It begins as soon as its database is open, and our transaction runs behind its own.
		const database = await this.#writer._db;
		database.addEventListener('abort', ({ target }) => {
			this.#writeFault = storageFault((target as IDBTransaction).error);
		});
		await answer(this.#reader.transaction(rowStore).objectStore(rowStore).count());
		if (!this.#writer.synced) throw new DOMException('not loaded', 'UnknownError');
		this.#doc.on('update', (_update: Uint8Array, origin: unknown) => {
			if (origin === this.#writer && !this.#holding) queueMicrotask(brought);
		});
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
