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
import type { Clock } from '#lib/clock.ts';
import type { Random } from '#lib/seal/keys.ts';
import { faultOf, ofRequest, ofTransaction } from './indexeddb.ts';
import { deleteVaultDatabase, openVaultDatabase, type OpenedVault } from './vault-database.ts';
import type { Names, NotRead, Reading, StorageFault, Stored, Vault } from './vault.ts';

/** What a browser has to offer; either is missing in an insecure context or a hardened browser. */
export interface VaultPlace {
	readonly indexedDB: IDBFactory | undefined;
	readonly subtle: SubtleCrypto | undefined;
	readonly random: Random;
	readonly clock: Clock;
	/** Joins the pages of this browser; null where they cannot talk. */
	readonly channel: () => BroadcastChannel | null;
}

interface SealedRecord {
	readonly nonce: Uint8Array<ArrayBuffer>;
	readonly sealed: ArrayBuffer;
}

export class IndexedDbVault implements Vault {
	readonly lasting = true;
	readonly #place: OpenPlace;
	readonly #pages: BroadcastChannel | null;
	readonly #listeners = new Set<(name: string) => void>();
	readonly #emptied = new Set<() => void>();
	readonly #wiped = new Set<() => void>();
	/** Null after the browser has taken it away: whoever needs it next opens it anew. */
	#opened: Promise<OpenedVault> | null = null;
	/** Opens under no key but the one that this vault began with. */
	#mark: SealedRecord | null = null;
	#fault: StorageFault | null = null;

