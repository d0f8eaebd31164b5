/** The sealed logs of one channel on this device: its generations that are in use, and its volumes. */
import type { Ledger, OpenLedger, StorageFault, Stored } from '#lib/ledger/ledger.ts';
import type { Outbox } from '#lib/ledger/outbox.ts';
import type { ChannelName, DocumentId } from '#lib/seal/frame-bytes.ts';
import type { Frame } from '#lib/seal/frame.ts';
import { readBeginning } from './beginning.ts';
import { channelRecord } from './case-logs.ts';
import { logName, type Generation, type LogPlace } from '#lib/wire/frame-name.ts';

export interface ChannelLogsContext {
	readonly document: DocumentId;
	readonly channel: ChannelName;
	readonly outbox: Outbox;
	readonly openLedger: OpenLedger;
	/** Deletes everything of one sealed log from this device's storage. */
	readonly wipeLedger: (log: string) => Promise<void>;
	/** A log is in use from now on, with what it holds. */
	readonly opened: (place: LogPlace, ledger: Ledger) => Promise<void>;
	/** New in a ledger, from this device or another: for every link that lacks it. */
	readonly entered: (place: LogPlace, frames: readonly Frame[]) => void;
}

const stored: Stored = { kind: 'stored' };

export class ChannelLogs {
	readonly #context: ChannelLogsContext;
	readonly #ledgers = new Map<Generation, Ledger>();
	readonly #opening = new Map<Generation, Promise<Ledger>>();
	/** Read from storage, be it that nobody has opened them yet. */
	readonly #fetched = new Map<Generation, ReturnType<OpenLedger>>();
	/** The generation in which each strand of entries stands. */
	readonly #homes = new Map<number, number>();
	#openFault: StorageFault | null = null;
	#fault: Stored = stored;
	#closed = false;

	constructor(context: ChannelLogsContext) {
		this.#context = context;
	}

	/** What last kept an entry from being stored. */
	get fault(): Stored {
		if (this.#fault.kind === 'stored' && this.#openFault) {
			return { kind: 'not-stored', reason: this.#openFault };
		}
		return this.#fault;
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
		const { document, channel, outbox } = this.#context;
		const kept = await outbox.beginning(channelRecord(document, channel));
		const beginning = kept && readBeginning(kept);
		if (!this.#closed) void this.#fetch(beginning?.generation ?? 0);
	}

	open(generation: Generation): Promise<Ledger> {
		const opening = this.#opening.get(generation) ?? this.#open(generation);
		this.#opening.set(generation, opening);
		return opening;
	}

	has(generation: Generation): boolean {
		return this.#ledgers.has(generation);
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

	/** Verified frames of one log, into its ledger and out to the links. */
	async add(generation: Generation, frames: readonly Frame[]): Promise<Stored> {
		const ledger = this.#ledgers.get(generation);
		if (!ledger || frames.length === 0) return stored;
		const adding = ledger.add(frames);
		this.#context.entered({ channel: this.#context.channel, generation }, frames);
		this.#fault = await adding;
		return this.#fault;
	}

	async retry(): Promise<void> {
		const retried = await Promise.all([...this.#ledgers.values()].map((ledger) => ledger.retry()));
		this.#openFault = null;
		this.#fault = retried.find(({ kind }) => kind === 'not-stored') ?? stored;
	}

	/** Takes a log that others stand for off this device. */
	async drop(generation: number): Promise<void> {
		const { outbox, wipeLedger } = this.#context;
		const ledger = this.#ledgers.get(generation);
		this.#ledgers.delete(generation);
		this.#opening.delete(generation);
		this.#fetched.delete(generation);
		await ledger?.close();
		await outbox.forget(this.name(generation));
		await wipeLedger(this.name(generation));
	}

	async close(): Promise<void> {
		this.#closed = true;
		await Promise.all([...this.#fetched.values()].map(async (fetched) => (await fetched).ledger.close()));
	}

	#fetch(generation: Generation): ReturnType<OpenLedger> {
		const fetched = this.#fetched.get(generation) ?? this.#context.openLedger(this.name(generation));
		this.#fetched.set(generation, fetched);
		return fetched;
	}

	async #open(generation: Generation): Promise<Ledger> {
		const { channel, opened } = this.#context;
		const { ledger, stored } = await this.#fetch(generation);
		if (stored.kind === 'not-stored') this.#openFault = stored.reason;
		this.#ledgers.set(generation, ledger);
		await opened({ channel, generation }, ledger);
		return ledger;
	}
}
