/** The strands that this page writes in one channel: one at a time, under a lock, each taken up where an earlier page of this device left it. */
import * as Y from 'yjs';
import type { Stored } from '#lib/ledger/ledger.ts';
import type { Draft } from '#lib/ledger/outbox.ts';
import type { MemberKeys, Random } from '#lib/seal/keys.ts';
import { openDraft } from './draft.ts';
import type { Locks } from './locks.ts';
import { remoteOrigin } from './inbox.ts';
import { inPieces } from './pieces.ts';
import { checkShape } from './shape.ts';
import { Strand } from './strands.ts';
import { Writer, type WriterContext } from './writer.ts';

export interface WritingContext {
	/** The Yjs client id of a strand of ours. */
	readonly client: (strand: Uint8Array) => number;
	readonly me: MemberKeys;
	readonly random: Random;
	readonly locks: Locks;
	readonly doc: Y.Doc;
	/** What a writer in the log of this generation needs. */
	readonly writer: (generation: number) => WriterContext;
}

/** What was typed and has no place any more: its strand was written in two ways, or what it was typed into is lost. */
export interface Stranded {
	readonly client: number;
	/** Of the entry that it was to become. */
	readonly seq: number;
	/** The number of the first draft. */
	readonly number: number;
	readonly updates: readonly Uint8Array[];
}

export class Writing {
	readonly #context: WritingContext;
	#writer: Writer | null = null;
	/** Those of strands that are not gone on with: of each, what was typed last may still have to be sealed. */
	readonly #earlier: Writer[] = [];
	#releases: (() => void)[] = [];
	readonly #postponed = new Set<number>();
	#stranded: Stranded[] = [];

	constructor(context: WritingContext) {
		this.#context = context;
	}

	get writer(): Writer | null {
		return this.#writer;
	}

	get stranded(): readonly Stranded[] {
		return this.#stranded;
	}

	get saving(): boolean {
		return this.#writers.some(({ saving }) => saving);
	}

	get unsealed(): boolean {
		return this.#writers.some(({ unsealed }) => unsealed);
	}

	get fault(): Stored {
		const faults = this.#writers.map(({ fault }) => fault);
		return faults.find(({ kind }) => kind === 'not-stored') ?? { kind: 'stored' };
	}