	private constructor(place: OpenPlace) {
		this.#place = place;
		this.#pages = place.channel();
		this.#pages?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
			if (typeof data === 'string') for (const listener of this.#listeners) listener(data);
		});
	}

	static async open({ indexedDB, subtle, ...place }: VaultPlace): Promise<IndexedDbVault | NotRead> {
		if (!indexedDB || !subtle) return { kind: 'not-read', reason: 'refused' };
		const vault = new IndexedDbVault({ indexedDB, subtle, ...place });
		try {
			await vault.#connected();
			return vault;
		} catch (error) {
			vault.close();
			return { kind: 'not-read', reason: faultOf(error) };
		}
	}

	async read(name: string): Promise<Reading> {
		return this.#reading(async () => {
			const { database, key } = await this.#connected();
			const records = database.transaction('records').objectStore('records');
			const record: unknown = await ofRequest(records.get(name));
			if (record === undefined) return { kind: 'missing' };
			const bytes = await this.#open(name, record, key);
			return bytes ? { kind: 'found', bytes } : { kind: 'unreadable' };
		});
	}

	async write(name: string, bytes: Uint8Array): Promise<Stored> {
		return this.#put(name, bytes, (records, record) => records.put(record, name));
	}

	async replace(name: string, bytes: Uint8Array): Promise<Stored | { kind: 'missing' }> {
		let before = 0;
		const stored = await this.#put(name, bytes, (records, record) => {
			const counting = records.count(name);
			counting.onsuccess = () => {
				before = counting.result;
				if (before > 0) records.put(record, name);
			};
		});
		return stored.kind === 'stored' && before === 0 ? { kind: 'missing' } : stored;
	}

	async remove(name: string): Promise<Stored> {
		return this.#storing(async () => {
			await this.#change(name, await this.#connected(), (records) => records.delete(name));
		});
	}

	async names(prefix: string): Promise<Names> {
		return this.#reading(async () => {
			const { database } = await this.#connected();
			const records = database.transaction('records').objectStore('records');
			const names = await ofRequest(records.getAllKeys(IDBKeyRange.bound(prefix, `${prefix}\uffff`)));
			return { kind: 'names', names: names.map(String) };
		});
	}

	onElsewhere(listener: (name: string) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	onEmptied(listener: () => void): () => void {
		this.#emptied.add(listener);
		return () => this.#emptied.delete(listener);
	}

	onWiped(listener: () => void): () => void {
		this.#wiped.add(listener);
		return () => this.#wiped.delete(listener);
	}

	async wipe(): Promise<Stored> {
		return this.#storing(async () => {
			const { database } = await this.#connected();
			// Emptied first: deleting waits until every other tab has let go.
			const emptying = database.transaction(['key', 'records'], 'readwrite', { durability: 'strict' });
			emptying.objectStore('key').clear();
			emptying.objectStore('records').clear();
			await ofTransaction(emptying);
			this.#end('wiped');
			await deleteVaultDatabase(this.#place.indexedDB);
		});
	}

	close(): void {
		this.#end('failed');
	}

	#connected(): Promise<OpenedVault> {
		return (this.#opened ??= this.#connect());
	}

	async #connect(): Promise<OpenedVault> {
		try {
			const opened = await openVaultDatabase(this.#place, {
				deleted: () => this.#endWiped(),
				outdated: () => this.#end('failed'),
				lost: () => (this.#opened = null)
			});
			if (this.#fault) opened.database.close();
			if (this.#mark && !(await this.#open('', this.#mark, opened.key))) {
				for (const listener of this.#emptied) listener();
			}
			this.#mark = await this.#seal('', new Uint8Array(), opened.key);
			return opened;
		} catch (error) {
			this.#opened = null;
			throw error;
		}
	}

	#put(
		name: string,
		bytes: Uint8Array,
		change: (records: IDBObjectStore, record: SealedRecord) => unknown
	): Promise<Stored> {
		const given = bytes.slice();
		return this.#storing(async () => {
			const opened = await this.#connected();
			const record = await this.#seal(name, given, opened.key);
			await this.#change(name, opened, (records) => change(records, record));
		});
	}

	async #change(
		name: string,
		{ database }: OpenedVault,
		change: (records: IDBObjectStore) => unknown
	): Promise<void> {
		const transaction = database.transaction('records', 'readwrite', { durability: 'strict' });
		change(transaction.objectStore('records'));
		await ofTransaction(transaction);
		this.#pages?.postMessage(name);
	}

	async #seal(name: string, bytes: Uint8Array, key: CryptoKey): Promise<SealedRecord> {
		const nonce = this.#place.random(12) as Uint8Array<ArrayBuffer>;
		const algorithm = { name: 'AES-GCM', iv: nonce, additionalData: boundTo(name) };
		const sealed = await this.#place.subtle.encrypt(algorithm, key, bytes as Uint8Array<ArrayBuffer>);
		return { nonce, sealed };
	}

	/** Null for anything but what `#seal` made for this name under this key. */
	async #open(name: string, record: unknown, key: CryptoKey): Promise<Uint8Array | null> {
		try {
			const { nonce, sealed } = record as SealedRecord;
			const algorithm = { name: 'AES-GCM', iv: nonce, additionalData: boundTo(name) };
			return new Uint8Array(await this.#place.subtle.decrypt(algorithm, key, sealed));
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

	/** What ended this vault meanwhile says more than the error that followed from it. A connection that failed is not used again. */
	#reasonOf(error: unknown): StorageFault {
		const reason = this.#fault ?? faultOf(error);
		if (reason !== 'full') this.#disconnect();
		return reason;
	}

	#endWiped(): void {
		const listeners = [...this.#wiped];
		this.#end('wiped');
		for (const listener of listeners) listener();
	}

	#end(fault: StorageFault): void {
		this.#fault ??= fault;
		this.#disconnect();
		this.#pages?.close();
		this.#listeners.clear();
		this.#emptied.clear();
		this.#wiped.clear();
	}

	#disconnect(): void {
		void this.#opened?.then(
			({ database }) => database.close(),
			() => undefined
		);
		this.#opened = null;
	}
}

interface OpenPlace extends VaultPlace {
	readonly indexedDB: IDBFactory;
	readonly subtle: SubtleCrypto;
}

function boundTo(name: string): Uint8Array<ArrayBuffer> {
	return utf8(`roundtable/vault/1\0${name}`) as Uint8Array<ArrayBuffer>;
}
