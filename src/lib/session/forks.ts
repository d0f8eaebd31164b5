/**
 * What people have signed in several ways: of the entries in one place the one with the smallest id counts, and what follows it. The
 * others are lost, and so is what was written into their words. A smaller id counts only once it is known that its entry can: nobody
 * holds others up with one that cites what nobody has.
 */
import { compareBytes, sameBytes, toText } from '#lib/seal/frame-bytes.ts';
import type { Frame } from '#lib/seal/frame.ts';
import type { Admitted, BrokenReason } from './admission.ts';
import type { Strand, Strands } from './strands.ts';

/** Of one place, of those that nobody has been shown here, and of those that cannot be judged yet. */
const mostRivals = 8;
const mostPending = 1000;

export interface ForksContext {
	readonly strands: Strands;
	/** Whether it stands in a log of this device, so that others here may have built on it. */
	readonly holds: (frame: Frame) => boolean;
	/** What it would be if its strand ended before it. */
	readonly judge: (frame: Frame, strand: Strand) => Admitted['kind'] | BrokenReason;
}

export class Forks {
	readonly #context: ForksContext;
	readonly #frames = new Map<string, Frame>();
	/** Ids of entries that have to count in place of others that were opened. */
	readonly #winning = new Set<string>();
	/** Ids of entries that can never count. */
	readonly #barred = new Set<string>();
	/** Entries with a smaller id than what was opened in their place, and what follows them: whether they can count is not known yet. */
	readonly #pending = new Map<string, Frame>();
	/** How many that do not count have been kept, by place. */
	readonly #kept = new Map<string, number>();

	constructor(context: ForksContext) {
		this.#context = context;
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

	/** Takes a signed rival of an entry that was opened, or what follows one. True if it is new. */
	take(frame: Frame): boolean {
		const { client, seq, id, previous } = frame;
		const { strands } = this.#context;
		const key = toText(id);
		const strand = strands.get(client);
		const held = strand?.idOf(seq);
		const isKnown = this.#frames.has(key) || this.#barred.has(key) || this.#pending.has(key);
		if (!held || isKnown || strands.lostAt(id) !== undefined) return false;
		const before = seq === 0 ? previous : strand?.idOf(seq - 1);
		const isRival = before !== undefined && sameBytes(before, previous);
		if (!isRival && !this.#pending.has(toText(previous))) return false;
		if (isRival && compareBytes(id, held) > 0) this.#lose(frame, seq);
		else if (this.#pending.size < mostPending) this.#pending.set(key, frame);
		return true;
	}

	/** Takes what goes on from a rival. */
	continues(frame: Frame): boolean {
		const fork = this.#context.strands.lostAt(frame.previous);
		if (fork !== undefined) this.#lose(frame, fork);
		else if (this.#winning.has(toText(frame.previous))) this.#win(frame);
		else return false;
		return true;
	}

	/** It was written into words that are lost. */
	sink(frame: Frame): void {
		this.#frames.set(toText(frame.id), frame);
		this.#context.strands.lose(frame, frame.seq);
	}

	/** Those of which it is known now whether they can count. */
	weigh(): Frame[] {
		return [...this.#pending.values()].filter((frame) => {
			if (this.#pending.has(toText(frame.previous))) return false;
			const isWeighed = this.continues(frame) || this.#decide(frame);
			if (isWeighed) this.#pending.delete(toText(frame.id));
			return isWeighed;
		});
	}

	#decide(frame: Frame): boolean {
		const { strands, judge } = this.#context;
		const strand = strands.get(frame.client)?.until(frame.seq);
		const verdict = strand && judge(frame, strand);
		if (!verdict || ['waiting', 'past', 'apart', 'not-mine'].includes(verdict)) return false;
		if (verdict === 'lost') this.sink(frame);
		else if (verdict !== 'opened') this.bar(frame);
		else if (this.#isOutdone(frame)) this.#lose(frame, frame.seq);
		else this.#win(frame);
		return true;
	}

	/** Another that has to count in the same place has a smaller id still. */
	#isOutdone({ client, seq, id }: Frame): boolean {
		return this.frames.some(
			(other) =>
				other.client === client && other.seq === seq && this.wins(other) && compareBytes(other.id, id) < 0
		);
	}

	#win(frame: Frame): void {
		for (const other of this.frames) {
			const isHere = other.client === frame.client && other.seq === frame.seq;
			if (isHere && this.wins(other) && compareBytes(frame.id, other.id) < 0) this.#giveUp(other, other.seq);
		}
		this.#frames.set(toText(frame.id), frame);
		this.#winning.add(toText(frame.id));
	}

	/** What was to count, and what follows it, does not: one with a smaller id still has come. */
	#giveUp(frame: Frame, fork: number): void {
		let branch: readonly Frame[] = [frame];
		while (branch.length > 0) {
			for (const each of branch) {
				this.#winning.delete(toText(each.id));
				this.#frames.delete(toText(each.id));
				this.#lose(each, fork);
			}
			const ids = new Set(branch.map(({ id }) => toText(id)));
			branch = this.frames.filter((each) => this.wins(each) && ids.has(toText(each.previous)));
		}
	}

	/** That it is lost is remembered of each; a few are kept to be handed on, and all that others may have built on. */
	#lose(frame: Frame, fork: number): void {
		const { strands, holds } = this.#context;
		const isNew = strands.lostAt(frame.id) === undefined;
		const place = `${frame.client} ${frame.seq}`;
		const kept = this.#kept.get(place) ?? 0;
		strands.lose(frame, fork);
		if (!isNew || (kept >= mostRivals && !holds(frame))) return;
		this.#kept.set(place, kept + 1);
		this.#frames.set(toText(frame.id), frame);
	}
}
