/** IndexedDB's events as promises, and its errors as words. */
import type { StorageFault, Stored } from './ledger.ts';

export function ofRequest<T>(request: IDBRequest<T>): Promise<T> {
	return new Promise((resolve, reject) => {
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error ?? new Error('IndexedDB request'));
	});
}

/** Resolves when the transaction is on disk as far as its durability promises. */
export function ofTransaction(transaction: IDBTransaction): Promise<void> {
	return new Promise((resolve, reject) => {
		transaction.oncomplete = () => resolve();
		transaction.onabort = () => reject(transaction.error ?? new Error('IndexedDB transaction'));
	});
}

/** Opens a database, and makes its stores if it is new. Rejects with what the browser says. */
export function openDatabase(
	factory: IDBFactory,
	name: string,
	version: number | undefined,
	make: (database: IDBDatabase) => void
): Promise<IDBDatabase> {
	const request = factory.open(name, version);
	request.onupgradeneeded = () => make(request.result);
	return ofRequest(request);
}

/**
 * Resolves when the data are gone: a tab that holds the database open is asked to let go, which ours do, and waited for.
 */
export function deleteDatabase(factory: IDBFactory, name: string): Promise<unknown> {
	return ofRequest(factory.deleteDatabase(name));
}

/** Names of DOMException by the IndexedDB and Storage standards; Firefox answers a private window with InvalidStateError. */
export function faultOf(error: unknown): StorageFault {
	const name = error instanceof Error ? error.name : '';
	if (name === 'QuotaExceededError') return 'full';
	return name === 'SecurityError' || name === 'InvalidStateError' || name === 'NotAllowedError'
		? 'refused'
		: 'failed';
}

export const stored: Stored = { kind: 'stored' };

export function notStored(reason: StorageFault): Stored {
	return { kind: 'not-stored', reason };
}
