import { memberId, sameBytes, type MemberId } from '#lib/seal/frame-bytes.ts';
import type { KeyInForce } from '#lib/roster/skeleton-parts.ts';
import type { Head } from '#lib/seal/content.ts';
import type { Frame } from '#lib/seal/frame.ts';

/** One strand of a channel, as far as it has been opened here. */
export class Strand {
	readonly client: number;
	readonly author: MemberId;
	/** From seq 0. */
	readonly steps: Step[] = [];
	/** How many entries of each other strand the author has cited, by client id. */
	readonly cited = new Map<number, number>();

	constructor(client: number, author: MemberId) {
		this.client = client;
		this.author = author;
	}

	get count(): number {
		return this.steps.length;
	}

	get last(): Step | undefined {
		return this.steps.at(-1);
	}

	/** Its Yjs clock after all of its entries. */
	get clock(): number {
		return this.last?.clock ?? 0;
	}
}

/** The roster heads under which an author acted, and the key that was in force there. */
export interface Standing {
	readonly rosterHeads: readonly Uint8Array[];
	readonly inForce: KeyInForce;
}

/** What an entry was and brought. */
export interface Step {
	readonly id: Uint8Array;
	/** The strand's Yjs clock after it. */
	readonly clock: number;
	readonly heads: readonly Head[];
	readonly standing: Standing;
}

/** All strands of one channel: how far each has been opened, and what each author has seen of the others. */
export class Strands {
	readonly #strands = new Map<number, Strand>();

	get(client: number): Strand | undefined {
		return this.#strands.get(client);
	}

	/** The strand, or an empty one that counts only once it has moved. */
	of(frame: Frame): Strand {
		return this.#strands.get(frame.client) ?? new Strand(frame.client, memberId(frame.author));
	}

	move(strand: Strand, step: Step): void {
		this.#strands.set(strand.client, strand);
		strand.steps.push(step);
		for (const head of step.heads) strand.cited.set(head.client, head.seq + 1);
	}

	/** The latest entry of every strand but `except` that is not among `cited`. */
	headsBeyond(cited: ReadonlyMap<number, number>, except: number): Head[] {
		const heads: Head[] = [];
		for (const { client, count, last } of this.#strands.values()) {
			if (client !== except && last && (cited.get(client) ?? 0) < count) {
				heads.push({ client, seq: count - 1, id: last.id });
			}
		}
		return heads;
	}

	/** 'known' if all cited entries have been opened here, 'backwards' if the author has cited more before, else those not here. */
	judgeHeads(strand: Strand, heads: readonly Head[]): 'known' | 'backwards' | readonly Head[] {
		const backwards = heads.some(
			({ client, seq }) => client === strand.client || seq + 1 < (strand.cited.get(client) ?? 0)
		);
		if (backwards) return 'backwards';
		const missing = heads.filter((head) => !this.has(head));
		return missing.length === 0 ? 'known' : missing;
	}

	/** Whether this very entry has been opened here: not another that claims its place. */
	has({ client, seq, id }: Head): boolean {
		const here = this.#strands.get(client)?.steps[seq];
		return here !== undefined && sameBytes(here.id, id);
	}

	/** The clock of `client` after its first `count` entries. */
	clockAfter(client: number, count: number): number {
		return count === 0 ? 0 : (this.#strands.get(client)?.steps[count - 1]?.clock ?? 0);
	}

	get all(): Iterable<Strand> {
		return this.#strands.values();
	}

	authorOf(client: number): MemberId | undefined {
		return this.#strands.get(client)?.author;
	}
}
