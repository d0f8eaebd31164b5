/** The ledger of a browser: in memory, and in IndexedDB by y-indexeddb, one database for each log. */
import type { Frame } from '#lib/seal/frame.ts';
import { browserStorage, deleteDatabase, storageFault, type Storage } from './database.ts';
import type { Ledger, StorageFault, Stored } from './ledger.ts';
import { Shelf, type RowsRead } from './shelf.ts';
import { StrandList } from './strand-list.ts';

export interface OpenedLedger {
	readonly ledger: Ledger;
	/** Not stored where storage cannot be opened: then the ledger lasts as long as the page, or until a write succeeds after all. */
	readonly stored: Stored;
	/** How much in storage was no entry in its place, and was dropped. */
	readonly junk: number;
}

/** Opens what this browser holds of a log. Never rejects for a storage fault. */
export async function openIndexedDbLedger(log: string, storage = browserStorage()): Promise<OpenedLedger> {
	const ledger = new IndexedDbLedger(log, storage);
	const stored = await ledger.retry();
	return { ledger, stored, junk: ledger.junk };
}

/**
 * Deletes a log from this browser. Resolves when it is gone; ledgers that have it open, here or in other tabs, let go. Rejects with
 * the browser's DOMException.
 */
export async function wipeLedger(log: string, storage = browserStorage()): Promise<void> {
	if (storage.factory) await deleteDatabase(storage.factory, databaseName(storage, log));
}

function databaseName({ under }: Storage, log: string): string {
	return `${under}/${log}`;
}

class IndexedDbLedger implements Ledger {
	readonly log: string;
	readonly #storage: Storage;
	readonly #strands = new StrandList();
	readonly #listeners = new Set<(frames: readonly Frame[]) => void>();
	/** Held, and not seen in storage. */
	readonly #missing = new Set<Frame>();
	readonly #foundListeners = new Set<(frames: readonly Frame[]) => void>();
	readonly #lostListeners = new Set<() => void>();
	#shelf: Shelf | null = null;
	#stored: Stored = { kind: 'stored' };
	#work: Promise<unknown> = Promise.resolve();
	#closed = false;
	junk = 0;

	constructor(log: string, storage: Storage) {
		this.log = log;
		this.#storage = storage;
	}

	get strands(): ReadonlyMap<number, readonly Frame[]> {
		return this.#strands.frames;
	}

	get stored(): Stored {
		return this.#stored;
	}

	async add(frames: readonly Frame[]): Promise<Stored> {
		const fresh = this.#strands.add(frames);
		for (const frame of fresh) this.#missing.add(frame);
		this.#tell(fresh);
		return this.#next(() => this.#save());
	}

	retry(): Promise<Stored> {
		return this.#next(async () => {
			if (this.#shelf?.gone) await this.#drop();
			return this.#save();
		});
	}

	onAdded(listener: (frames: readonly Frame[]) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	onFound(listener: (frames: readonly Frame[]) => void): () => void {
		this.#foundListeners.add(listener);
		return () => this.#foundListeners.delete(listener);
	}

	onLost(listener: () => void): () => void {
		this.#lostListeners.add(listener);
		return () => this.#lostListeners.delete(listener);
	}

	async close(): Promise<void> {
		this.#closed = true;
		await this.#next(() => this.#drop());
		this.#listeners.clear();
		this.#foundListeners.clear();
		this.#lostListeners.clear();
	}

	async #save(): Promise<Stored> {
		this.#stored = await this.#write();
		return this.#stored;
	}

	/** Writes what is missing and reads behind it. After a fault the shelf is dropped: whoever writes next opens a new one. */
	async #write(): Promise<Stored> {
		if (this.#closed) return this.#missing.size === 0 ? { kind: 'stored' } : notStored('failed');
		try {
			const shelf = this.#shelf ?? (await this.#open());
			// More may be added while this is under way; its own turn comes.
			const lengths = new Map([...this.strands].map(([client, strand]) => [client, strand.length]));
			const missed = () => [...this.#missing].filter(({ client, seq }) => seq < (lengths.get(client) ?? 0));
			const writing = missed().sort((one, other) => one.seq - other.seq);
			if (writing.length > 0 && !shelf.gone) {
				await shelf.put(writing, this.strands);
				this.#takeIn(await shelf.read(this.strands));
			}
			if (missed().length === 0 && !shelf.gone) return { kind: 'stored' };
		} catch (error) {
			return this.#failed(storageFault(error));
		}
		return this.#failed('failed');
	}

	async #failed(otherwise: StorageFault): Promise<Stored> {
		const reason = this.#shelf?.writeFault ?? otherwise;
		await this.#drop();
		return notStored(reason);
	}

	async #open(): Promise<Shelf> {
		const { shelf, found } = await Shelf.open(
			this.#storage,
			databaseName(this.#storage, this.log),
			this.strands,
			{
				brought: () => void this.#next(() => this.#catchUp()),
				lost: () => this.#lost()
			}
		);
		this.#shelf = shelf;
		this.#takeIn(found);
		return shelf;
	}

	async #drop(): Promise<void> {
		const shelf = this.#shelf;
		this.#shelf = null;
		await shelf?.close();
	}

	/** What y-indexeddb read of other tabs' rows, read once more; a fault here is the next write's to tell. */
	async #catchUp(): Promise<void> {
		if (!this.#shelf || this.#shelf.gone) return;
		try {
			this.#takeIn(await this.#shelf.read(this.strands));
		} catch {
			await this.#drop();
		}
	}

	#takeIn({ whole, rows }: RowsRead): void {
		if (whole) this.#missAll();
		const frames = rows.flatMap((row) => row.frames);
		this.junk += rows.reduce((sum, row) => sum + row.junk, 0);
		const fresh = this.#strands.take(frames);
		// By place: of two entries that claim one place, storage keeps what came first, and the other has nowhere to go.
		for (const { client, seq } of frames) {
			const held = this.strands.get(client)?.[seq];
			if (held) this.#missing.delete(held);
		}
		this.#tell(fresh);
		if (fresh.length > 0) for (const listener of this.#foundListeners) listener(fresh);
	}

	#lost(): void {
		this.#stored = notStored('wiped');
		for (const listener of this.#lostListeners) listener();
	}

	#missAll(): void {
		for (const strand of this.strands.values()) for (const frame of strand) this.#missing.add(frame);
	}

	#tell(frames: readonly Frame[]): void {
		if (frames.length > 0) for (const listener of this.#listeners) listener(frames);
	}

	#next<T>(job: () => Promise<T>): Promise<T> {
		const work = this.#work.then(job);
		this.#work = work.catch(() => undefined);
		return work;
	}
}

function notStored(reason: StorageFault): Stored {
	return { kind: 'not-stored', reason };
}
