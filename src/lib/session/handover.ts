/** Own entries of one log lie in the outbox until storage has been seen to have them in the ledger, too. */
import type { Ledger, Stored } from '#lib/ledger/ledger.ts';
import type { Outbox } from '#lib/ledger/outbox.ts';

/** Of one strand. */
interface Entry {
	readonly client: number;
	readonly seq: number;
}

export class Handover {
	readonly #ledger: Ledger;
	readonly #outbox: Outbox;
	/** How many of each strand the outbox keeps for the ledger's sake. */
	readonly #waiting = new Map<number, number>();

	constructor(ledger: Ledger, outbox: Outbox) {
		this.#ledger = ledger;
		this.#outbox = outbox;
	}

	/** The outbox keeps these. */
	keeps(entries: readonly Entry[]): void {
		for (const { client, seq } of entries) {
			this.#waiting.set(client, Math.max(seq + 1, this.#waiting.get(client) ?? 0));
		}
	}

	/** Awaits the ledger's answer; where it has stored all that it holds now, the outbox lets go of that. */
	async after(storing: Promise<Stored>): Promise<Stored> {
		const { log, strands } = this.#ledger;
		const held = [...this.#waiting].map(([client, count]) => ({
			client,
			count: Math.min(count, strands.get(client)?.length ?? 0)
		}));
		const stored = await storing;
		if (stored.kind === 'not-stored') return stored;
		for (const { client, count } of held) {
			if (count === 0 || this.#waiting.get(client) === undefined) continue;
			const settled = await this.#outbox.settle(log, client, count, 'ledger');
			// What could not be settled is, with the next that is stored.
			if (settled.kind === 'stored' && this.#waiting.get(client) === count) this.#waiting.delete(client);
		}
		return stored;
	}
}
