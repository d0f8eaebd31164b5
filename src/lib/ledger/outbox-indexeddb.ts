/** The outbox of a browser: one IndexedDB database for all logs, which has the name that theirs begin with. Every call is one transaction, and a write is on the disk when it answers. */
import { answer, browserStorage, committed, openDatabase, storageFault, type Storage } from './database.ts';
import type { Stored } from './ledger.ts';
import { memoryOutbox } from './outbox-memory.ts';
import type { Draft, Outbox, OwnEntry, OwnStrand, Waiting } from './outbox.ts';

const logStores = ['drafts', 'entries', 'strands'] as const;
const stores = [...logStores, 'beginnings'] as const;
type StoreName = (typeof stores)[number];
/** 2 brought the beginnings. */
const version = 2;

/** As it lies in the store; 1 for what the entry still waits for, since IndexedDB cannot index a boolean. */
type KeptEntry = OwnEntry & { readonly [W in Waiting]: 0 | 1 };

/** Falls back to an outbox that lasts as long as the page where IndexedDB cannot be opened. */
export async function openIndexedDbOutbox(
	storage = browserStorage()
): Promise<{ outbox: Outbox; stored: Stored }> {
	const outbox = new IndexedDbOutbox(storage);
	const stored = await outbox.open();
	return { outbox: stored.kind === 'stored' ? outbox : memoryOutbox(), stored };
}

class IndexedDbOutbox implements Outbox {
	readonly #storage: Storage;
	readonly #lostListeners = new Set<() => void>();
	#database: Promise<IDBDatabase> | null = null;

	constructor(storage: Storage) {
		this.#storage = storage;
	}

	open(): Promise<Stored> {
		return this.#write(['strands'], () => undefined);
	}

