/**
 * The circles of a case: sealed documents of their own, which look to a relay like any case. Who is asked into one learns of it by a letter
 * that only they can find, so that nobody else at the table learns that it is there.
 */
import { beginCircle, type NewCircle } from '#lib/casedoc/circle.ts';
import { readHomeSeat } from '#lib/casedoc/home.ts';
import { endOf, type Opening } from '#lib/domain/opening.ts';
import type { ClosingReason } from '#lib/domain/talk.ts';
import type { OpenedTo } from '#lib/domain/terms.ts';
import { readLink } from '#lib/roster/invitation-link.ts';
import type { DocumentId, EntryId, MemberId } from '#lib/seal/frame-bytes.ts';
import type { Case, Person } from './case.ts';
import { Deliveries, type CirclePlace } from './deliveries.ts';
import type { Accepted, Look, NoInvitation } from './joining.ts';
import { readLetters } from './letters.ts';
import type { Stated } from './membership.ts';
import type { Seat } from './seats.ts';
import { closeFor, closeOpening, openCircle, type NewOpening, type Opened } from './sharing.ts';

/** Somebody at the table has opened a circle to me. */
export interface Asked {
	readonly invite: EntryId;
	readonly circle: DocumentId;
	readonly from: MemberId;
	readonly link: string;
}

export interface CircleOpening {
	readonly circle: DocumentId;
	readonly name: string;
	readonly opening: Opening;
	/** By the client or their guardian. */
	readonly isConsent: boolean;
}

/** Letters are asked for again this long after the last time, if anything at the table has moved. */
const againAfter = 20_000;
/** And in any case. */
const atLeastEvery = 60_000;

export class Circles {
	readonly #at: CirclePlace;
	readonly #deliveries: Deliveries;
	readonly #listeners = new Set<() => void>();
	readonly #asked = new Map<EntryId, Asked>();
	readonly #opened = new Map<DocumentId, Case>();
	/** By relay and writer's key, how many of their letters have been read. */
	readonly #read = new Map<string, number>();
	readonly #releases: (() => void)[];
	#stop: () => void = () => undefined;
	#looked = -Infinity;
	#work: Promise<unknown> = Promise.resolve();
	#closed = false;

	constructor(at: CirclePlace) {
		this.#at = at;
		this.#deliveries = new Deliveries(at);
		this.#releases = [at.opened.onChange(() => this.#soon()), at.device.onChange(() => this.#changed())];
		this.look();
	}

	/** Those in which this person sits, by name. */
	get seats(): Seat[] {
		const { device, opened } = this.#at;
		const nameOf = ({ summary }: Seat) => summary.name;
		return device.circlesOf(opened.id).sort((a, b) => nameOf(a).localeCompare(nameOf(b)));
	}

