/** What a thief has who copies the disk of this browser while no page is open: all bytes in IndexedDB and the web storages. */

export interface StolenDisk {
	/** Keys that lie there ready for use. */
	readonly cryptoKeys: number;
	/** Which of these stand anywhere, as they are or in what any of the keys opens. */
	find(wanted: readonly (string | Uint8Array)[]): (string | Uint8Array)[];
}

export async function stealDisk(): Promise<StolenDisk> {
	const values: unknown[] = [{ ...localStorage }, { ...sessionStorage }, document.cookie];
	for (const { name = '' } of await indexedDB.databases()) {
		const database = await answer(indexedDB.open(name));
		values.push(name);
		for (const store of database.objectStoreNames) {
			const objects = database.transaction(store).objectStore(store);
			const [keys, all] = await Promise.all([answer(objects.getAllKeys()), answer(objects.getAll())]);
			// The name of a record is known to whoever opens it.
			values.push(...keys, ...all.map((value: unknown, i) => ({ store, name: keys[i], value })));
		}
		database.close();
	}
	const parts: Uint8Array[] = [];
	const keys: CryptoKey[] = [];
	const sealed: Sealed[] = [];
	for (const value of values) take(value, { parts, keys, sealed });
	for (const key of keys) for (const each of sealed) parts.push(...(await opened(each, key)));
	const texts = parts.map(latin1);
	return {
		cryptoKeys: keys.length,
		find: (wanted) =>
			wanted.filter((each) => {
				const needle = latin1(typeof each === 'string' ? new TextEncoder().encode(each) : each);
				const wide = typeof each === 'string' ? latin1(utf16(each)) : needle;
				return texts.some((text) => text.includes(needle) || text.includes(wide));
			})
	};
}

interface Sealed {
	readonly name: string;
	readonly nonce: BufferSource;
	readonly sealed: BufferSource;
}

interface Loot {
	readonly parts: Uint8Array[];
	readonly keys: CryptoKey[];
	readonly sealed: Sealed[];
}

function take(value: unknown, loot: Loot): void {
	if (typeof value === 'string') loot.parts.push(new TextEncoder().encode(value));
	else if (value instanceof ArrayBuffer) loot.parts.push(new Uint8Array(value));
	else if (ArrayBuffer.isView(value))
		loot.parts.push(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
	else if (value instanceof CryptoKey) loot.keys.push(value);
	else if (typeof value === 'object' && value !== null) {
		const { name, value: inside } = value as { name?: unknown; value?: Partial<Sealed> };
		if (typeof name === 'string' && inside?.nonce && inside.sealed)
			loot.sealed.push({ name, nonce: inside.nonce, sealed: inside.sealed });
		for (const entry of Object.entries(value)) entry.forEach((each) => take(each, loot));
	}
}

async function opened({ name, nonce, sealed }: Sealed, key: CryptoKey): Promise<Uint8Array[]> {
	const additionalData = new TextEncoder().encode(`roundtable/vault/1\0${name}`);
	const algorithm = { name: 'AES-GCM', iv: nonce, additionalData };
	const plain = await crypto.subtle.decrypt(algorithm, key, sealed).catch(() => null);
	return plain ? [new Uint8Array(plain)] : [];
}

function utf16(text: string): Uint8Array {
	const codes = Uint16Array.from(text, (letter) => letter.charCodeAt(0));
	return new Uint8Array(codes.buffer);
}

function latin1(bytes: Uint8Array): string {
	let text = '';
	for (const byte of bytes) text += String.fromCharCode(byte);
	return text;
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
	return new Promise((resolve, reject) => {
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error ?? new Error('not read'));
	});
}