	putDraft(draft: Draft, strand: Uint8Array): Promise<Stored> {
		const { log, client } = draft;
		return this.#write(['drafts', 'strands'], (store) => {
			store('drafts').put({ ...draft, bytes: draft.bytes.slice() });
			const request = store('strands').get([log, client]) as IDBRequest<OwnStrand | undefined>;
			request.onsuccess = () => {
				if (!request.result) store('strands').put({ log, client, strand, next: 0 } satisfies OwnStrand);
			};
		});
	}

	putEntry(entry: OwnEntry, strand: Uint8Array, covers: number): Promise<Stored> {
		const { log, client, seq } = entry;
		// A view would take all that it looks at along into the store.
		const kept: KeptEntry = { ...entry, bytes: entry.bytes.slice(), ledger: 1, relay: 1 };
		return this.#write(logStores, (store) => {
			store('entries').put(kept);
			const request = store('strands').get([log, client]) as IDBRequest<OwnStrand | undefined>;
			request.onsuccess = () => {
				const next = Math.max(request.result?.next ?? 0, seq + 1);
				store('strands').put({ log, client, strand, next } satisfies OwnStrand);
			};
			if (covers >= 0) store('drafts').delete(IDBKeyRange.bound([log, client], [log, client, covers]));
		});
	}

	drafts(log: string): Promise<Draft[]> {
		return this.#read('drafts', async (store) => {
			const drafts = await answer(store.getAll(ofLog(log)) as IDBRequest<Draft[]>);
			return drafts.sort((a, b) => a.number - b.number);
		});
	}

	entries(log: string): Promise<OwnEntry[]> {
		return this.#read('entries', async (store) => {
			const kept = await answer(store.getAll(ofLog(log)) as IDBRequest<KeptEntry[]>);
			return kept.map(({ client, seq, bytes }) => ({ log, client, seq, bytes }));
		});
	}

	strands(log: string): Promise<OwnStrand[]> {
		return this.#read('strands', (store) => answer(store.getAll(ofLog(log)) as IDBRequest<OwnStrand[]>));
	}

	settle(log: string, client: number, count: number, what: Waiting): Promise<Stored> {
		const below = IDBKeyRange.bound([log, client], [log, client, count], false, true);
		return this.#write(['entries'], (store) => {
			const request = store('entries').openCursor(below, 'prev');
			request.onsuccess = () => {
				const cursor = request.result;
				// Backwards, and no further than the last that was settled before: below it all are.
				if (!cursor || !settleOne(cursor, what)) return;
				cursor.continue();
			};
		});
	}

	unsent(log: string): Promise<number> {
		return this.#read('entries', (store) => answer(store.index('relay').count(IDBKeyRange.only([log, 1]))));
	}

	forget(log: string): Promise<Stored> {
		return this.#write(stores, (store) => {
			for (const name of logStores) store(name).delete(ofLog(log));
			store('beginnings').delete(log);
		});
	}

	begin(channel: string, beginning: Uint8Array): Promise<Stored> {
		return this.#write(['beginnings'], (store) => void store('beginnings').put(beginning.slice(), channel));
	}

	beginning(channel: string): Promise<Uint8Array | null> {
		return this.#read('beginnings', async (store) => {
			const kept = await answer(store.get(channel) as IDBRequest<Uint8Array | undefined>);
			return kept ?? null;
		});
	}

	onLost(listener: () => void): () => void {
		this.#lostListeners.add(listener);
		return () => this.#lostListeners.delete(listener);
	}

	async close(): Promise<void> {
		this.#lostListeners.clear();
		const database = this.#database;
		this.#database = null;
		(await database?.catch(() => null))?.close();
	}

	async #write(
		names: readonly StoreName[],
		change: (store: (name: StoreName) => IDBObjectStore) => void
	): Promise<Stored> {
		try {
			const transaction = (await this.#opened()).transaction(names, 'readwrite', { durability: 'strict' });
			change((name) => transaction.objectStore(name));
			await committed(transaction);
			return { kind: 'stored' };
		} catch (error) {
			return { kind: 'not-stored', reason: storageFault(error) };
		}
	}

	async #read<T>(name: StoreName, ask: (store: IDBObjectStore) => Promise<T>): Promise<T> {
		return ask((await this.#opened()).transaction(name).objectStore(name));
	}

	/** Opened again after another tab has deleted it, or the browser has closed it. */
	#opened(): Promise<IDBDatabase> {
		if (this.#database) return this.#database;
		const opening = openDatabase(this.#storage, this.#storage.under, create, version);
		this.#database = opening;
		const letGo = () => {
			if (this.#database === opening) this.#database = null;
		};
		opening.then((database) => {
			database.onclose = () => {
				letGo();
				this.#lost();
			};
			database.onversionchange = ({ newVersion }) => {
				letGo();
				// Another tab may also bring a newer version of it, in which everything stays.
				if (newVersion === null) this.#lost();
			};
		}, letGo);
		return opening;
	}

	#lost(): void {
		for (const listener of this.#lostListeners) listener();
	}
}

function create(database: IDBDatabase, before: number): void {
	if (before < 2) database.createObjectStore('beginnings');
	if (before > 0) return;
	database.createObjectStore('drafts', { keyPath: ['log', 'client', 'number'] });
	database
		.createObjectStore('entries', { keyPath: ['log', 'client', 'seq'] })
		.createIndex('relay', ['log', 'relay']);
	database.createObjectStore('strands', { keyPath: ['log', 'client'] });
}

/** Every key of a log: an array sorts behind all numbers. */
function ofLog(log: string): IDBKeyRange {
	return IDBKeyRange.bound([log], [log, []]);
}

function settleOne(cursor: IDBCursorWithValue, what: Waiting): boolean {
	const kept = cursor.value as KeptEntry;
	if (kept[what] === 0) return false;
	const settled: KeptEntry = { ...kept, [what]: 0 };
	if (settled.ledger === 0 && settled.relay === 0) cursor.delete();
	else cursor.update(settled);
	return true;
}