	/** Those that are open to this person and in which they do not sit yet. */
	get asked(): Asked[] {
		return [...this.#asked.values()].filter(({ circle }) => !this.#at.device.seat(circle));
	}

	/** Throws `NotStored` where it cannot be stored: nothing has begun then. */
	async start(circle: NewCircle): Promise<Case> {
		const { device, opened } = this.#at;
		const { name: myName, relation } = this.#me;
		const { relays, madeUp } = opened.seat;
		const begun = await device.begin(
			{ myName, relation, title: circle.name },
			{ relays, madeUp, of: opened.id }
		);
		begun.edit((doc) => beginCircle(doc, circle));
		begun.forgetUndo();
		await begun.document.flush();
		await device.looked(begun);
		return begun;
	}

	/** To whom they have been opened over time, the latest first; of those that are open here. */
	get openings(): CircleOpening[] {
		const all = this.seats.flatMap(({ document, summary }) => {
			const circle = this.#opened.get(document);
			if (!circle) return [];
			const { openings } = circle.readSharing();
			return openings.map((opening) => ({
				circle: document,
				name: summary.name,
				opening,
				isConsent: circle.isPrincipal(opening.by as MemberId)
			}));
		});
		return all.sort((a, b) => b.opening.at - a.opening.at);
	}

	/** Milliseconds since 1970. */
	get now(): number {
		return this.#at.device.platform.clock.now();
	}

	/** What has ended since this person looked at the circle. */
	get endings(): CircleOpening[] {
		const { device } = this.#at;
		return this.openings.filter(({ circle, opening }) => {
			const { openedAt = 0 } = device.seat(circle)?.summary ?? {};
			const at = endOf(opening, this.now);
			return at !== null && at > openedAt && opening.ended?.by !== this.#opened.get(circle)?.me;
		});
	}

	/** The same promise for as long as it is open. */
	open(circle: DocumentId): Promise<Case> {
		const { device } = this.#at;
		const opening = device.open(circle);
		opening.then(
			(opened) => {
				this.#listenTo(opened);
				void device.summarise(opened);
			},
			// Said where it was asked for.
			() => undefined
		);
		return opening;
	}

	/** What this person would join, and who is there. */
	lookAt({ link }: Asked): Promise<Look | NoInvitation> {
		return this.#at.device.lookAt(link, this.#at.opened.id);
	}

	async join(asked: Asked, look: Look): Promise<Accepted> {
		const { device, opened } = this.#at;
		const accepted = await device.join(look, this.#me.name, opened.seat.ofAnother);
		if (accepted.kind === 'accepted' || accepted.kind === 'used') this.#asked.delete(asked.invite);
		this.#changed();
		return accepted;
	}

	/** Opens one of them to people of the case. */
	async share(circle: Case, opening: NewOpening): Promise<Opened> {
		const opened = await openCircle(this.#at, circle, opening);
		this.look();
		return opened;
	}

	/** Ends what was opened. */
	unshare(circle: Case, opening: Opening, why: ClosingReason): Promise<Stated> {
		return closeOpening(this.#at, circle, opening, why);
	}

	/** Ends it for one of them. */
	unshareFrom(circle: Case, opening: Opening, person: OpenedTo): Promise<Stated> {
		return closeFor(this.#at, circle, opening, person);
	}

	/** Brings to others what is open to them, and looks for what is open to me. */
	look(): void {
		const { clock } = this.#at.device.platform;
		this.#looked = clock.now();
		this.#stop();
		if (this.#closed) return;
		this.#stop = clock.after(atLeastEvery, () => this.look());
		const work = this.#work.then(async () => {
			for (const { document } of this.seats) await this.open(document).catch(() => null);
			this.#changed();
			await this.#deliveries.deliver();
			await this.#gather();
		});
		// What a relay or storage does not allow now is tried again.
		this.#work = work.catch(() => undefined);
	}

	/** When all that is under way has been done. */
	async settled(): Promise<void> {
		await this.#work;
	}

	onChange(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	close(): void {
		this.#closed = true;
		this.#stop();
		for (const release of this.#releases) release();
		this.#listeners.clear();
	}

	#listenTo(circle: Case): void {
		if (this.#closed || this.#opened.get(circle.id) === circle) return;
		this.#opened.set(circle.id, circle);
		const changed = () => this.#changed();
		this.#releases.push(circle.onTalk(changed), circle.onChange(changed));
	}

	get #me(): Person {
		const me = this.#at.opened.people.find(({ isMe }) => isMe);
		if (!me) throw new Error('whoever is not at the table has no circles there');
		return me;
	}

	#soon(): void {
		const { clock } = this.#at.device.platform;
		const due = this.#looked + againAfter - clock.now();
		this.#stop();
		if (!this.#closed) this.#stop = clock.after(Math.max(0, due), () => this.look());
		this.#changed();
	}

	async #gather(): Promise<void> {
		const { fetch, opened } = this.#at;
		for (const relay of opened.seat.relays) {
			for (const between of this.#deliveries.correspondents()) {
				const key = `${relay} ${between.id}`;
				const from = this.#read.get(key) ?? 0;
				const letters = await readLetters({ fetch, relay }, between, from);
				if (this.#closed || !letters) return;
				this.#read.set(key, from + letters.length);
				for (const letter of letters)
					if (letter !== null) await this.#receive(letter, opened.personOf(between.id));
			}
		}
	}

	/** What is over, or leads to where I have been, is passed over. */
	async #receive(link: string, from: MemberId): Promise<void> {
		const { device } = this.#at;
		const read = readLink(link);
		if (read.kind !== 'invitation') return;
		const { document: circle, invite } = read.link;
		const hasLeft = device.home && readHomeSeat(device.home.doc, circle)?.kind === 'gone';
		if (this.#asked.has(invite) || hasLeft || device.seat(circle)) return;
		const look = await this.lookAt({ invite, circle, from, link });
		if (look.kind === 'invitation') await look.close();
		if (this.#closed || (look.kind !== 'invitation' && look.kind !== 'unreachable')) return;
		this.#asked.set(invite, { invite, circle, from, link });
		this.#changed();
	}

	#changed(): void {
		for (const listener of this.#listeners) listener();
	}
}
