import { readKey, sameKey, type HeldKey } from './held-key.ts';
import type { Lock } from './lock.ts';

/** Thrown where the vault is locked by a lock that the key at hand is not for. */
export class VaultLocked extends Error {
	readonly lock: Lock;
	readonly id: Uint8Array | null;
	constructor({ lock, id }: { lock: Lock; id: Uint8Array | null }) {
		super('the vault is locked');
		this.lock = lock;
		this.id = id;
	}
}

/** Thrown where the lock that was just opened is gone: the vault was wiped, or its lock taken away. */
export class LockGone extends Error {}

/** Within a transaction on the store 'key': rejects where what is sealed there is not sealed under this key. */
export async function expectKey(transaction: IDBTransaction, held: HeldKey): Promise<void> {
	const there = await readKey(transaction);
	if (there.kind === 'locked' && !sameKey(there, held)) throw new VaultLocked(there);
	const same = there.kind === 'locked' || (there.kind === 'open' && sameKey(there.held, held));
	if (!same) throw new Error('the key is gone');
}
