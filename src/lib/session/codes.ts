/**
 * The codes that this person tells those whom they invite, by invitation: in their home, so that each of their devices knows whom to let in;
 * where a seat belongs in no home, or none is open, with the seat.
 */
import { dropHomeCode, putHomeCode, readHomeCode } from '#lib/casedoc/home.ts';
import type { DocumentId, EntryId } from '#lib/seal/frame-bytes.ts';
import type { Home } from './home.ts';
import { belongsHome } from './home-mirror.ts';
import type { SeatList } from './seat-list.ts';

export interface CodesContext {
	readonly seats: SeatList;
	readonly home: () => Home | null;
}

export class Codes {
	readonly #context: CodesContext;

	constructor(context: CodesContext) {
		this.#context = context;
	}

	of(document: DocumentId, invite: EntryId): string | null {
		const home = this.#homeOf(document);
		return (
			(home && readHomeCode(home.doc, invite)) ?? this.#context.seats.get(document)?.codes[invite] ?? null
		);
	}

	async keep(document: DocumentId, invite: EntryId, code: string): Promise<void> {
		const home = this.#homeOf(document);
		if (home?.mayWrite) {
			home.edit((doc) => putHomeCode(doc, invite, code));
			await home.document.flush();
			return;
		}
		await this.#context.seats.update(document, (seat) => ({
			...seat,
			codes: { ...seat.codes, [invite]: code }
		}));
	}

	/** Nobody needs it any more. */
	async drop(document: DocumentId, invite: EntryId): Promise<void> {
		if (this.of(document, invite) === null) return;
		this.#homeOf(document)?.edit((doc) => dropHomeCode(doc, invite));
		if (this.#context.seats.get(document)?.codes[invite] === undefined) return;
		await this.#context.seats.update(document, (seat) => ({
			...seat,
			codes: Object.fromEntries(Object.entries(seat.codes).filter(([id]) => id !== invite))
		}));
	}

	#homeOf(document: DocumentId): Home | null {
		const seat = this.#context.seats.get(document);
		return seat && belongsHome(seat) ? this.#context.home() : null;
	}
}
