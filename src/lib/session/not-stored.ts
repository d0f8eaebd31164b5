import type { StorageFault } from '#lib/vault/vault.ts';

/** Thrown where going on without storage would lose what cannot be had again. */
export class NotStored extends Error {
	readonly reason: StorageFault;

	constructor(reason: StorageFault) {
		super(`not stored: ${reason}`);
		this.reason = reason;
	}
}
