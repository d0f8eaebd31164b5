/** The key of a vault while it is open, and what of it lies in storage beside the records. */
import { sameBytes } from '#lib/seal/frame-bytes.ts';
import type { Secret } from '#lib/seal/secret.ts';
import { allOrNothing, ofRequest } from './indexeddb.ts';
import { decodeLock, encodeLock, type Lock } from './lock.ts';
import type { RecordCipher } from './sealed-record.ts';

export interface HeldKey {
	/** Not extractable. */
	readonly key: CryptoKey;
	/** Made with the key; none beside a key of an older version of the app. */
	readonly id: Uint8Array | null;
	/** What seals the key in storage; null where it lies there as it is, for whoever can use this browser. */
	readonly lock: Lock | null;
}

export type StoredKey =
	| { readonly kind: 'open'; readonly held: HeldKey }
	| { readonly kind: 'locked'; readonly id: Uint8Array | null; readonly lock: Lock }
	/** Something is there in a lock's place that does not read: what it locks is not to be written over. */
	| { readonly kind: 'damaged' }
	| { readonly kind: 'none' };

export async function openKey({ subtle, random }: RecordCipher): Promise<HeldKey> {
	const key = await subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
	return { key, id: random(16), lock: null };
}

export async function lockedKey(
	{ key, lock }: { readonly key: Secret; readonly lock: Lock },
	{ subtle, random }: RecordCipher
): Promise<HeldKey> {
	return { key: await importKey(key, subtle), id: random(16), lock };
}

export async function importKey(bytes: Secret, subtle: SubtleCrypto): Promise<CryptoKey> {
	const raw = bytes.reveal() as Uint8Array<ArrayBuffer>;
	return subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);
}

export function sameKey(a: Pick<HeldKey, 'id'>, b: Pick<HeldKey, 'id'>): boolean {
	return a.id && b.id ? sameBytes(a.id, b.id) : a.id === b.id;
}

/** Within a transaction on the store 'key'. */
export async function readKey(transaction: IDBTransaction): Promise<StoredKey> {
	const store = transaction.objectStore('key');
	const [key, id, lock] = await Promise.all(
		['key', 'id', 'lock'].map((name): Promise<unknown> => ofRequest(store.get(name)))
	);
	const named = id instanceof Uint8Array ? id : null;
	if (lock !== undefined) {
		const read = lock instanceof Uint8Array ? decodeLock(lock) : null;
		return read ? { kind: 'locked', id: named, lock: read } : { kind: 'damaged' };
	}
	if (!isVaultKey(key)) return { kind: 'none' };
	return { kind: 'open', held: { key, id: named, lock: null } };
}

/** Within a transaction on the store 'key': the key itself is there only as long as nothing locks it. */
export function putKey(transaction: IDBTransaction, { key, id, lock }: HeldKey): void {
	const store = transaction.objectStore('key');
	store.clear();
	if (id) store.put(id, 'id');
	if (lock) store.put(encodeLock(lock), 'lock');
	else store.put(key, 'key');
}

/** This key, or the one of a tab that came first. */
export async function putFirst(database: IDBDatabase, fresh: HeldKey): Promise<StoredKey> {
	const transaction = database.transaction('key', 'readwrite', { durability: 'strict' });
	const there = await readKey(transaction);
	await allOrNothing(transaction, () => there.kind === 'none' && putKey(transaction, fresh));
	return there.kind === 'none' ? { kind: 'open', held: fresh } : there;
}

function isVaultKey(held: unknown): held is CryptoKey {
	return held instanceof CryptoKey && held.algorithm.name === 'AES-GCM';
}
