/** The sealed logs of one channel on this device: its generations that are in use, and its volumes. */
import type { Ledger, OpenLedger, Stored } from '#lib/ledger/ledger.ts';
import type { Outbox, OwnEntry } from '#lib/ledger/outbox.ts';
import { sameBytes, type ChannelName, type DocumentId } from '#lib/seal/frame-bytes.ts';
import type { Frame } from '#lib/seal/frame.ts';
import { encodeBeginning, readBeginning, type Beginning } from './beginning.ts';
import { channelRecord } from './case-logs.ts';
import { Handover } from './handover.ts';
import { logName, type Generation, type LogPlace } from '#lib/wire/frame-name.ts';

export interface ChannelLogsContext {
	readonly document: DocumentId;
	readonly channel: ChannelName;
	readonly outbox: Outbox;
	readonly openLedger: OpenLedger;
	/** Deletes everything of one sealed log from this device's storage. */
	readonly wipeLedger: (log: string) => Promise<void>;
	/** A log is in use from now on, with what it holds. */
	readonly opened: (place: LogPlace, ledger: Ledger, own: readonly OwnEntry[]) => void;
	/** What storage brought after its log was opened. */
	readonly found: (place: LogPlace, frames: readonly Frame[]) => void;
	/** What was stored of a log that is in use is gone. */
	readonly lost: () => void;
	/** New in a ledger, from this device or another: for every link that lacks it. */
	readonly entered: (place: LogPlace, frames: readonly Frame[]) => void;
}

const stored: Stored = { kind: 'stored' };

export class ChannelLogs {
	readonly #context: ChannelLogsContext;
	readonly #ledgers = new Map<Generation, Ledger>();
	readonly #handovers = new Map<Generation, Handover>();
	readonly #opening = new Map<Generation, Promise<Ledger>>();
	/** Read from storage, be it that nobody has opened them yet. */
	readonly #fetched = new Map<Generation, ReturnType<OpenLedger>>();
	/** The generation in which each strand of entries stands. */
	readonly #homes = new Map<number, number>();
	#beginning: Beginning | null = null;
	#begun: Stored = stored;
	#closed = false;

	constructor(context: ChannelLogsContext) {
		this.#context = context;
	}

