import { memberId, sameBytes, toText, type MemberId } from '#lib/seal/frame-bytes.ts';
import type { KeyInForce } from '#lib/roster/skeleton-parts.ts';
import type { Head } from '#lib/seal/content.ts';
import type { Frame } from '#lib/seal/frame.ts';

/** Where a strand stood in the pack from which its channel was opened. */
export interface StrandStart {
	readonly count: number;
	/** Id of its last entry there; 32 bytes. */
	readonly id: Uint8Array;
	/** Its Yjs clock after that. */
	readonly clock: number;
}

/** One strand of a channel, as far as it has been opened here. */
export class Strand {
	readonly client: number;
	readonly author: MemberId;
	/** How many entries of each other strand the author has cited, by client id; without those before the start. */
	readonly cited = new Map<number, number>();
	#start: StrandStart | null;
	#steps: Step[] = [];
	#astray = false;

	constructor(client: number, author: MemberId, start: StrandStart | null = null) {
		this.client = client;
		this.author = author;
		this.#start = start;
	}

	/** The seq of the first entry of which more is known here than that there was one. */
	get first(): number {
		return this.#start?.count ?? 0;
	}

	/** Whether it was written in the light of something that does not count. */
	get astray(): boolean {
		return this.#astray;
	}

	/** From seq `first`. */
	get steps(): readonly Step[] {
		return this.#steps;
	}

	get count(): number {
		return this.first + this.#steps.length;
	}

	get last(): Step | undefined {
		return this.#steps.at(-1);
	}

	step(seq: number): Step | undefined {
		return this.#steps[seq - this.first];
	}

	/** The id of an entry, where it is known here. */
	idOf(seq: number): Uint8Array | undefined {
		return this.step(seq)?.id ?? (seq === this.first - 1 ? this.#start?.id : undefined);
	}

	/** Its Yjs clock after its first `count` entries, or after all that count; undefined where that is not known here. */
	clockAfter(count: number): number | undefined {
		const reached = Math.min(count, this.count);
		if (reached === 0) return 0;
		return reached === this.first ? this.#start?.clock : this.step(reached - 1)?.clock;
	}

	/** Its Yjs clock after all of its entries. */
	get clock(): number {
		return this.clockAfter(this.count) ?? 0;
	}

	move(step: Step): void {
		this.#steps.push(step);
		this.#astray ||= step.astray;
		this.#cite(step.cited);
	}

	/** As it was before this entry; undefined where of that no more is known here than that there was something. */
	until(seq: number): Strand | undefined {
		if (seq < this.first) return undefined;
		const before = new Strand(this.client, this.author, this.#start);
		for (const step of this.#steps.slice(0, seq - this.first)) before.move(step);
		return before;
	}

	/** Learns what there was before the start, from the same strand opened from its first entry on. */
	recall({ steps, cited, astray }: Strand): void {
		if (this.first === 0 || steps.length < this.first) return;
		this.#steps = [...steps.slice(0, this.first), ...this.#steps];
		this.#start = null;
		this.#astray ||= astray;
		this.#cite(cited);
	}

	#cite(cited: Cited): void {
		for (const [client, count] of cited) this.cited.set(client, Math.max(count, this.cited.get(client) ?? 0));
	}
}

/** How many entries of each strand, by client id. */
export type Cited = ReadonlyMap<number, number>;

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
	/** What it cites beyond what the strand had cited before. */
	readonly cited: Cited;
	/** Whether it cites something that does not count. */
	readonly astray: boolean;
	readonly standing: Standing;
}

/** A volume, which an entry may cite in place of everything that it and those before it hold. */
export interface Volume {
	/** 32 bytes. */
	readonly hash: Uint8Array;
	readonly ends: Cited;
}

/** What an author's citation comes to. */
export type Citation =
	| { readonly kind: 'known'; readonly cited: Cited; readonly astray: boolean }
	/** Less than the author has cited before, or themselves. */
	| { readonly kind: 'backwards' }
	/** Not here, or not in this form: known once what there was before the start is. */
	| { readonly kind: 'missing'; readonly heads: readonly Head[] };

/** All strands of one channel: how far each has been opened, and what each author has seen of the others. */
export class Strands {
	readonly #strands = new Map<number, Strand>();
	readonly #volumes = new Map<string, Volume>();
	/** Volumes of which no more is known here than that there were. */
	readonly #before = new Set<string>();
	/** Entries of branches that do not count, by id, and the seq at which each left what counts. */
	readonly #lost = new Map<string, number>();
	/** Where strands first fork, by client id. */
	readonly #forks = new Map<number, number>();

	get(client: number): Strand | undefined {
		return this.#strands.get(client);
	}

	/** The strand, or an empty one that counts only once it has moved. */
	of(frame: Frame): Strand {
		return this.#strands.get(frame.client) ?? new Strand(frame.client, memberId(frame.author));
	}

	add(strand: Strand): void {
		this.#strands.set(strand.client, strand);
	}

