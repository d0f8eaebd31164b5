/** The disk under a page of Chromium: real room, really gone, for IndexedDB. */
import { cdp } from 'vitest/browser';
import { vi } from 'vitest';
import { committed } from '#lib/ledger/database.ts';

const size = 4 * 1024 * 1024;
let disks = 0;

/**
 * A small disk of its own, which nothing was ever written to: for half a minute Chromium goes by the room that it last saw, unless a
 * write is larger.
 */
export async function smallDisk(): Promise<void> {
	await setQuota((await usage()) + size);
	const { storageBuckets } = navigator as unknown as {
		storageBuckets: { open(name: string): Promise<{ indexedDB: IDBFactory }> };
	};
	const bucket = await storageBuckets.open(`disk-${disks++}`);
	vi.stubGlobal('indexedDB', bucket.indexedDB);
}

/** From now on every write fails for want of room. */
export async function fillDisk(): Promise<void> {
	await setQuota(1);
	if (await holds(2 * size)) throw new Error('there was room');
}

export async function makeRoom(): Promise<void> {
	await setQuota((await usage()) + size);
}

export async function giveBackDisk(): Promise<void> {
	vi.unstubAllGlobals();
	await setQuota();
}

async function usage(): Promise<number> {
	return (await navigator.storage.estimate()).usage ?? 0;
}

async function setQuota(quotaSize?: number): Promise<void> {
	const session = cdp() as unknown as { send(method: string, given: object): Promise<unknown> };
	const { origin } = location;
	await session.send(
		'Storage.overrideQuotaForOrigin',
		quotaSize === undefined ? { origin } : { origin, quotaSize }
	);
}

async function holds(bytes: number): Promise<boolean> {
	const request = indexedDB.open('filler');
	request.onupgradeneeded = () => request.result.createObjectStore('filling');
	const database = await new Promise<IDBDatabase>((resolve, reject) => {
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(new Error('no filler'));
	});
	const transaction = database.transaction('filling', 'readwrite');
	transaction.objectStore('filling').put(new Uint8Array(bytes), 'large');
	const written = await committed(transaction).then(
		() => true,
		() => false
	);
	database.close();
	return written;
}
