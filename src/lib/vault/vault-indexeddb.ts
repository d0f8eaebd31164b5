/**
 * Secrets in IndexedDB, sealed by AES-GCM (256 bits) under one WebCrypto key that script can use and cannot read out.
 *
 *   key      'key' → CryptoKey, not extractable
 *   records  name → { nonce: 12 bytes, sealed: ciphertext ‖ tag }, with the name as additional data
 *
 * This keeps secrets out of a copied record or a search through files. It does not keep them from script on this page or from
 * whoever can run this browser's profile: that takes a passphrase or passkey.
 */
import { utf8 } from '#lib/seal/frame-bytes.ts';
import type { Random } from '#lib/seal/keys.ts';
import { faultOf, ofRequest, ofTransaction } from './indexeddb.ts';
import type { Names, NotRead, Reading, StorageFault, Stored, Vault } from './vault.ts';

/** What a browser has to offer; either is missing in an insecure context or a hardened browser. */
export interface VaultPlace {
	readonly indexedDB: IDBFactory | undefined;
	readonly subtle: SubtleCrypto | undefined;
	readonly random: Random;
	/** Joins the pages of this browser; null where they cannot talk. */
	readonly channel: () => BroadcastChannel | null;
}

export const vaultDatabase = 'roundtable-vault';

interface SealedRecord {
	readonly nonce: Uint8Array<ArrayBuffer>;
	readonly sealed: ArrayBuffer;
}

export class IndexedDbVault implements Vault {
	readonly lasting = true;
	readonly #database: IDBDatabase;
	readonly #key: CryptoKey;
	readonly #place: OpenPlace;
	readonly #pages: BroadcastChannel | null;
	readonly #listeners = new Set<(name: string) => void>();
	#fault: StorageFault | null = null;

	private constructor(database: IDBDatabase, key: CryptoKey, place: OpenPlace) {
		this.#database = database;
		this.#key = key;
		this.#place = place;
		this.#pages = place.channel();
		this.#pages?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
			if (typeof data === 'string') for (const listener of this.#listeners) listener(data);
		});
		database.onversionchange = ({ newVersion }) => this.#end(newVersion === null ? 'wiped' : 'failed');
		// The browser took it away: its data were cleared, or its disk failed.
		database.onclose = () => this.#end('failed');
	}

	static async open({ indexedDB, subtle, random, channel }: VaultPlace): Promise<IndexedDbVault | NotRead> {
		if (!indexedDB || !subtle) return { kind: 'not-read', reason: 'refused' };
		const place = { indexedDB, subtle, random, channel };
		let database: IDBDatabase | undefined;
		try {
			database = await openDatabase(indexedDB);
			return new IndexedDbVault(database, await sharedKey(database, subtle), place);
		} catch (error) {
			database?.close();
			return { kind: 'not-read', reason: faultOf(error) };
		}
	}

	async read(name: string): Promise<Reading> {
		return this.#reading(async () => {
			const records = this.#database.transaction('records').objectStore('records');
			const record: unknown = await ofRequest(records.get(name));
			if (record === undefined) return { kind: 'missing' };
			const bytes = await this.#open(name, record);
			return bytes ? { kind: 'found', bytes } : { kind: 'unreadable' };
		});
	}

	async write(name: string, bytes: Uint8Array): Promise<Stored> {
		return this.#storing(async () => {
			const record = await this.#seal(name, bytes);
			await this.#change(name, (records) => records.put(record, name));
		});
	}

	async remove(name: string): Promise<Stored> {
		return this.#storing(() => this.#change(name, (records) => records.delete(name)));
	}

	async names(prefix: string): Promise<Names> {
		return this.#reading(async () => {
			const records = this.#database.transaction('records').objectStore('records');
			const names = await ofRequest(records.getAllKeys(IDBKeyRange.bound(prefix, `${prefix}\uffff`)));
			return { kind: 'names', names: names.map(String) };
		});
	}

	onElsewhere(listener: (name: string) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	async wipe(): Promise<Stored> {
		return this.#storing(async () => {
			// Emptied first: deleting waits until every other tab has let go.
			const emptying = this.#database.transaction(['key', 'records'], 'readwrite', { durability: 'strict' });
			emptying.objectStore('key').clear();
			emptying.objectStore('records').clear();
			await ofTransaction(emptying);
			this.#end('wiped');
			await deleteDatabase(this.#place.indexedDB);
		});
	}

	close(): void {
		this.#end('failed');
	}

	async #change(name: string, change: (records: IDBObjectStore) => IDBRequest): Promise<void> {
		const transaction = this.#database.transaction('records', 'readwrite', { durability: 'strict' });
		change(transaction.objectStore('records'));
		await ofTransaction(transaction);
		this.#pages?.postMessage(name);
	}

	async #seal(name: string, bytes: Uint8Array): Promise<SealedRecord> {
		const nonce = this.#place.random(12) as Uint8Array<ArrayBuffer>;
		const algorithm = { name: 'AES-GCM', iv: nonce, additionalData: boundTo(name) };
		const sealed = await this.#place.subtle.encrypt(algorithm, this.#key, bytes as Uint8Array<ArrayBuffer>);
		return { nonce, sealed };
	}

	/** Null for anything but what `#seal` made for this name under this key. */
	async #open(name: string, record: unknown): Promise<Uint8Array | null> {
		try {
			const { nonce, sealed } = record as SealedRecord;
			const algorithm = { name: 'AES-GCM', iv: nonce, additionalData: boundTo(name) };
			return new Uint8Array(await this.#place.subtle.decrypt(algorithm, this.#key, sealed));
		} catch {
			return null;
		}
	}

	async #reading<T>(read: () => Promise<T>): Promise<T | NotRead> {
		if (this.#fault) return { kind: 'not-read', reason: this.#fault };
		try {
			return await read();
		} catch (error) {
			return { kind: 'not-read', reason: this.#reasonOf(error) };
		}
	}

	async #storing(store: () => Promise<void>): Promise<Stored> {
		if (this.#fault) return { kind: 'not-stored', reason: this.#fault };
		try {
			await store();
			return { kind: 'stored' };
		} catch (error) {
			return { kind: 'not-stored', reason: this.#reasonOf(error) };
		}
	}

	/** What ended this connection meanwhile says more than the error that followed from it. */
	#reasonOf(error: unknown): StorageFault {
		return this.#fault ?? faultOf(error);
	}

	#end(fault: StorageFault): void {
		this.#fault ??= fault;
		this.#database.close();
		this.#pages?.close();
		this.#listeners.clear();
	}
}

