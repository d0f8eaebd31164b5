/** The strands that this page writes in one channel: one at a time, under a lock, each taken up where an earlier page of this device left it. */
import * as Y from 'yjs';
import type { Draft } from '#lib/ledger/outbox.ts';
import type { MemberKeys, Random } from '#lib/seal/keys.ts';
import { openDraft } from './draft.ts';
import type { Locks } from './locks.ts';
import { remoteOrigin } from './inbox.ts';
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
	/** The number of the first draft. */
	readonly number: number;
	readonly updates: readonly Uint8Array[];
}

export class Writing {
	readonly #context: WritingContext;
	#writer: Writer | null = null;
	#releases: (() => void)[] = [];
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

	/** Goes on with this device's own strands where no other tab does, if all that they ever wrote is here. */
	async takeUp(generation: number): Promise<void> {
		const context = this.#context.writer(generation);
		const { outbox, strands, log } = context;
		const own = await outbox.strands(log);
		const drafts = await outbox.drafts(log);
		for (const { client, strand, next } of own) {
			const mine = drafts.filter((draft) => draft.client === client);
			if (this.#writer && mine.length === 0) continue;
			if (strands.forkOf(client) !== undefined) {
				this.#strand(client, mine, context);
				continue;
			}
			const state = strands.get(client) ?? new Strand(client, this.#context.me.id);
			if (state.author !== this.#context.me.id || state.count !== next) continue;
			if (!(await this.#hold(client))) continue;
			const writer = new Writer(context, strand, state, (mine.at(-1)?.number ?? -1) + 1);
			this.#resume(writer, context, mine);
			if (!this.#writer) this.#writer = writer;
			else await writer.flush();
		}
	}

	/** A strand to write, with its lock, ready before the first edit. */
	async prepare(generation: number): Promise<void> {
		this.#writer ??= await this.#begin(generation);
	}

	/** Goes on in another log: in the same strand if nothing of it has been sealed, else in a new one. */
	async turn(generation: number): Promise<void> {
		const before = this.#writer;
		if (before?.state.count === 0) return before.move(this.#context.writer(generation));
		await before?.flush();
		const next = await this.#begin(generation);
		if (!next) return;
		this.#writer = next;
		// What was typed into the other strand last is sealed first: this one may build upon it.
		if (before) await next.after(before.close());
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

	#resume(writer: Writer, context: WriterContext, drafts: readonly Draft[]): void {
		const acting = context.standing();
		if (!acting || drafts.length === 0) return;
		context.shadow();
		const typed = drafts.flatMap(({ bytes }) => openDraft(bytes, acting.key) ?? []);
		const updates = this.#fitting(writer, context, typed);
		const { client } = writer.state;
		const [{ number } = { number: 0 }] = drafts;
		if (updates.length < typed.length) {
			this.#stranded.push({ client, number, updates: typed.slice(updates.length) });
		}
		const { doc } = this.#context;
		doc.transact(() => {
			for (const update of updates) Y.applyUpdate(doc, update, remoteOrigin);
		}, remoteOrigin);
		if (updates.length > 0) writer.resume(updates);
	}

	/** As far as what they refer to is here: what was typed beside words that count no longer has no place. */
	#fitting(
		{ state }: Writer,
		{ strands, appendOnly }: WriterContext,
		typed: readonly Uint8Array[]
	): Uint8Array[] {
		const fitting: Uint8Array[] = [];
		let { clock } = state;
		// Of what was written in two ways nobody knows any more which way was meant.
		const knownClock = (client: number) => strands.clockAfter(client, strands.forkOf(client) ?? Infinity);
		for (const update of typed) {
			const shape = checkShape(update, { client: state.client, clock, knownClock, appendOnly });
			if (shape.kind === 'unsound') break;
			clock = shape.clock;
			fitting.push(update);
		}
		return fitting;
	}

	#strand(client: number, drafts: readonly Draft[], context: WriterContext): void {
		const acting = context.standing();
		const [first] = drafts;
		if (!acting || !first) return;
		const updates = drafts.flatMap(({ bytes }) => openDraft(bytes, acting.key) ?? []);
		this.#stranded.push({ client, number: first.number, updates });
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
