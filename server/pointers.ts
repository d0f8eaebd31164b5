/** What recovery kits are found by: a few sealed bytes under a name that says nothing, kept for good. Blind, as all here. */
import type { Log } from './log.ts';
import { StoreError, type Store } from './store.ts';

export const longestPointer = 1024;

/** 'taken': something else is kept under this name. */
export type LeftPointer = 'left' | 'taken' | 'failed';

export class Pointers {
	readonly #store: Pick<Store, 'keepPointer' | 'pointer'>;
	readonly #log: Log;

	constructor(store: Pick<Store, 'keepPointer' | 'pointer'>, log: Log) {
		this.#store = store;
		this.#log = log;
	}

	async leave(name: string, bytes: Uint8Array): Promise<LeftPointer> {
		try {
			await this.#store.keepPointer(name, bytes);
			return 'left';
		} catch (error) {
			if (!(error instanceof StoreError)) throw error;
			if (error.fault === 'taken') return 'taken';
			this.#log('store-failed', { reason: error.fault });
			return 'failed';
		}
	}

	read(name: string): Promise<Uint8Array | null> {
		return this.#store.pointer(name);
	}
}