interface OpenPlace extends VaultPlace {
	readonly indexedDB: IDBFactory;
	readonly subtle: SubtleCrypto;
}

async function openDatabase(factory: IDBFactory): Promise<IDBDatabase> {
	const request = factory.open(vaultDatabase, 1);
	request.onupgradeneeded = () => {
		request.result.createObjectStore('key');
		request.result.createObjectStore('records');
	};
	return ofRequest(request);
}

/** The key that all tabs share: a tab whose key came second throws it away. */
async function sharedKey(database: IDBDatabase, subtle: SubtleCrypto): Promise<CryptoKey> {
	const held: unknown = await ofRequest(database.transaction('key').objectStore('key').get('key'));
	if (isVaultKey(held)) return held;
	const fresh = await subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
	const transaction = database.transaction('key', 'readwrite', { durability: 'strict' });
	const keys = transaction.objectStore('key');
	let key = fresh;
	const first = keys.get('key');
	first.onsuccess = () => {
		if (isVaultKey(first.result)) key = first.result;
		else keys.put(fresh, 'key');
	};
	await ofTransaction(transaction);
	return key;
}

function isVaultKey(held: unknown): held is CryptoKey {
	return held instanceof CryptoKey && held.algorithm.name === 'AES-GCM';
}

function boundTo(name: string): Uint8Array<ArrayBuffer> {
	return utf8(`roundtable/vault/1\0${name}`) as Uint8Array<ArrayBuffer>;
}

/** Done also when other tabs still hold it: it is empty, and goes when they let go. */
function deleteDatabase(factory: IDBFactory): Promise<void> {
	const request = factory.deleteDatabase(vaultDatabase);
	return new Promise((resolve, reject) => {
		request.onsuccess = () => resolve();
		request.onblocked = () => resolve();
		request.onerror = () => reject(request.error ?? new Error('IndexedDB'));
	});
}
