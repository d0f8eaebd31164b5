/** What earlier pages of this device left of a channel in the outbox: own entries and packs, and what was typed. */
import type { Outbox } from '#lib/ledger/outbox.ts';
import { parseFrame } from '#lib/seal/frame.ts';
import type { Generation } from '#lib/wire/frame-name.ts';
import type { ChannelLogs } from './channel-logs.ts';
import type { Generations } from './generations.ts';
import type { Inbox } from './inbox.ts';
import type { Strands } from './strands.ts';
import type { Writing } from './writing.ts';

export interface LeftoversContext {
	readonly outbox: Outbox;
	readonly logs: ChannelLogs;
	readonly strands: Strands;
	readonly inbox: Inbox;
	readonly generations: Generations;
	readonly writing: Writing;
	/** Drafts have been taken up: the page goes on in their strand. */
	readonly resumed: () => void;
}

export class Leftovers {
	readonly #context: LeftoversContext;

	constructor(context: LeftoversContext) {
		this.#context = context;
	}

	/** A pack whose page died may be in the outbox only: its volume, and the generation that it begins. */
	async open(): Promise<void> {
		const { current } = this.#context.generations;
		await this.#takeKept('volumes');
		await this.#takeKept(current);
		await this.#resume(current);
		await this.#takeKept(current + 1);
	}

	/** What a page before this one left may have its place now. */
	async takePostponed(): Promise<void> {
		for (const generation of this.#context.writing.postponed) await this.#resume(generation);
	}

	/** Drafts that a page left in generations before: they are sealed there, and carried over. */
	async takeLeft(): Promise<void> {
		for (const generation of this.#context.generations.left) await this.#takeLeft(generation);
	}

	async #takeLeft(generation: number): Promise<void> {
		const { outbox, logs, generations, writing } = this.#context;
		const log = logs.name(generation);
		const own = await outbox.strands(log);
		const elsewhere = new Set(
			(await outbox.strands(logs.name(generations.current))).map(({ client }) => client)
		);
		const drafts = (await outbox.drafts(log)).filter(({ client }) => !elsewhere.has(client));
		const done = own.every(({ client, next }) => this.#isDone(client, next));
		if (drafts.length > 0 || !done || (await outbox.unsent(log)) > 0) {
			await generations.reopen(generation);
			await this.#takeKept(generation);
			return this.#resume(generation);
		}
		const free = await Promise.all(own.map(({ client }) => writing.isFree(client)));
		if (free.every(Boolean)) await generations.forget(generation);
	}

	/** Own entries that had not reached the ledger, or no relay, when a page ended. */
	async #takeKept(generation: Generation): Promise<void> {
		const { outbox, logs, inbox, strands, generations } = this.#context;
		const kept = await outbox.entries(logs.name(generation));
		const frames = kept.flatMap(({ bytes }) => {
			const parsed = parseFrame(bytes);
			return parsed.kind === 'frame' ? [parsed.frame] : [];
		});
		const entries = frames.filter(({ kind }) => kind === 'update');
		if (generation !== 'volumes') for (const { client } of entries) logs.place(client, generation);
		await inbox.receive(entries.filter((frame) => !strands.has(frame)));
		const packs = frames.filter(({ kind }) => kind === 'pack');
		if (packs.length > 0) await generations.receive(generation, packs);
	}

	async #resume(generation: number): Promise<void> {
		const { writing, generations, inbox, resumed } = this.#context;
		await writing.takeUp(generation, generations.provisional || inbox.waitingCount > 0);
		resumed();
	}

	/** All that this device ever wrote in a strand stands in a pack, or has been carried over. Packs of ours are no strands of entries. */
	#isDone(client: number, next: number): boolean {
		const strand = this.#context.strands.get(client);
		return !strand || strand.count >= next;
	}
}