	async saveDrafts(): Promise<void> {
		for (const writer of this.#writers) await writer.saveDrafts();
	}

	async flush(): Promise<void> {
		for (const writer of this.#writers) await writer.flush();
	}

	/** All that the outbox kept is gone. */
	lost(): void {
		for (const writer of this.#writers) writer.lost();
	}

	async close(): Promise<void> {
		for (const writer of this.#writers) await writer.close();
	}

	abandon(): void {
		for (const writer of this.#writers) writer.abandon();
	}

	/**
	 * Goes on with this device's own strands where no other tab does, if all that they ever wrote is here. Drafts that have no place yet are
	 * left for later, as long as something may come that gives them one.
	 */
	async takeUp(generation: number, mayCome: boolean): Promise<void> {
		const context = this.#context.writer(generation);
		const { outbox, strands, log } = context;
		const own = await outbox.strands(log);
		const drafts = await outbox.drafts(log);
		this.#postponed.delete(generation);
		for (const { client, strand, next: seq } of own) {
			const mine = drafts.filter((draft) => draft.client === client);
			if (this.#writer && mine.length === 0) continue;
			if (strands.forkOf(client) !== undefined) {
				this.#leaveBehind({ client, seq }, mine, this.#typed(context, mine));
				continue;
			}
			const state = strands.get(client) ?? new Strand(client, this.#context.me.id);
			if (state.author !== this.#context.me.id) continue;
			const release = await this.#context.locks.tryHold(lockOf(client));
			if (!release) continue;
			const typed = this.#typed(context, mine, state.clock);
			const updates = this.#fitting(state, context, typed);
			if (state.count !== seq || (mayCome && updates.length < typed.length)) {
				release();
				if (mine.length > 0) this.#postponed.add(generation);
				continue;
			}
			this.#releases.push(release);
			const writer = new Writer(context, strand, state, (mine.at(-1)?.number ?? -1) + 1);
			this.#resume(writer, context, updates);
			this.#leaveBehind({ client, seq }, mine, typed.slice(updates.length));
			if (!this.#writer) this.#writer = writer;
			else {
				this.#earlier.push(writer);
				await writer.flush();
			}
		}
	}

	/** Generations in whose logs drafts have been left for later. */
	get postponed(): number[] {
		return [...this.#postponed];
	}

	/** A strand to write, with its lock, ready before the first edit. */
	async prepare(generation: number): Promise<void> {
		this.#writer ??= await this.#begin(generation);
	}

	/** Goes on in another log: in the same strand if nothing of it has been sealed, else in a new one. */
	async turn(generation: number): Promise<void> {
		const before = this.#writer;
		if (before?.isUnknown) return before.move(this.#context.writer(generation));
		await before?.flush();
		const next = await this.#begin(generation);
		if (!next) return;
		this.#writer = next;
		if (!before) return;
		// What was typed into the other strand last is sealed first: this one may build upon it.
		next.follow(before);
		this.#earlier.push(before);
		await before.flush();
	}

	/** This person may write no more: what is typed and not sealed is offered as words. Whether there was any. */
	async giveBack(): Promise<boolean> {
		const before = this.#stranded.length;
		for (const writer of this.#writers) {
			if (!writer.unsealed) continue;
			const { number, updates } = await writer.giveBack();
			const { client, count: seq } = writer.state;
			if (updates.length > 0) this.#stranded.push({ client, seq, number, updates });
		}
		return this.#stranded.length > before;
	}

	/** Whether no page of this device writes this strand now. */
	async isFree(client: number): Promise<boolean> {
		const release = await this.#context.locks.tryHold(lockOf(client));
		release?.();
		return release !== null;
	}

	release(): void {
		for (const release of this.#releases) release();
		this.#releases = [];
	}

	get #writers(): readonly Writer[] {
		return this.#writer ? [...this.#earlier, this.#writer] : this.#earlier;
	}

	/**
	 * Nothing where this member may not write any more. Of a draft that was to become several entries, a page that ended in the middle
	 * may have sealed what lies below the clock.
	 */
	#typed(context: WriterContext, drafts: readonly Draft[], clock = 0): Uint8Array[] {
		const acting = context.standing();
		if (!acting) return [];
		return drafts.flatMap(({ client, bytes }) => {
			const sealed = Y.encodeStateVector(new Map([[client, clock]]));
			const updates = openDraft(bytes, acting.key) ?? [];
			return updates.flatMap((update) => inPieces(Y.diffUpdate(update, sealed)));
		});
	}

	#resume(writer: Writer, context: WriterContext, updates: readonly Uint8Array[]): void {
		if (updates.length === 0) return;
		context.shadow();
		const { doc } = this.#context;
		doc.transact(() => {
			for (const update of updates) Y.applyUpdate(doc, update, remoteOrigin);
		}, remoteOrigin);
		writer.resume(updates);
	}

	/** As far as what they refer to is here: what was typed beside words that count no longer has no place. */
	#fitting(
		state: Strand,
		{ strands, appendOnly }: WriterContext,
		updates: readonly Uint8Array[]
	): Uint8Array[] {
		const fitting: Uint8Array[] = [];
		let { clock } = state;
		// Of what was written in two ways nobody knows any more which way was meant.
		const knownClock = (client: number) =>
			strands.clockAfter(client, strands.forkOf(client) ?? Infinity) ?? 0;
		for (const update of updates) {
			const shape = checkShape(update, { client: state.client, clock, knownClock, appendOnly });
			if (shape.kind === 'unsound') break;
			clock = shape.clock;
			fitting.push(update);
		}
		return fitting;
	}

	/** What was typed is offered as words, where it has no place. */
	#leaveBehind(
		place: Pick<Stranded, 'client' | 'seq'>,
		[first]: readonly Draft[],
		updates: readonly Uint8Array[]
	): void {
		if (first && updates.length > 0) this.#stranded.push({ ...place, number: first.number, updates });
	}

	async #begin(generation: number): Promise<Writer | null> {
		const { client: clientOf, me, random } = this.#context;
		const strand = random(16);
		const client = clientOf(strand);
		if (!(await this.#hold(client))) return null;
		return new Writer(this.#context.writer(generation), strand, new Strand(client, me.id));
	}

	async #hold(client: number): Promise<boolean> {
		const release = await this.#context.locks.tryHold(lockOf(client));
		if (release) this.#releases.push(release);
		return release !== null;
	}
}

function lockOf(client: number): string {
	return `roundtable/strand/${client}`;
}
