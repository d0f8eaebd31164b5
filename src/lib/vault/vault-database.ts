/** The vault's database, and the key that all tabs share. */
import type { Clock } from '#lib/clock.ts';
import type { Random } from '#lib/seal/keys.ts';
import { openKey, putFirst, readKey, sameKey, type HeldKey, type StoredKey } from './held-key.ts';
import { inTime, openingError } from './indexeddb.ts';
import { LockGone, VaultLocked } from './vault-locked.ts';

export interface OpenedVault {
	readonly database: IDBDatabase;
	readonly held: HeldKey;
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
	/** Its name: another for each person who uses this browser. */
	readonly database: string;
	readonly subtle: SubtleCrypto;
	readonly random: Random;
	readonly clock: Clock;
}

/** The key that one comes with: `first`, from its lock just now, which must be there; else from before, to go on with. */
export interface KeyBefore {
	readonly held: HeldKey;
	readonly first: boolean;
}

export async function openVaultDatabase(
	place: DatabasePlace,
	events: VaultEvents,
	before: KeyBefore | null
): Promise<OpenedVault> {
	const database = await openDatabase(place, before?.first === true);
	database.onversionchange = ({ newVersion }) => {
		database.close();
		if (newVersion === null) events.deleted();
		else events.outdated();
	};
	database.onclose = () => events.lost();
	try {
		return { database, held: await sharedKey(database, place, before) };
	} catch (error) {
		database.close();
		throw error;
	}
}

/** Done also when other tabs still hold it: it goes when they let go. */
export function deleteVaultDatabase({ indexedDB: factory, database }: DatabasePlace): Promise<void> {
	const request = factory.deleteDatabase(database);
	return new Promise((resolve, reject) => {
		request.onsuccess = () => resolve();
		request.onblocked = () => resolve();
		request.onerror = () => reject(request.error ?? new Error('IndexedDB'));
	});
}

async function openDatabase(
	{ indexedDB: factory, database, clock }: DatabasePlace,
	onlyThere: boolean
): Promise<IDBDatabase> {
	const found = { nothing: false };
	try {
		const request = factory.open(database, 1);
		request.onupgradeneeded = () => {
			found.nothing = onlyThere;
			if (onlyThere) return request.transaction?.abort();
			request.result.createObjectStore('key');
			request.result.createObjectStore('records');
		};
		return await inTime(request, clock);
	} catch (error) {
		throw found.nothing ? new LockGone() : openingError(error);
	}
}

async function sharedKey(
	database: IDBDatabase,
	place: DatabasePlace,
	before: KeyBefore | null
): Promise<HeldKey> {
	const there = await readKey(database.transaction('key'));
	if (before?.first && (there.kind !== 'locked' || !sameKey(there, before.held))) throw new LockGone();
	if (there.kind !== 'none') return opened(there, before);
	// A lock that somebody has set stays, also where the browser has deleted everything.
	const fresh = before?.held.lock ? before.held : await openKey(place);
	return opened(await putFirst(database, fresh), before);
}

function opened(there: StoredKey, before: KeyBefore | null): HeldKey {
	if (there.kind === 'open') return there.held;
	if (there.kind !== 'locked') throw new Error('the lock does not read');
	if (!before || !sameKey(there, before.held)) throw new VaultLocked(there);
	return { ...before.held, lock: there.lock };
}
