import { sameBytes } from '#lib/seal/frame-bytes.ts';
import type { Head } from '#lib/seal/content.ts';
import type { Frame } from '#lib/seal/frame.ts';
import type { Strands } from './strands.ts';

/** More than this and a relay is playing with us; what is not kept here still stands in the link's copy and in others' ledgers. */
const mostWaiting = 20_000;

/** Frames whose predecessor, cited head, statement or key is not here yet. */
export class WaitingRoom {
	/** By strand and seq; more than one frame for a place is a fork, of which admission takes one. */
	readonly #strands = new Map<number, Map<number, Frame[]>>();
	readonly #blocked = new Map<number, readonly Head[]>();
	#size = 0;

	get size(): number {
		return this.#size;
	}

	get clients(): number[] {
		return [...this.#strands.keys()];
	}

	add(frame: Frame): void {
		const strand = this.#strands.get(frame.client) ?? new Map<number, Frame[]>();
		const rivals = strand.get(frame.seq) ?? [];
		if (this.#size >= mostWaiting || rivals.some(({ id }) => sameBytes(id, frame.id))) return;
		strand.set(frame.seq, [...rivals, frame]);
		this.#strands.set(frame.client, strand);
		this.#size += 1;
	}

	find({ client, seq, id }: Head): Frame | undefined {
		return this.#strands
			.get(client)
			?.get(seq)
			?.find((frame) => sameBytes(frame.id, id));
	}

	drop(frame: Frame): void {
		const strand = this.#strands.get(frame.client);
		const rivals = strand?.get(frame.seq) ?? [];
		const left = rivals.filter((rival) => rival !== frame);
		this.#size -= rivals.length - left.length;
		if (left.length > 0) strand?.set(frame.seq, left);
		else strand?.delete(frame.seq);
		if (strand?.size === 0) this.#strands.delete(frame.client);
	}

	/** This strand's next entry cites heads that have not been opened: not tried again until they have. */
	block(client: number, heads: readonly Head[]): void {
		this.#blocked.set(client, heads);
	}

	/** The frames that could be a strand's next entry now. */
	next(client: number, strands: Strands): readonly Frame[] {
		if (this.#blocked.get(client)?.some((head) => !strands.has(head))) return [];
		this.#blocked.delete(client);
		return this.#strands.get(client)?.get(strands.get(client)?.count ?? 0) ?? [];
	}
}