	move(strand: Strand, step: Step): void {
		this.add(strand);
		strand.move(step);
	}

	/** From now on this volume may be cited. */
	know(volume: Volume): void {
		this.#volumes.set(toText(volume.hash), volume);
		this.#before.delete(toText(volume.hash));
	}

	/** These volumes came before the pack from which the channel is opened. */
	begin(before: readonly Uint8Array[]): void {
		for (const hash of before) if (!this.#volumes.has(toText(hash))) this.#before.add(toText(hash));
	}

	/** This entry stands in a branch that left what counts at `fork`. */
	lose({ client, id }: Pick<Frame, 'client' | 'id'>, fork: number): void {
		this.#lost.set(toText(id), fork);
		this.#forks.set(client, Math.min(fork, this.forkOf(client) ?? fork));
	}

	/** Where the branch of this entry left what counts; undefined if nobody has shown that it did. */
	lostAt(id: Uint8Array): number | undefined {
		return this.#lost.get(toText(id));
	}

	/** From which seq on a strand has been written in two ways. */
	forkOf(client: number): number | undefined {
		return this.#forks.get(client);
	}

	/** Whether it is known of this very entry that it counts, or that it does not. */
	knows(head: Head): boolean {
		return this.has(head) || this.lostAt(head.id) !== undefined;
	}

	/** The latest entry of every strand but `except` that is not among `cited`, and `volume` in place of what it holds. */
	headsBeyond(cited: Cited, except: number, volume: Volume | null = null): Head[] {
		const fresh = volume !== null && cited.size === 0;
		const heads: Head[] = fresh ? [headOf(volume)] : [];
		for (const strand of this.#strands.values()) {
			const { client, count } = strand;
			const known = Math.max(cited.get(client) ?? 0, fresh ? (volume.ends.get(client) ?? 0) : 0);
			const id = strand.idOf(count - 1);
			if (client !== except && known < count && id) heads.push({ client, seq: count - 1, id });
		}
		return heads;
	}

	/** `trusted`: what lies before the start is believed to be as it is cited. */
	judgeHeads(strand: Strand, heads: readonly Head[], trusted = false): Citation {
		if (heads.length === 0) return nothing;
		const cited = new Map<number, number>();
		const missing: Head[] = [];
		for (const head of heads) {
			if (head.client === strand.client) return { kind: 'backwards' };
			const volume = this.#volumeAt(head);
			const past = trusted && head.seq < (this.#strands.get(head.client)?.first ?? 0);
			const fork = this.lostAt(head.id);
			// Who has seen the other branch has seen what both have in common.
			if (fork !== undefined) cited.set(head.client, Math.max(fork, strand.cited.get(head.client) ?? 0));
			else if (volume) for (const [client, count] of volume.ends) cited.set(client, count);
			else if (past || this.has(head)) cited.set(head.client, head.seq + 1);
			else missing.push(head);
		}
		const astray = heads.some(({ id }) => this.lostAt(id) !== undefined);
		const backwards = heads.some(({ client, seq }) => seq + 1 < (strand.cited.get(client) ?? 0));
		if (backwards) return { kind: 'backwards' };
		return missing.length > 0 ? { kind: 'missing', heads: missing } : { kind: 'known', cited, astray };
	}

	/** Whether this very entry has been opened here: not another that claims its place. */
	has(head: Head): boolean {
		const here = this.#strands.get(head.client)?.idOf(head.seq);
		return here !== undefined ? sameBytes(here, head.id) : this.#volumeAt(head) !== undefined;
	}

	/** Whether the place of this entry lies before what is known here of its strand, or this volume before the last. */
	isBefore({ client, seq, id }: Head): boolean {
		if (client === 0) return this.#before.has(toText(id));
		return seq + 1 < (this.#strands.get(client)?.first ?? 0);
	}

	/** Whether of some strand only what came after its start is known. */
	get startLate(): boolean {
		return [...this.#strands.values()].some(({ first }) => first > 0);
	}

	/** The clock of `client` after its first `count` entries; undefined where only what came later is known of it. */
	clockAfter(client: number, count: number): number | undefined {
		const strand = this.#strands.get(client);
		return strand ? strand.clockAfter(count) : 0;
	}

	/** Those that may be cited. */
	get volumes(): Iterable<Volume> {
		return this.#volumes.values();
	}

	get all(): Iterable<Strand> {
		return this.#strands.values();
	}

	authorOf(client: number): MemberId | undefined {
		return this.#strands.get(client)?.author;
	}

	#volumeAt({ client, seq, id }: Head): Volume | undefined {
		return client === 0 && seq === 0 ? this.#volumes.get(toText(id)) : undefined;
	}
}

/** A volume is cited as if it were the first entry of strand 0, which there is not. */
function headOf({ hash }: Volume): Head {
	return { client: 0, seq: 0, id: hash };
}

const nothing: Citation = { kind: 'known', cited: new Map(), astray: false };
