/**
 * Secrets in IndexedDB, sealed by AES-GCM (256 bits) under one WebCrypto key that script can use and cannot read out.
 *
 *   key      'id' → 16 bytes, made with the key
 *            'key' → CryptoKey, not extractable; or 'lock' → the lock that seals its bytes (lock.ts)
 *   records  name → { nonce: 12 bytes, sealed: ciphertext ‖ tag }, with the name as additional data
 *
 * Without a lock this keeps secrets out of a copied record or a search through files, and not from whoever can run this browser's
 * profile. With one, whoever has the disk while no page is unlocked has nothing that opens them.
 */
import type { Clock } from '#lib/clock.ts';
import type { Random } from '#lib/seal/keys.ts';
import type { Secret } from '#lib/seal/secret.ts';
import { importKey, lockedKey, openKey, putKey, type HeldKey } from './held-key.ts';
import { allOrNothing, faultOf, ofRequest, ofTransaction } from './indexeddb.ts';
import type { Lock } from './lock.ts';
import { reseal } from './reseal.ts';
import { openRecord, sealRecord, type SealedRecord } from './sealed-record.ts';
import {
	deleteVaultDatabase,
	openVaultDatabase,
	type KeyBefore,
	type OpenedVault
} from './vault-database.ts';
import { expectKey, LockGone, VaultLocked } from './vault-locked.ts';
import type { Names, NotRead, Reading, StorageFault, Stored, Vault } from './vault.ts';

/** What a browser has to offer; either is missing in an insecure context or a hardened browser. */
export interface VaultPlace {
	readonly indexedDB: IDBFactory | undefined;
	/** The name of the vault's database. */
	readonly database: string;
	readonly subtle: SubtleCrypto | undefined;
	readonly random: Random;
	readonly clock: Clock;
	/** Joins the pages of this browser; null where they cannot talk. */
	readonly channel: () => BroadcastChannel | null;
}

export class IndexedDbVault implements Vault {
	readonly lasting = true;
	readonly #place: OpenPlace;
	readonly #pages: BroadcastChannel | null;
	readonly #listeners = new Set<(name: string) => void>();
	readonly #emptied = new Set<() => void>();
	readonly #wiped = new Set<() => void>();
	readonly #relocked = new Set<() => void>();
	/** Null after the browser has taken it away: whoever needs it next opens it anew. */
	#opened: Promise<OpenedVault> | null = null;
	#before: KeyBefore | null;
	/** Opens under no key but the one that this vault began with. */
	#mark: SealedRecord | null = null;
	#fault: StorageFault | null = null;

