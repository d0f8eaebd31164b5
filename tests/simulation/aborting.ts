/** Writes that the browser gives up midway, when they have been done and are not committed. */
import { vi } from 'vitest';

type Writing = 'put' | 'add' | 'delete' | 'clear';

/** So many writes of this kind into this store, or all, until the answer is called. */
export function abortWrites(method: Writing, store: string, times = Infinity): () => void {
	let left = times;
	const write = IDBObjectStore.prototype[method] as (...given: unknown[]) => IDBRequest;
	const spy = vi.spyOn(IDBObjectStore.prototype, method) as unknown as {
		mockImplementation(run: (this: IDBObjectStore, ...given: unknown[]) => IDBRequest): void;
		mockRestore(): void;
	};
	spy.mockImplementation(function (...given) {
		const request = write.apply(this, given);
		if (this.name === store && left-- > 0) {
			request.addEventListener('success', () => this.transaction.abort());
		}
		return request;
	});
	return () => spy.mockRestore();
}

/** Nothing that an entry waits for in the outbox is settled, until the answer is called. */
export function abortSettling(): () => void {
	const settle = IDBCursor.prototype.update;
	const spy = vi.spyOn(IDBCursor.prototype, 'update').mockImplementation(function (
		this: IDBCursor,
		...given
	) {
		const request = settle.apply(this, given);
		request.addEventListener('success', () => request.transaction?.abort());
		return request;
	});
	return () => spy.mockRestore();
}
