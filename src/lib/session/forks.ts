/**
 * What people have signed in several ways: of the entries in one place the one with the smallest id counts, and what follows it. The
 * others are lost, and so is what was written into their words.
 */
import { compareBytes, sameBytes, toText } from '#lib/seal/frame-bytes.ts';
import type { Frame } from '#lib/seal/frame.ts';
import type { Strands } from './strands.ts';

export class Forks {
	readonly #strands: Strands;
	readonly #frames = new Map<string, Frame>();
	/** Ids of entries that have to count in place of others that were opened. */
	readonly #winning = new Set<string>();
	/** Ids of entries that can never count. */
	readonly #barred = new Set<string>();

	constructor(strands: Strands) {
		this.#strands = strands;
	}

	get frames(): readonly Frame[] {
		return [...this.#frames.values()];
	}

	wins({ id }: Frame): boolean {
		return this.#winning.has(toText(id));
	}

	/** It is refused whatever stands beside it. */
	bar({ id }: Frame): void {
		this.#barred.add(toText(id));
	}

	/** Takes a signed rival of an entry that was opened, at the first place where the two branches differ. True if it is new. */
	take(frame: Frame): boolean {
		const { client, seq, id, previous } = frame;
		const key = toText(id);
		const strand = this.#strands.get(client);
		const held = strand?.idOf(seq);
		if (!held || this.#frames.has(key) || this.#barred.has(key)) return false;
		const before = seq === 0 ? previous : strand?.idOf(seq - 1);
		if (!before || !sameBytes(before, previous)) return false;
		this.#frames.set(key, frame);
		if (compareBytes(id, held) < 0) this.#winning.add(key);
		else this.#strands.lose(frame, seq);
		return true;
	}

	/** It was written into words that are lost. */
	sink(frame: Frame): void {
		this.#frames.set(toText(frame.id), frame);
		this.#strands.lose(frame, frame.seq);
	}

	/** Takes what goes on from a rival. */
	continues(frame: Frame): boolean {
		const key = toText(frame.id);
		const fork = this.#strands.lostAt(frame.previous);
		const wins = this.#winning.has(toText(frame.previous));
		if (fork === undefined && !wins) return false;
		this.#frames.set(key, frame);
		if (fork !== undefined) this.#strands.lose(frame, fork);
		else this.#winning.add(key);
		return true;
	}
}
