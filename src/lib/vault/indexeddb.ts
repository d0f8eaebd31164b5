/** IndexedDB's events as promises, and its errors as words. */
import type { Clock } from '#lib/clock.ts';
import type { StorageFault } from './vault.ts';

export function ofRequest<T>(request: IDBRequest<T>): Promise<T> {
	return new Promise((resolve, reject) => {
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error ?? new Error('IndexedDB request'));
	});
}

/** 15 s: a browser that has not opened it by then has a broken profile, or waits for a tab that hangs. */
const patience = 15_000;

export function inTime(request: IDBOpenDBRequest, clock: Clock): Promise<IDBDatabase> {
	return new Promise((resolve, reject) => {
		const stop = clock.after(patience, () => {
			request.onsuccess = () => request.result.close();
			reject(new DOMException('IndexedDB does not answer', 'TimeoutError'));
		});
		ofRequest(request).then(resolve, reject).finally(stop);
	});
}

/** Resolves when the transaction is on disk as far as its durability promises. */
export function ofTransaction(transaction: IDBTransaction): Promise<void> {
	return new Promise((resolve, reject) => {
		transaction.oncomplete = () => resolve();
		transaction.onabort = () => reject(transaction.error ?? new Error('IndexedDB transaction'));
	});
}

/** What was asked for before a request throws would be done all the same: a transaction ends with an error only where it is aborted. */
export async function allOrNothing(transaction: IDBTransaction, change: () => unknown): Promise<void> {
	try {
		change();
	} catch (error) {
		transaction.abort();
		throw error;
	}
	await ofTransaction(transaction);
}

/** Firefox answers a private window so that asks for a database; on an open database the name means that it was closed. */
export function openingError(error: unknown): unknown {
	const refused = error instanceof DOMException && error.name === 'InvalidStateError';
	return refused ? new DOMException(error.message, 'NotAllowedError') : error;
}

/** Names of DOMException by the IndexedDB and Storage standards. */
export function faultOf(error: unknown): StorageFault {
	const name = error instanceof Error ? error.name : '';
	if (name === 'QuotaExceededError') return 'full';
	return name === 'SecurityError' || name === 'NotAllowedError' ? 'refused' : 'failed';
}