	/** What keeps something that is held from being stored. */
	get fault(): Stored {
		const all = [this.#begun, ...[...this.#ledgers.values()].map((ledger) => ledger.stored)];
		return all.find(({ kind }) => kind === 'not-stored') ?? stored;
	}

	get all(): Iterable<Ledger> {
		return this.#ledgers.values();
	}

	/** Those in use, without the volumes. */
	get generations(): number[] {
		return [...this.#ledgers.keys()].filter((generation) => generation !== 'volumes');
	}

	/** Reads, ahead of its opening, the log from which the channel is opened. */
	async fetch(): Promise<void> {
		const beginning = await this.beginning();
		if (!this.#closed) await this.#fetch(beginning?.generation ?? 0);
	}

	open(generation: Generation): Promise<Ledger> {
		const before = this.#opening.get(generation);
		if (before) return before;
		const opening = this.#open(generation);
		this.#opening.set(generation, opening);
		// What storage would not answer now can be asked again.
		opening.catch(() => this.#opening.delete(generation));
		return opening;
	}

	has(generation: Generation): boolean {
		return this.#ledgers.has(generation);
	}

	/** Whether it stands in a log of this device: then it was shown here, whatever counts now. */
	holds({ client, seq, id }: Frame): boolean {
		return [...this.all].some(({ strands }) => {
			const held = strands.get(client)?.[seq];
			return held !== undefined && sameBytes(held.id, id);
		});
	}

	name(generation: Generation): string {
		const { document, channel } = this.#context;
		return logName({ document, channel, generation });
	}

	/** Entries of this strand have been seen in that generation. What another relay shows elsewhere later changes nothing. */
	place(client: number, generation: number): void {
		if (!this.#homes.has(client)) this.#homes.set(client, generation);
	}

	/** The generation in which a strand stands, while its log is in use here. */
	homeOf(client: number): number | null {
		const home = this.#homes.get(client);
		return home !== undefined && this.#ledgers.has(home) ? home : null;
	}

	/** From where the channel was opened last. */
	async beginning(): Promise<Beginning | null> {
		const { outbox } = this.#context;
		const kept = await outbox.beginning(this.#record);
		this.#beginning = kept && readBeginning(kept);
		return this.#beginning;
	}

	/** From now on this device opens the channel from here. */
	async begin(beginning: Beginning): Promise<void> {
		this.#beginning = beginning;
		this.#begun = await this.#context.outbox.begin(this.#record, encodeBeginning(beginning));
	}

	/** All that the outbox kept is gone. */
	lost(): void {
		if (this.#beginning) this.#begun = { kind: 'not-stored', reason: 'wiped' };
	}

	/** Whether a log that is in use lacks this frame. */
	lacks(generation: Generation, { client, seq }: Frame): boolean {
		const ledger = this.#ledgers.get(generation);
		return ledger !== undefined && seq >= (ledger.strands.get(client)?.length ?? 0);
	}

	/** Verified frames of one log, into its ledger and out to the links. What would leave a gap behind it is left out. */
	async add(generation: Generation, some: readonly Frame[]): Promise<Stored> {
		const ledger = this.#ledgers.get(generation);
		const frames = ledger ? withoutGaps(ledger, some) : [];
		if (!ledger || frames.length === 0) return stored;
		const adding = this.#handedOver(generation, ledger.add(frames));
		this.#context.entered({ channel: this.#context.channel, generation }, frames);
		return adding;
	}

	/** Own frames, which lie in the outbox. */
	addOwn(generation: Generation, frames: readonly Frame[]): Promise<Stored> {
		this.#handovers.get(generation)?.keeps(frames);
		return this.add(generation, frames);
	}

	async retry(): Promise<void> {
		if (this.#beginning && this.#begun.kind === 'not-stored') await this.begin(this.#beginning);
		const ledgers = [...this.#ledgers];
		await Promise.all(ledgers.map(([generation, ledger]) => this.#handedOver(generation, ledger.retry())));
	}

	/** Takes a log that others stand for off this device. False if storage would not let go of all of it. */
	async drop(generation: number): Promise<boolean> {
		const { outbox, wipeLedger } = this.#context;
		await this.#letGo(generation);
		const forgotten = await outbox.forget(this.name(generation));
		if (forgotten.kind === 'not-stored') return false;
		return wipeLedger(this.name(generation)).then(
			() => true,
			() => false
		);
	}

	async close(): Promise<void> {
		this.#closed = true;
		await Promise.all([...this.#fetched.values()].map(async (fetched) => (await fetched).ledger.close()));
	}

	#fetch(generation: Generation): ReturnType<OpenLedger> {
		const fetched = this.#fetched.get(generation) ?? this.#context.openLedger(this.name(generation));
		this.#fetched.set(generation, fetched);
		fetched.catch(() => this.#fetched.delete(generation));
		return fetched;
	}

	async #open(generation: Generation): Promise<Ledger> {
		const { channel, outbox, opened, found } = this.#context;
		const own = await outbox.entries(this.name(generation));
		const { ledger } = await this.#fetch(generation);
		const handover = new Handover(ledger, outbox);
		handover.keeps(own);
		void handover.after(Promise.resolve(ledger.stored));
		this.#handovers.set(generation, handover);
		this.#ledgers.set(generation, ledger);
		ledger.onFound((frames) => found({ channel, generation }, frames));
		ledger.onLost(() => this.#lost(generation));
		opened({ channel, generation }, ledger, own);
		return ledger;
	}

	/** Another page may have taken a log off this device that is no longer needed. */
	#lost(generation: Generation): void {
		const isLeft = generation !== 'volumes' && generation < (this.#beginning?.generation ?? 0);
		if (isLeft) void this.#letGo(generation);
		else this.#context.lost();
	}

	async #letGo(generation: number): Promise<void> {
		const ledger = this.#ledgers.get(generation);
		this.#ledgers.delete(generation);
		this.#handovers.delete(generation);
		this.#opening.delete(generation);
		this.#fetched.delete(generation);
		await ledger?.close();
	}

	get #record(): string {
		const { document, channel } = this.#context;
		return channelRecord(document, channel);
	}

	#handedOver(generation: Generation, storing: Promise<Stored>): Promise<Stored> {
		return this.#handovers.get(generation)?.after(storing) ?? storing;
	}
}

/** A volume may have brought what comes before. */
function withoutGaps({ strands }: Ledger, frames: readonly Frame[]): Frame[] {
	const next = new Map<number, number>();
	return frames.filter(({ client, seq }) => {
		const end = next.get(client) ?? strands.get(client)?.length ?? 0;
		if (seq <= end) next.set(client, Math.max(end, seq + 1));
		return seq <= end;
	});
}
