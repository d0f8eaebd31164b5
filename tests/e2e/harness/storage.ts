import type { Page } from '@playwright/test';

/** What a browser keeps for the page's address: every value of every IndexedDB database, and the web storages. */
export interface Kept {
	/** `database/store`, and how many values it holds. */
	readonly stores: Readonly<Record<string, number>>;
	/** Keys of WebCrypto that a script could read out. */
	readonly extractable: number;
	readonly bytes: Uint8Array;
}

export async function readStorage(page: Page): Promise<Kept> {
	const { stores, extractable, parts } = await page.evaluate(async () => {
		const stores: Record<string, number> = {};
		const parts: string[] = [];
		let extractable = 0;

		const answer = <T>(request: IDBRequest<T>): Promise<T> =>
			new Promise((resolve, reject) => {
				request.onsuccess = () => resolve(request.result);
				request.onerror = () => reject(request.error ?? new Error('not read'));
			});

		function take(value: unknown): void {
			if (typeof value === 'string')
				parts.push(btoa(String.fromCharCode(...new TextEncoder().encode(value))));
			else if (value instanceof ArrayBuffer) takeBytes(new Uint8Array(value));
			else if (ArrayBuffer.isView(value))
				takeBytes(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
			else if (value instanceof CryptoKey) extractable += value.extractable ? 1 : 0;
			else if (value instanceof Map || value instanceof Set) [...value].forEach(take);
			else if (typeof value === 'object' && value !== null)
				Object.entries(value).forEach((entry) => entry.forEach(take));
		}

		function takeBytes(bytes: Uint8Array): void {
			let text = '';
			for (const byte of bytes) text += String.fromCharCode(byte);
			parts.push(btoa(text));
		}

		for (const { name = '' } of await indexedDB.databases()) {
			const database = await answer(indexedDB.open(name));
			take(name);
			for (const store of database.objectStoreNames) {
				const objects = database.transaction(store).objectStore(store);
				const [keys, values] = await Promise.all([answer(objects.getAllKeys()), answer(objects.getAll())]);
				stores[`${name}/${store}`] = values.length;
				keys.forEach(take);
				values.forEach(take);
			}
			database.close();
		}
		take({ ...localStorage });
		take({ ...sessionStorage });
		take(document.cookie);
		return { stores, extractable, parts };
	});
	return { stores, extractable, bytes: Buffer.concat(parts.map((part) => Buffer.from(part, 'base64'))) };
}
