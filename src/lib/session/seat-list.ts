/** The seats of this device: as this page has them, and on their way into the vault. */
import type { DocumentId } from '#lib/seal/frame-bytes.ts';
import type { Stored, Vault } from '#lib/vault/vault.ts';
import type { KeptRecords } from './kept-records.ts';
import { encodeSeat, readSeat, seatRecord, type Seat } from './seats.ts';

export class SeatList {
	readonly #vault: Vault;
	readonly #records: KeptRecords;
	readonly #changed: () => void;
	readonly #seats: Map<DocumentId, Seat>;

	constructor(vault: Vault, records: KeptRecords, seats: readonly Seat[], changed: () => void) {
		this.#vault = vault;
		this.#records = records;
		this.#seats = new Map(seats.map((seat) => [seat.document, seat]));
		this.#changed = changed;
	}

	/** Most recently opened first. */
	get all(): Seat[] {
		return [...this.#seats.values()].sort((a, b) => b.summary.openedAt - a.summary.openedAt);
	}

	get(document: DocumentId): Seat | undefined {
		return this.#seats.get(document);
	}

	/** A seat that is not on the list before it is stored: its seed is nowhere else. */
	async take(seat: Seat): Promise<Stored> {
		const stored = await this.#records.tryWrite(seatRecord(seat.document), encodeSeat(seat));
		if (stored.kind === 'stored') this.#put(seat);
		return stored;
	}

	/** Nothing of a seat that has been left meanwhile. */
	async update(document: DocumentId, change: (seat: Seat) => Seat): Promise<void> {
		const before = this.#seats.get(document);
		if (!before) return;
		const seat = change(before);
		this.#put(seat);
		await this.#records.keep(seatRecord(document), encodeSeat(seat), 'replace');
	}

	/** The browser has deleted what was in the vault. */
	keepAll(): void {
		for (const seat of this.all) {
			void this.#records.keep(seatRecord(seat.document), encodeSeat(seat), 'write');
		}
	}

	/** Where it cannot be removed it stays on the list. */
	async drop(document: DocumentId): Promise<Stored> {
		const removed = await this.#records.tryRemove(seatRecord(document));
		if (removed.kind === 'stored') this.letGo(document);
		return removed;
	}

	/** It is in the vault no more. */
	letGo(document: DocumentId): void {
		this.#seats.delete(document);
		this.#changed();
	}

	/** Overwrites every secret. */
	forget(): void {
		for (const { seed } of this.#seats.values()) seed.forget();
		this.#seats.clear();
	}

	/** Reads what another page has written or removed. False if there is no such seat any more. */
	async takeUp(document: DocumentId): Promise<boolean> {
		const read = await readSeat(this.#vault, seatRecord(document));
		if (read.kind === 'seat') this.#put(read.seat);
		return read.kind !== 'missing';
	}

	#put(seat: Seat): void {
		this.#seats.set(seat.document, seat);
		this.#changed();
	}
}
