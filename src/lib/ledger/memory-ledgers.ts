import type { Ledger } from './ledger.ts';
import type { OpenedLedger } from './indexeddb.ts';
import { memoryLedger } from './memory.ts';

/** The ledgers of a page that keeps nothing: a log that is opened again has what was in it. */
export class MemoryLedgers {
	readonly #held = new Map<string, Ledger>();

	async open(log: string): Promise<OpenedLedger> {
		const held = this.#held.get(log) ?? memoryLedger(log);
		this.#held.set(log, held);
		return { ledger: view(held), stored: { kind: 'stored' }, junk: 0 };
	}

	async wipe(log: string): Promise<void> {
		this.#held.delete(log);
	}
}

/** Whoever closes it hears no more. */
function view(held: Ledger): Ledger {
	const stops = new Set<() => void>();
	return {
		...held,
		onAdded(listener) {
			const stop = held.onAdded(listener);
			stops.add(stop);
			return stop;
		},
		close: async () => stops.forEach((stop) => stop())
	};
}
