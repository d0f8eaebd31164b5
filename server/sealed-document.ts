/** What the relay knows of one sealed document: its roster, and where each strand ends. */
import { Frame } from '#lib/seal/frame.ts';
import { sameBytes, type DocumentId } from '#lib/seal/frame-bytes.ts';
import type { PackLabel } from '#lib/seal/frame-pack.ts';
import { rosterChannel } from '#lib/roster/capability.ts';
import { Roster } from '#lib/roster/roster.ts';
import { logName, type LogName } from '#lib/wire/frame-name.ts';
import { Generations } from './generations.ts';
import { inCitedOrder } from './statement-order.ts';
import type { Store } from './store.ts';

export interface StrandEnd {
	/** The seq that comes next. */
	readonly next: number;
	/** Id of the last entry; 32 bytes. */
	readonly id: Uint8Array;
	readonly rosterHeads: readonly Uint8Array[];
	/** What kind of pack the strand is; null where it has updates. */
	readonly pack: PackLabel | null;
}

export class SealedDocument {
	readonly id: DocumentId;
	readonly #store: Store;
	#roster: Promise<Roster> | null = null;
	#generations: Promise<Generations> | null = null;
	/** By log, then client; only strands that were written since the document was opened. */
	readonly #ends = new Map<string, Map<number, StrandEnd>>();
	#turn: Promise<unknown> = Promise.resolve();
	#size = 0;

	constructor(id: DocumentId, store: Store) {
		this.id = id;
		this.#store = store;
	}

	/** One piece of work after another: what was found true while checking must still be true while storing. */
	inTurn<T>(work: () => Promise<T>): Promise<T> {
		const result = this.#turn.then(work);
		this.#turn = result.catch(() => undefined);
		return result;
	}

	roster(): Promise<Roster> {
		this.#roster ??= this.#loadRoster();
		return this.#roster;
	}

	generations(): Promise<Generations> {
		this.#generations ??= this.roster().then((roster) => Generations.read(this.id, this.#store, roster));
		return this.#generations;
	}

	/** Statements in memory. */
	get size(): number {
		return this.#size;
	}

	/** Takes back what memory holds beyond the store. */
	forget(): void {
		this.#roster = null;
		this.#generations = null;
		this.#size = 0;
		this.#ends.clear();
	}

	/** A statement has been added to the roster. */
	grew(): void {
		this.#size += 1;
	}

	async end(log: LogName, client: number): Promise<StrandEnd | null> {
		const known = this.#ends.get(logName(log))?.get(client);
		if (known) return known;
		const last = await this.#store.last(log, client);
		if (!last) return null;
		const end = endAt(new Frame(last.bytes), null);
		this.advance(log, new Map([[client, end]]));
		return end;
	}

	advance(log: LogName, ends: ReadonlyMap<number, StrandEnd>): void {
		const name = logName(log);
		const held = this.#ends.get(name) ?? new Map<number, StrandEnd>();
		this.#ends.set(name, held);
		for (const [client, end] of ends) held.set(client, end);
	}

	async #loadRoster(): Promise<Roster> {
		const roster = new Roster(this.id);
		const frames: Frame[] = [];
		for await (const page of this.#store.frames(rosterLog(this.id))) {
			for (const { bytes } of page) frames.push(new Frame(bytes));
		}
		// Stored only after signatures had been checked.
		for (const frame of inCitedOrder(frames)) await roster.add(frame, async () => true);
		this.#size = roster.statements.length;
		return roster;
	}
}

export function rosterLog(document: DocumentId): LogName {
	return { document, channel: rosterChannel, generation: 0 };
}

/** Copies what it keeps, so that the entry's own bytes can go. */
export function endAt(frame: Frame, before: StrandEnd | null): StrandEnd {
	const same = before && sameHeads(frame.rosterHeads, before.rosterHeads);
	return {
		next: frame.seq + 1,
		id: frame.id,
		rosterHeads: same ? before.rosterHeads : frame.rosterHeads.map((head) => head.slice()),
		pack: frame.pack
	};
}

export function sameHeads(a: readonly Uint8Array[], b: readonly Uint8Array[]): boolean {
	return a.length === b.length && a.every((head, i) => sameBytes(head, b[i] ?? noBytes));
}

const noBytes = new Uint8Array();
