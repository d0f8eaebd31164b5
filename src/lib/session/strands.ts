import { memberId, sameBytes, type MemberId } from '#lib/seal/frame-bytes.ts';
import type { KeyInForce } from '#lib/roster/skeleton-parts.ts';
import type { Head } from '#lib/seal/content.ts';
import type { Frame } from '#lib/seal/frame.ts';

/** One strand of a channel, as far as it has been opened here. */
export interface Strand {
	readonly client: number;
	readonly author: MemberId;
	/** Entry ids from seq 0. */
	readonly ids: Uint8Array[];
	/** The strand's Yjs clock after each entry. */
	readonly clocks: number[];
	/** How many entries of each other strand the author has cited, by client id. */
	readonly cited: Map<number, number>;
	/** The roster heads under which the author last acted, and the key that was in force there. */
	standing: Standing | null;
}

export interface Standing {
	readonly rosterHeads: readonly Uint8Array[];
	readonly inForce: KeyInForce;
}

/** What a valid entry moves on. */
export interface Step {
	readonly id: Uint8Array;
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
		return this.#strands.get(frame.client) ?? emptyStrand(frame.client, memberId(frame.author));
	}

	move(strand: Strand, step: Step): void {
		this.#strands.set(strand.client, strand);
		strand.ids.push(step.id);
		strand.clocks.push(step.clock);
		strand.standing = step.standing;
		for (const head of step.heads) strand.cited.set(head.client, head.seq + 1);
	}

	/** The latest entry of every strand but `except` that is not among `cited`. */
	headsBeyond(cited: ReadonlyMap<number, number>, except: number): Head[] {
		const heads: Head[] = [];
		for (const { client, ids } of this.#strands.values()) {
			const id = ids.at(-1);
			if (client !== except && id && (cited.get(client) ?? 0) < ids.length) {
				heads.push({ client, seq: ids.length - 1, id });
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
		const here = this.#strands.get(client)?.ids[seq];
		return here !== undefined && sameBytes(here, id);
	}

	/** The clock of `client` after its first `count` entries. */
	clockAfter(client: number, count: number): number {
		return count === 0 ? 0 : (this.#strands.get(client)?.clocks[count - 1] ?? 0);
	}

	get counts(): Map<number, number> {
		return new Map([...this.#strands].map(([client, { ids }]) => [client, ids.length]));
	}

	authorOf(client: number): MemberId | undefined {
		return this.#strands.get(client)?.author;
	}
}

export function emptyStrand(client: number, author: MemberId): Strand {
	return { client, author, ids: [], clocks: [], cited: new Map(), standing: null };
}
