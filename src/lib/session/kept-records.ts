/** What a device keeps in its vault: written in order, and held here and tried again until storage has it. */
import type { Clock } from '#lib/clock.ts';
import type { StorageFault, Stored, Vault } from '#lib/vault/vault.ts';

const retryAfter = 3000;

interface Wanted {
	readonly bytes: Uint8Array;
	readonly how: 'write' | 'replace';
}

export interface RecordEvents {
	/** Another page had removed the record that was to be replaced. */
	gone(name: string): void;
	/** A fault has come, or has gone. */
	changed(): void;
}

export class KeptRecords {
	readonly #vault: Vault;
	readonly #clock: Clock;
	readonly #events: RecordEvents;
	readonly #wanted = new Map<string, Wanted>();
	#work: Promise<unknown> = Promise.resolve();
	#stopRetry: (() => void) | null = null;
	#fault: StorageFault | null = null;
	#closed = false;

	constructor(vault: Vault, clock: Clock, events: RecordEvents) {
		this.#vault = vault;
		this.#clock = clock;
		this.#events = events;
	}

	/** Why something is in this page's memory only; null while storage has all of it. */
	get fault(): StorageFault | null {
		return this.#fault;
	}

	/** 'replace': only as long as no other page removes it. */
	async keep(name: string, bytes: Uint8Array, how: Wanted['how']): Promise<Stored> {
		// What is to be there in any case stays so, whatever its bytes become.
		const wanted = { bytes, how: this.#wanted.get(name)?.how === 'write' ? 'write' : how };
		this.#wanted.set(name, wanted);
		await this.retry();
		const held = this.#wanted.get(name) === wanted;
		return held && this.#fault ? { kind: 'not-stored', reason: this.#fault } : { kind: 'stored' };
	}

	/** Only if storage takes it now. */
	tryWrite(name: string, bytes: Uint8Array): Promise<Stored> {
		return this.#next(() => this.#vault.write(name, bytes));
	}

	/** Only if storage does so now; nothing that was to be kept brings it back. */
	tryRemove(name: string): Promise<Stored> {
		return this.#next(async () => {
			const removed = await this.#vault.remove(name);
			if (removed.kind === 'stored') this.#wanted.delete(name);
			return removed;
		});
	}

	/** Another page has written it: what came last counts. */
	yield(name: string): void {
		this.#wanted.delete(name);
	}

	retry(): Promise<void> {
		this.#stopRetry?.();
		this.#stopRetry = null;
		return this.#next(() => this.#writeAll());
	}

	/** Another page has destroyed all that was kept. */
	wiped(): void {
		this.#tell('wiped');
	}

	async close(): Promise<void> {
		this.#closed = true;
		this.#stopRetry?.();
		await this.#work;
	}

	async #writeAll(): Promise<void> {
		let fault: StorageFault | null = null;
		for (const [name, wanted] of this.#wanted) {
			const outcome = await this.#vault[wanted.how](name, wanted.bytes);
			if (outcome.kind === 'not-stored') fault = outcome.reason;
			// Something else may be wanted by now.
			else if (this.#wanted.get(name) === wanted) {
				this.#wanted.delete(name);
				if (outcome.kind === 'missing') this.#events.gone(name);
			}
		}
		if (fault && fault !== 'wiped' && !this.#closed) {
			this.#stopRetry ??= this.#clock.after(retryAfter, () => void this.retry());
		}
		// A vault that is wiped stays so.
		if (this.#fault !== 'wiped') this.#tell(fault);
	}

	#tell(fault: StorageFault | null): void {
		if (fault === this.#fault) return;
		this.#fault = fault;
		this.#events.changed();
	}

	#next<T>(job: () => Promise<T>): Promise<T> {
		const work = this.#work.then(job);
		this.#work = work.catch(() => undefined);
		return work;
	}
}
