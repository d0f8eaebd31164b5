/** What goes wrong with a browser's storage, made to happen in a page. */
import { vi } from 'vitest';
import { cdp } from 'vitest/browser';
import type { Vault } from '#lib/vault/vault.ts';

/** Every IndexedDB write is given up midway, or every write into databases of one name, until the answer is called. */
export function abortingWrites(database?: string): () => Promise<void> {
	const begin = IDBDatabase.prototype.transaction;
	const spy = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (
		this: IDBDatabase,
		...given
	) {
		const transaction = begin.apply(this, given);
		const meant = database === undefined || this.name === database;
		if (meant && transaction.mode === 'readwrite') queueMicrotask(() => transaction.abort());
		return transaction;
	});
	return async () => void spy.mockRestore();
}

/**
 * This many bytes are left to this page's origin; the answer is storage that was never written to. For half a minute Chromium goes by
 * the room that it last saw in a storage bucket, unless a write is larger.
 */
export async function room(bytes: number): Promise<IDBFactory> {
	const { usage = 0 } = await navigator.storage.estimate();
	await limit(usage + bytes);
	const { storageBuckets } = navigator as unknown as {
		storageBuckets: { open(name: string): Promise<{ indexedDB: IDBFactory }> };
	};
	return (await storageBuckets.open(crypto.randomUUID())).indexedDB;
}

/** Nothing more goes into this vault until there is room again. */
export async function fill(vault: Vault): Promise<void> {
	let fillers = 0;
	for (let size = 2_000_000; size > 16; size /= 2) {
		while ((await vault.write(`filler/${fillers++}`, new Uint8Array(size))).kind === 'stored');
	}
}

/** As much room as before. */
export async function freed(): Promise<void> {
	await limit();
}

/** The person clears what this site has kept, in the browser's own settings. */
export async function clearedByBrowser(): Promise<void> {
	await browser('Storage.clearDataForOrigin', { origin: location.origin, storageTypes: 'indexeddb' });
}

async function limit(quotaSize?: number): Promise<void> {
	const { origin } = location;
	await browser(
		'Storage.overrideQuotaForOrigin',
		quotaSize === undefined ? { origin } : { origin, quotaSize }
	);
}

async function browser(method: string, given: object): Promise<void> {
	const session = cdp() as unknown as { send(method: string, given: object): Promise<unknown> };
	await session.send(method, given);
}
