/** The vault's database, and the key that all tabs share. */
import type { Clock } from '#lib/clock.ts';
import { ofRequest, ofTransaction, openingError } from './indexeddb.ts';

export const vaultDatabase = 'roundtable-vault';

export interface OpenedVault {
	readonly database: IDBDatabase;
	readonly key: CryptoKey;
}

/** What may end it from outside; it is closed then. */
export interface VaultEvents {
	/** Another page deletes it. */
	deleted(): void;
	/** A newer version of the app takes it over. */
	outdated(): void;
	/** The browser took it away: its data were cleared, or its disk failed. */
	lost(): void;
}

/** What the database needs of a browser. */
export interface DatabasePlace {
	readonly indexedDB: IDBFactory;
	readonly subtle: SubtleCrypto;
	readonly clock: Clock;
}

/** 15 s: a browser that has not opened it by then has a broken profile, or waits for a tab that hangs. */
const patience = 15_000;

export async function openVaultDatabase(
	{ indexedDB, subtle, clock }: DatabasePlace,
	events: VaultEvents
): Promise<OpenedVault> {
	const database = await openDatabase(indexedDB, clock);
	database.onversionchange = ({ newVersion }) => {
		database.close();
		if (newVersion === null) events.deleted();
		else events.outdated();
	};
	database.onclose = () => events.lost();
	try {
		return { database, key: await sharedKey(database, subtle) };
	} catch (error) {
		database.close();
		throw error;
	}
}

/** Done also when other tabs still hold it: it goes when they let go. */
export function deleteVaultDatabase(factory: IDBFactory): Promise<void> {
	const request = factory.deleteDatabase(vaultDatabase);
	return new Promise((resolve, reject) => {
		request.onsuccess = () => resolve();
		request.onblocked = () => resolve();
		request.onerror = () => reject(request.error ?? new Error('IndexedDB'));
	});
}

async function openDatabase(factory: IDBFactory, clock: Clock): Promise<IDBDatabase> {
	try {
		const request = factory.open(vaultDatabase, 1);
		request.onupgradeneeded = () => {
			request.result.createObjectStore('key');
			request.result.createObjectStore('records');
		};
		return await inTime(request, clock);
	} catch (error) {
		throw openingError(error);
	}
}

function inTime(request: IDBOpenDBRequest, clock: Clock): Promise<IDBDatabase> {
	return new Promise((resolve, reject) => {
		const stop = clock.after(patience, () => {
			request.onsuccess = () => request.result.close();
			reject(new DOMException('IndexedDB does not answer', 'TimeoutError'));
		});
		ofRequest(request).then(resolve, reject).finally(stop);
	});
}

/** A tab whose key came second throws it away. */
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
