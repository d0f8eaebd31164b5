import type { Names, Reading, StorageFault, Stored, Vault } from './vault.ts';

/** A vault that lasts as long as the page: for private windows and for tests. */
export class MemoryVault implements Vault {
	readonly lasting = false;
	readonly #records = new Map<string, Uint8Array>();
	#fault: StorageFault | null = null;

	async read(name: string): Promise<Reading> {
		if (this.#fault) return { kind: 'not-read', reason: this.#fault };
		const bytes = this.#records.get(name);
		return bytes ? { kind: 'found', bytes: bytes.slice() } : { kind: 'missing' };
	}

	async write(name: string, bytes: Uint8Array): Promise<Stored> {
		if (!this.#fault) this.#records.set(name, bytes.slice());
		return this.#stored();
	}

	async replace(name: string, bytes: Uint8Array): Promise<Stored | { kind: 'missing' }> {
		if (!this.#fault && !this.#records.has(name)) return { kind: 'missing' };
		return this.write(name, bytes);
	}

	async remove(name: string): Promise<Stored> {
		if (!this.#fault) this.#records.delete(name);
		return this.#stored();
	}

	async names(prefix: string): Promise<Names> {
		if (this.#fault) return { kind: 'not-read', reason: this.#fault };
		return {
			kind: 'names',
			names: [...this.#records.keys()].filter((name) => name.startsWith(prefix)).sort()
		};
	}

	/** No other page has this vault. */
	onElsewhere(): () => void {
		return () => undefined;
	}

	/** Nobody else deletes what is in it. */
	onEmptied(): () => void {
		return () => undefined;
	}

	onWiped(): () => void {
		return () => undefined;
	}

	async wipe(): Promise<Stored> {
		this.#forget();
		this.#fault ??= 'wiped';
		return { kind: 'stored' };
	}

	close(): void {
		this.#forget();
		this.#fault ??= 'failed';
	}

	#forget(): void {
		for (const bytes of this.#records.values()) bytes.fill(0);
		this.#records.clear();
	}

	#stored(): Stored {
		return this.#fault ? { kind: 'not-stored', reason: this.#fault } : { kind: 'stored' };
	}
}