	private constructor(place: OpenPlace, before: KeyBefore | null) {
		this.#place = place;
		this.#before = before;
		this.#pages = place.channel();
		this.#pages?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
			if (typeof data !== 'string') return;
			if (data === lockRecord) void this.#lookAtKey();
			else for (const listener of this.#listeners) listener(data);
		});
	}

	/** `key` has just been opened from the lock that has this id, or another page has opened it. */
	static async open(
		{ indexedDB, subtle, ...place }: VaultPlace,
		unlocked: { readonly key: Secret | CryptoKey; readonly id: Uint8Array | null } | null = null
	): Promise<IndexedDbVault | LockedAway | NotRead> {
		if (!indexedDB || !subtle) return { kind: 'not-read', reason: 'refused' };
		const held = unlocked && { id: unlocked.id, key: await keyFrom(unlocked.key, subtle), lock: null };
		const vault = new IndexedDbVault({ indexedDB, subtle, ...place }, held && { held, first: true });
		try {
			await vault.#connected();
			return vault;
		} catch (error) {
			vault.close();
			if (error instanceof VaultLocked) return { kind: 'locked', lock: error.lock, id: error.id };
			if (error instanceof LockGone) return { kind: 'lock-gone' };
			return { kind: 'not-read', reason: faultOf(error) };
		}
	}

	/** What locks it, as far as this page knows; null for nothing. */
	get lock(): Lock | null {
		return this.#before?.held.lock ?? null;
	}

	/** For another page of this browser; null where nothing locks it, or it has been let go. */
	async lend(): Promise<LentKey | null> {
		if (!this.lock) return null;
		const opened = await this.#opened?.catch(() => null);
		return opened ? { key: opened.held.key, id: opened.held.id } : null;
	}

	/** Seals all of it under this key, which is kept under this lock; without one, under a key that lies beside the records. */
	async sealUnder(locked: { readonly key: Secret; readonly lock: Lock } | null): Promise<Stored> {
		return this.#storing(async () => {
			const { database, held } = await this.#connected();
			const to = await (locked ? lockedKey(locked, this.#place) : openKey(this.#place));
			await reseal(database, held, to, this.#place);
			await this.#goOnWith(to, database);
		});
	}

	/** The same key, under other slots. */
	async relock(lock: Lock): Promise<Stored> {
		return this.#storing(async () => {
			const { database, held } = await this.#connected();
			const to = { ...held, lock };
			await this.#change(held, database, (transaction) => putKey(transaction, to));
			await this.#goOnWith(to, database);
		});
	}

	/** Hears that another page has set a lock: this one can read and store nothing more. The answer stops listening. */
	onRelocked(listener: () => void): () => void {
		this.#relocked.add(listener);
		return () => this.#relocked.delete(listener);
	}

	async read(name: string): Promise<Reading> {
		return this.#reading(async () => {
			const { database, held } = await this.#connected();
			const transaction = database.transaction(['key', 'records']);
			const reading: Promise<unknown> = ofRequest(transaction.objectStore('records').get(name));
			const [record] = await Promise.all([reading, expectKey(transaction, held)]);
			if (record === undefined) return { kind: 'missing' };
			const bytes = await openRecord(name, record, held.key, this.#place);
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
			const { database, held } = await this.#connected();
			await this.#change(held, database, (transaction) => transaction.objectStore('records').delete(name));
			this.#pages?.postMessage(name);
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
			await deleteVaultDatabase(this.#place);
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
			const events = {
				deleted: () => this.#endWiped(),
				outdated: () => this.#end('failed'),
				lost: () => (this.#opened = null)
			};
			const opened = await openVaultDatabase(this.#place, events, this.#before);
			if (this.#fault) opened.database.close();
			const { held } = opened;
			this.#before = { held, first: false };
			if (this.#mark && !(await openRecord('', this.#mark, held.key, this.#place))) {
				for (const listener of this.#emptied) listener();
			}
			this.#mark = await sealRecord('', new Uint8Array(), held.key, this.#place);
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
			const { database, held } = await this.#connected();
			const record = await sealRecord(name, given, held.key, this.#place);
			given.fill(0);
			await this.#change(held, database, (transaction) => change(transaction.objectStore('records'), record));
			this.#pages?.postMessage(name);
		});
	}

	/** Only as long as this key is the one that the vault is sealed under. */
	async #change(
		held: HeldKey,
		database: IDBDatabase,
		change: (transaction: IDBTransaction) => unknown
	): Promise<void> {
		const transaction = database.transaction(['key', 'records'], 'readwrite', { durability: 'strict' });
		await expectKey(transaction, held);
		await allOrNothing(transaction, () => change(transaction));
	}

	async #goOnWith(held: HeldKey, database: IDBDatabase): Promise<void> {
		this.#before = { held, first: false };
		this.#opened = Promise.resolve({ database, held });
		this.#mark = await sealRecord('', new Uint8Array(), held.key, this.#place);
		this.#pages?.postMessage(lockRecord);
	}

	/** Another page has changed the lock. */
	async #lookAtKey(): Promise<void> {
		this.#disconnect();
		await this.#reading(async () => void (await this.#connected()));
		for (const listener of this.#listeners) listener(lockRecord);
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
		if (error instanceof VaultLocked) for (const listener of this.#relocked) listener();
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
		this.#relocked.clear();
		this.#before = null;
		this.#mark = null;
	}

	#disconnect(): void {
		void this.#opened?.then(
			({ database }) => database.close(),
			() => undefined
		);
		this.#opened = null;
	}
}

async function keyFrom(key: Secret | CryptoKey, subtle: SubtleCrypto): Promise<CryptoKey> {
	return key instanceof CryptoKey ? key : importKey(key, subtle);
}

/** A vault's key as pages pass it on: not to be read out. */
export interface LentKey {
	readonly key: CryptoKey;
	readonly id: Uint8Array | null;
}

/** Told to other pages in place of a record's name: the lock has been set, changed or taken away. */
export const lockRecord = 'lock';

/** 'lock-gone': the lock that the key came from is not there any more. */
export type LockedAway =
	| { readonly kind: 'locked'; readonly lock: Lock; readonly id: Uint8Array | null }
	| { readonly kind: 'lock-gone' };

interface OpenPlace extends VaultPlace {
	readonly indexedDB: IDBFactory;
	readonly subtle: SubtleCrypto;
}
