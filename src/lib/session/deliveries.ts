/**
 * Invitations into circles on their way to the people at the table for whom they are. Until they have sat down they stand in this person's home,
 * so that any of their devices leaves the letter, also later, and anew for keys that have been replaced.
 */
import { dropHomeOffer, putHomeOffer, readHomeOffers, type HomeOffer } from '#lib/casedoc/home.ts';
import { isOpen } from '#lib/roster/view.ts';
import { parseDocumentId, type EntryId, type MemberId } from '#lib/seal/frame-bytes.ts';
import type { Correspondents } from '#lib/seal/letter.ts';
import type { PointerFetch } from '#lib/wire/kit-pointer.ts';
import type { Case, Person } from './case.ts';
import type { Device } from './device.ts';
import { leaveLetter } from './letters.ts';

export interface CirclePlace {
	readonly device: Device;
	readonly fetch: PointerFetch;
	/** The case. */
	readonly opened: Case;
}

export interface Correspondent extends Correspondents {
	readonly id: MemberId;
	/** Their place at the table. */
	readonly seat: EntryId;
}

export class Deliveries {
	readonly #at: CirclePlace;
	/** Letters that this page has seen where they are to be. */
	readonly #left = new Set<string>();

	constructor(at: CirclePlace) {
		this.#at = at;
	}

	/** Everybody else at the table. */
	correspondents(): Correspondent[] {
		const { document } = this.#at.opened;
		const { me, roster } = document;
		return [...roster.roster.current.members.values()]
			.filter(({ id }) => id !== me.id)
			.map(({ id, seat, boxKey }) => ({ id, seat, document: document.id, me, them: boxKey }));
	}

	/** False where nothing can be kept for them, as there is no home: then it goes at once or not at all. */
	async send(circle: Case, to: Person, invite: EntryId, link: string): Promise<boolean> {
		const { device, opened } = this.#at;
		const offer = { circle: circle.id, of: opened.id, to: to.seat, link };
		if (opened.seat.ofAnother || !device.home?.mayWrite) return this.#leave(invite, offer);
		device.home.edit((doc) => putHomeOffer(doc, invite, offer));
		await device.home.document.flush();
		return true;
	}

	/** Leaves every letter that is due, and forgets those that are needed no more. */
	async deliver(): Promise<void> {
		const { device, opened } = this.#at;
		const { home } = device;
		if (!home) return;
		for (const [invite, offer] of readHomeOffers(home.doc)) {
			if (offer.of !== opened.id) continue;
			if (await this.#isOver(invite as EntryId, offer)) home.edit((doc) => dropHomeOffer(doc, invite));
			else await this.#leave(invite as EntryId, offer);
		}
	}

	/** Where the circle is not here one waits. */
	async #isOver(invite: EntryId, { circle }: HomeOffer): Promise<boolean> {
		const { device } = this.#at;
		const document = parseDocumentId(circle);
		if (!document || !device.seat(document)) return false;
		const opened = await device.open(document).catch(() => null);
		const invitation = opened?.document.roster.roster.current.invitations.get(invite);
		return invitation !== undefined && !isOpen(invitation, device.platform.clock.now());
	}

	/** On every relay of the case. */
	async #leave(invite: EntryId, { to, link }: HomeOffer): Promise<boolean> {
		const { device, fetch, opened } = this.#at;
		const between = this.correspondents().find(({ seat }) => seat === to);
		if (!between) return false;
		let isLeft = opened.seat.relays.length > 0;
		for (const relay of opened.seat.relays) {
			const letter = `${relay} ${invite} ${between.id}`;
			if (this.#left.has(letter)) continue;
			const left = await leaveLetter({ fetch, relay }, between, link, device.platform.random);
			if (left === 'left') this.#left.add(letter);
			else isLeft = false;
		}
		return isLeft;
	}
}
