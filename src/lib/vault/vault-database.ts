/** The vault's database, and the key that all tabs share. */
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

export async function openVaultDatabase(
	factory: IDBFactory,
	subtle: SubtleCrypto,
	events: VaultEvents
): Promise<OpenedVault> {
	const database = await openDatabase(factory);
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

async function openDatabase(factory: IDBFactory): Promise<IDBDatabase> {
	try {
		const request = factory.open(vaultDatabase, 1);
		request.onupgradeneeded = () => {
			request.result.createObjectStore('key');
			request.result.createObjectStore('records');
		};
		return await ofRequest(request);
	} catch (error) {
		throw openingError(error);
	}
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
