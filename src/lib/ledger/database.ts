/** IndexedDB in promises: only what ledger and outbox need. */
import { systemClock, type Clock } from '#lib/clock.ts';
import type { StorageFault } from './ledger.ts';

/** What ledger and outbox need of a browser. */
export interface Storage {
	/** Null where there is none. y-indexeddb uses the page's own. */
	readonly factory: IDBFactory | null;
	readonly clock: Clock;
	/** What the names of its databases begin with: of each person who uses this browser, another. */
	readonly under: string;
}

export function browserStorage(under = 'roundtable'): Storage {
	return { factory: browserIndexedDb(), clock: systemClock, under };
}

/** In some settings even asking for it is refused. */
function browserIndexedDb(): IDBFactory | null {
	try {
		return 'indexedDB' in globalThis ? globalThis.indexedDB : null;
	} catch {
		return null;
	}
}

/** 15 s: a browser that has not opened a database by then has a broken profile, or waits for a tab that hangs. */
const patience = 15_000;

/** Rejects with a DOMException, the browser's or one of the same kind. `create` hears which version there was before; 0 for none. */
export async function openDatabase(
	{ factory, clock }: Storage,
	name: string,
	create: (database: IDBDatabase, before: number) => void,
	version?: number
): Promise<IDBDatabase> {
	if (!factory) throw new DOMException('no IndexedDB', 'NotSupportedError');
	const request = factory.open(name, version);
	request.onupgradeneeded = ({ oldVersion }) => create(request.result, oldVersion);
	return new Promise((resolve, reject) => {
		const stop = clock.after(patience, () => {
			request.onsuccess = () => request.result.close();
			reject(new DOMException('IndexedDB does not answer', 'TimeoutError'));
		});
		request.onsuccess = () => {
			stop();
			const database = request.result;
			// From the first moment: a deletion that is not answered waits for ever, and so does whoever opens behind it.
			database.addEventListener('versionchange', () => database.close());
			resolve(database);
		};
		request.onerror = () => {
			stop();
			reject(openingError(request.error));
		};
	});
}

/** Firefox before 115 lets a private window ask, and answers so; on an open database the name means that it was closed. */
function openingError(error: DOMException | null): DOMException {
	if (error?.name !== 'InvalidStateError') return error ?? new DOMException('', 'UnknownError');
	return new DOMException(error.message, 'NotAllowedError');
}

/** Resolves when the database is gone: other tabs that hold it are told to let go, and are waited for. */
export async function deleteDatabase(factory: IDBFactory, name: string): Promise<void> {
	await answer(factory.deleteDatabase(name));
}

export function answer<T>(request: IDBRequest<T>): Promise<T> {
	return new Promise((resolve, reject) => {
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error ?? new DOMException('', 'UnknownError'));
	});
}

/** Resolves when the transaction is committed. */
export function committed(transaction: IDBTransaction): Promise<void> {
	return new Promise((resolve, reject) => {
		transaction.oncomplete = () => resolve();
		transaction.onabort = () => reject(transaction.error ?? new DOMException('', 'AbortError'));
	});
}

const full = ['QuotaExceededError'];
const refused = ['NotSupportedError', 'SecurityError', 'NotAllowedError'];

/** What an error of IndexedDB means. A request and its transaction may name different errors: the transaction's is the cause. */
export function storageFault(error: unknown): StorageFault {
	const name = error instanceof DOMException ? error.name : '';
	if (full.includes(name)) return 'full';
	return refused.includes(name) ? 'refused' : 'failed';
}
