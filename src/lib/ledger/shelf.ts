/**
 * One life of a ledger's storage: a Y.Doc that y-indexeddb keeps, and a connection of our own that reads behind it. y-indexeddb tells
 * neither of a full disk nor of another tab's wipe, and once its listener has thrown the Y.Doc is silent for good; so a shelf that
 * fails is thrown away and a new one is made.
 */
import { IndexeddbPersistence } from 'y-indexeddb';
import * as Y from 'yjs';
import type { Clock } from '#lib/clock.ts';
import { parseFrame, type Frame } from '#lib/seal/frame.ts';
import type { StorageFault } from './ledger.ts';
import { deleteRows, entriesIn, readStruct, rowStore, soundFrames, strandUpdate } from './rows.ts';
import { faultOf, ofRequest, ofTransaction, openDatabase } from './request.ts';

export interface LedgerPlace {
	/** The page's own, which y-indexeddb uses; undefined where there is none. */
	readonly indexedDB: IDBFactory | undefined;
	readonly clock: Clock;
}

/** A browser that has not opened a database by then (a deletion that hangs, a broken profile) is taken to have failed. */
const patience = 15_000;

export class Shelf {
	readonly #doc = new Y.Doc();
	readonly #database: IDBDatabase;
	readonly #persistence: IndexeddbPersistence;
	/** By strand, how many entries from seq 0 were read back. */
	readonly #onDisk = new Map<number, number>();
	#readTo = 0;
	#updates = 0;
	#ended: StorageFault | null = null;
	#onEnd: () => void = () => undefined;
	/** Called, never from within Yjs, when another tab's rows have come in. */
	onNews: () => void = () => undefined;

	private constructor(name: string, database: IDBDatabase) {
		this.#database = database;
		database.onversionchange = ({ newVersion }) => this.#end(newVersion === null ? 'wiped' : 'failed');
		// The browser took it away: its data were cleared, or its disk failed.
		database.onclose = () => this.#end('failed');
		this.#persistence = new IndexeddbPersistence(name, this.#doc);
		// Behind y-indexeddb's own listener, and nothing in it can fail.
		this.#doc.on('update', (_update: Uint8Array, origin: unknown) => {
			this.#updates += 1;
			if (origin === this.#persistence) queueMicrotask(() => this.onNews());
		});
	}

	/** Rejects with a DOMException or an Error; `faultOf` has the word for it. */
	static async open(name: string, { indexedDB, clock }: LedgerPlace): Promise<Shelf> {
		if (!indexedDB) throw new DOMException('no IndexedDB', 'NotAllowedError');
		const database = await within(clock, openDatabase(indexedDB, name, undefined, makeStores));
		const shelf = new Shelf(name, database);
		const loaded = await shelf.#loaded(clock);
		if (loaded === 'sound') return shelf;
		if (loaded === 'unsound') await keepSoundRows(database);
		await shelf.close();
		if (loaded !== 'unsound') throw new Error('y-indexeddb did not open');
		return Shelf.open(name, { indexedDB, clock });
	}

	/** Why it can no longer be used; null while it can. */
	get ended(): StorageFault | null {
		return this.#ended;
	}

	/** What the document holds beyond the given counts, each strand's in order. */
	beyond(held: (client: number) => number): Frame[] {
		const found: Frame[] = [];
		for (const [client, structs] of this.#doc.store.clients) {
			for (const struct of structs.slice(held(client))) {
				const entry = readStruct(struct);
				const parsed = entry && parseFrame(entry.bytes);
				if (parsed?.kind !== 'frame') break;
				found.push(parsed.frame);
			}
		}
		return found;
	}

	/** Gives y-indexeddb what the document lacks of these strands. False if it has fallen silent. */
	put(frames: readonly Frame[]): boolean {
		const fresh = frames.filter(({ client, seq }) => seq >= Y.getState(this.#doc.store, client));
		if (fresh.length === 0) return true;
		const before = this.#updates;
		try {
			Y.applyUpdate(this.#doc, strandUpdate(fresh), this);
		} catch {
			return false;
		}
		return this.#updates > before;
	}

	/** Which of these frames storage does not have: read in a transaction behind the one that wrote them. */
	async missing(frames: readonly Frame[]): Promise<Frame[]> {
		const range = IDBKeyRange.lowerBound(this.#readTo, true);
		const store = this.#database.transaction(rowStore).objectStore(rowStore);
		const [keys, rows] = await Promise.all([
			ofRequest(store.getAllKeys(range)),
			ofRequest<unknown[]>(store.getAll(range))
		]);
		for (const row of rows) this.#noteRow(row);
		this.#readTo = Number(keys.at(-1) ?? this.#readTo);
		return frames.filter(({ client, seq }) => seq >= (this.#onDisk.get(client) ?? 0));
	}

	/** Writes a row itself, past y-indexeddb, so that what hinders it can be known. Rejects with what the browser says. */
	async write(frames: readonly Frame[]): Promise<void> {
		const transaction = this.#database.transaction(rowStore, 'readwrite');
		transaction.objectStore(rowStore).add(strandUpdate(frames));
		await ofTransaction(transaction);
	}

	async close(): Promise<void> {
		this.#end('failed');
		this.onNews = () => undefined;
		await this.#persistence.destroy();
		this.#doc.destroy();
	}

	async #loaded(clock: Clock): Promise<'sound' | 'unsound' | 'ended'> {
		const loaded = await within(
			clock,
			new Promise<'synced' | 'unsound' | 'ended'>((resolve) => {
				this.#onEnd = () => resolve('ended');
				this.#persistence.once('synced', () => resolve('synced'));
				// A row that Yjs cannot read makes y-indexeddb fall over in silence, right behind this event.
				this.#doc.on('afterTransaction', ({ origin }: Y.Transaction) => {
					if (origin === this.#persistence) queueMicrotask(() => resolve('unsound'));
				});
			})
		).catch(() => 'ended' as const);
		if (loaded !== 'synced') return loaded;
		for (const [client, structs] of this.#doc.store.clients) {
			if (!structs.every(isEntry)) return 'unsound';
			this.#onDisk.set(client, structs.length);
		}
		return 'sound';
	}

	#noteRow(row: unknown): void {
		for (const { client, clock } of entriesIn(row)) {
			if (clock === (this.#onDisk.get(client) ?? 0)) this.#onDisk.set(client, clock + 1);
		}
	}

	#end(fault: StorageFault): void {
		this.#ended ??= fault;
		this.#database.close();
		this.#onEnd();
	}
}

function isEntry(struct: Y.AbstractStruct): boolean {
	return readStruct(struct) !== null;
}

/** As y-indexeddb makes them. */
function makeStores(database: IDBDatabase): void {
	database.createObjectStore(rowStore, { autoIncrement: true });
	database.createObjectStore('custom');
}

/** Rows that hold anything but entries in their places are replaced by what is sound in them. */
async function keepSoundRows(database: IDBDatabase): Promise<void> {
	const transaction = database.transaction(rowStore, 'readwrite');
	const store = transaction.objectStore(rowStore);
	const request = store.getAll();
	request.onsuccess = () => {
		const frames = soundFrames(request.result as unknown[]);
		deleteRows(store);
		if (frames.length > 0) store.add(strandUpdate(frames));
	};
	await ofTransaction(transaction);
}

async function within<T>(clock: Clock, work: Promise<T>): Promise<T> {
	let stop: () => void = () => undefined;
	const late = new Promise<never>((_, reject) => {
		stop = clock.after(patience, () => reject(new Error('IndexedDB did not answer')));
	});
	return Promise.race([work, late]).finally(() => stop());
}
