import { sameBytes } from '#lib/seal/frame-bytes.ts';
import { putKey, readKey, sameKey, type HeldKey } from './held-key.ts';
import { allOrNothing, ofRequest } from './indexeddb.ts';
import { openRecord, sealRecord, type RecordCipher, type SealedRecord } from './sealed-record.ts';

const tries = 20;

/**
 * Puts every record, and the key that they are sealed under, in the place of those before, in one transaction: a page that ends midway
 * leaves all as it was. What does not open stays as it is. Throws where others write too often meanwhile, or have changed the key.
 */
export async function reseal(
	database: IDBDatabase,
	from: HeldKey,
	to: HeldKey,
	cipher: RecordCipher
): Promise<void> {
	for (let left = tries; left > 0; left--) {
		const before = await readAll(database.transaction('records'));
		const after = new Map<string, unknown>();
		for (const [name, record] of before) {
			const bytes = await openRecord(name, record, from.key, cipher);
			after.set(name, bytes ? await sealRecord(name, bytes, to.key, cipher) : record);
			bytes?.fill(0);
		}
		if (await replaceAll(database, { from, before }, { to, after })) return;
	}
	throw new Error('other pages write all the time');
}

type Records = ReadonlyMap<string, unknown>;

/** False, with nothing changed, if another page has written meanwhile. */
async function replaceAll(
	database: IDBDatabase,
	{ from, before }: { from: HeldKey; before: Records },
	{ to, after }: { to: HeldKey; after: Records }
): Promise<boolean> {
	const transaction = database.transaction(['key', 'records'], 'readwrite', { durability: 'strict' });
	const [key, now] = await Promise.all([readKey(transaction), readAll(transaction)]);
	const id = key.kind === 'open' ? key.held : key.kind === 'locked' ? key : null;
	if (!id || !sameKey(id, from)) throw new Error('another page has changed the key');
	const same =
		now.size === before.size && [...now].every(([name, record]) => isSame(record, before.get(name)));
	if (!same) return false;
	await allOrNothing(transaction, () => {
		putKey(transaction, to);
		const records = transaction.objectStore('records');
		for (const [name, record] of after) records.put(record, name);
	});
	return true;
}

async function readAll(transaction: IDBTransaction): Promise<Records> {
	const records = transaction.objectStore('records');
	const [names, values] = await Promise.all([ofRequest(records.getAllKeys()), ofRequest(records.getAll())]);
	return new Map(
		names.flatMap((name, i): [string, unknown][] => (typeof name === 'string' ? [[name, values[i]]] : []))
	);
}

/** Each write has a nonce of its own; what has none is nothing that a page of ours has written. */
function isSame(a: unknown, b: unknown): boolean {
	const [one, other] = [nonceIn(a), nonceIn(b)];
	return one && other ? sameBytes(one, other) : !one && !other;
}

function nonceIn(record: unknown): Uint8Array | null {
	const nonce = (record as Partial<SealedRecord> | null | undefined)?.nonce;
	return nonce instanceof Uint8Array ? nonce : null;
}
