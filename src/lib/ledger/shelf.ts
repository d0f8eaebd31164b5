/**
 * One life of a ledger's document in IndexedDB, which y-indexeddb writes. It tells neither of a full disk nor of a database that another
 * tab deletes, so a connection of our own reads behind it, and listens to what its connection says. A shelf that failed is not mended:
 * it is closed, and a new one opened.
 */
import * as Y from 'yjs';
import { IndexeddbPersistence } from 'y-indexeddb';
import type { Frame } from '#lib/seal/frame.ts';
import { answer, committed, openDatabase, storageFault } from './database.ts';
import type { StorageFault } from './ledger.ts';
import { appendFrames, readRow, type Row, type Strands } from './row.ts';

const rowStore = 'updates';

export interface RowsRead {
	/** True if these are all rows that there are, not only those behind the last that were read. */
	readonly whole: boolean;
	readonly rows: readonly Row[];
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

	private constructor(name: string, reader: IDBDatabase) {
		this.#reader = reader;
		const lost = () => (this.#gone ||= !this.#closed);
		reader.addEventListener('close', lost);
		reader.addEventListener('versionchange', () => {
			lost();
			reader.close();
		});
		this.#writer = new IndexeddbPersistence(name, this.#doc);
	}

	/** Rejects with the browser's DOMException. `brought` is called when y-indexeddb's clean-up has read other tabs' rows. */
	static async open(factory: IDBFactory | undefined, name: string, brought: () => void): Promise<Shelf> {
		const reader = await openDatabase(factory, name, (database) => {
			// The stores that y-indexeddb makes and looks for.
			database.createObjectStore(rowStore, { autoIncrement: true });
			database.createObjectStore('custom');
		});
		try {
			await dropJunk(reader);
		} catch (error) {
			reader.close();
			throw error;
		}
		const shelf = new Shelf(name, reader);
		try {
			await shelf.#load(brought);
		} catch (error) {
			await shelf.close();
			throw error;
		}
		return shelf;
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
		const last = this.#lastKey > 0 ? await answer(store.getKey(this.#lastKey)) : undefined;
		const range = last === undefined ? null : IDBKeyRange.lowerBound(last, true);
		const [keys, updates] = await Promise.all([
			answer(store.getAllKeys(range)),
			answer<unknown[]>(store.getAll(range))
		]);
		this.#lastKey = (keys.at(-1) as number | undefined) ?? (last === undefined ? 0 : this.#lastKey);
		const rows = updates.map((update) => {
			const row = readRow(update, held);
			if (row.junk === 0 && row.frames.some((frame) => this.#lacks(frame))) this.#hold(update as Uint8Array);
			return row;
		});
		return { whole: last === undefined, rows };
	}

	async close(): Promise<void> {
		this.#closed = true;
		this.#reader.close();
		// Rejects only if y-indexeddb never got its database, and then there is nothing to close.
		await this.#writer.destroy().catch(() => undefined);
		this.#doc.destroy();
	}

	async #load(brought: () => void): Promise<void> {
		// y-indexeddb never says that loading failed. Its transaction is made as soon as its database is open, and ours runs behind it.
		const database = await this.#writer._db;
		database.addEventListener('abort', ({ target }) => {
			this.#writeFault = storageFault((target as IDBTransaction).error);
		});
		await Promise.resolve();
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
		Y.applyUpdate(this.#doc, update, this.#writer);
		this.#holding = false;
	}
}

/** Rows that hold anything but entries are replaced by their entries before y-indexeddb sees them: it applies whatever it finds. */
async function dropJunk(database: IDBDatabase): Promise<void> {
	const updates = await answer(database.transaction(rowStore).objectStore(rowStore).getAll());
	const rows = updates.map((update) => readRow(update, new Map()));
	if (rows.every(({ junk }) => junk === 0)) return;
}
