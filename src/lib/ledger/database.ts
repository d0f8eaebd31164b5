/** IndexedDB in promises: only what ledger and outbox need. */
import type { StorageFault } from './ledger.ts';

/** The browser's IndexedDB; null where there is none or where even asking for it is refused. */
export function browserIndexedDb(): IDBFactory | null {
	try {
		return globalThis.indexedDB ?? null;
	} catch {
		return null;
	}
}

/** Rejects with the browser's DOMException, and with a NotSupportedError of its own where there is no IndexedDB. */
export async function openDatabase(
	factory: IDBFactory | null,
	name: string,
	create: (database: IDBDatabase) => void
): Promise<IDBDatabase> {
	if (!factory) throw new DOMException('no IndexedDB', 'NotSupportedError');
	const request = factory.open(name);
	request.onupgradeneeded = () => create(request.result);
	return answer(request);
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
