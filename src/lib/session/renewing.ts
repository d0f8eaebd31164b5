/**
 * After a device was lost: gives this person new keys in every case that it knew, one case at a time. Which keys is settled by the removal
 * itself (`nextSeed`): a page that is closed half-way loses nothing, and two devices that do the same work arrive at the same keys.
 */
import { putHomeSeat, readHomeSeats, type HomeSeat } from '#lib/casedoc/home.ts';
import { parseDocumentId, toText, type DocumentId } from '#lib/seal/frame-bytes.ts';
import { memberKeys, type MemberKeys } from '#lib/seal/keys.ts';
import { nextSeed } from '#lib/seal/next-seed.ts';
import type { Case } from './case.ts';
import { fetchRoster } from './fetch-roster.ts';
import { isSame } from './home-mirror.ts';
import type { Home, RemovedDevice } from './home.ts';
import { replaceKeys } from './membership.ts';
import type { Platform } from './platform.ts';
import type { SealedDocument } from './sealed-document.ts';
import type { SeatList } from './seat-list.ts';
import type { Seat } from './seats.ts';
import { within } from './within.ts';

export interface RenewingContext {
	readonly platform: Platform;
	readonly seats: SeatList;
	readonly home: () => Home | null;
	readonly open: (document: DocumentId) => Promise<Case>;
	readonly changed: () => void;
}

/** Why the keys of a case are still those that the lost device has. */
export type Delay =
	/** No relay can be asked, of the case or of the home. */
	| 'unreachable'
	/** The device that removed the other one is at it. */
	| 'elsewhere'
	/** The case is not on this device. */
	| 'not-here'
	/** This person's seat is in doubt, until a manager admits them. */
	| 'suspended';

export interface Renewal {
	readonly document: DocumentId;
	/** Null before it was tried. */
	readonly delay: Delay | null;
}

/** For two removals at once to meet before either is acted upon. */
const grace = 3_000;
const again = 15_000;
const takeOverAfter = 10 * 60_000;
const sendWithin = 15_000;

export class Renewing {
	readonly #context: RenewingContext;
	readonly #delays = new Map<DocumentId, Delay>();
	#stop: (() => void) | null = null;
	#work: Promise<void> = Promise.resolve();
	#isWorking = false;
	#closed = false;

	constructor(context: RenewingContext) {
		this.#context = context;
	}

	/** The cases that a lost device can still read. */
	get left(): readonly Renewal[] {
		return this.#due.map(({ document }) => ({ document, delay: this.#delays.get(document) ?? null }));
	}

	/** How many cases a lost device does not know, or no longer. */
	get done(): number {
		const home = this.#context.home();
		if (!home) return 0;
		const seats = [...readHomeSeats(home.doc).values()].filter(({ kind }) => kind === 'seat');
		return seats.length - this.#due.length;
	}

	/** Something has changed in the home. */
	look(soon = grace): void {
		if (this.#closed || this.#stop || this.#isWorking || this.#due.length === 0) return;
		this.#stop = this.#context.platform.clock.after(soon, () => {
			this.#stop = null;
			this.#isWorking = true;
			this.#work = this.#renewAll()
				.catch(() => undefined)
				.finally(() => {
					this.#isWorking = false;
					this.look(again);
				});
		});
	}

	/** Tries again now what could not be done before. */
	retry(): void {
		this.#stop?.();
		this.#stop = null;
		this.look(0);
	}

	async close(): Promise<void> {
		this.#closed = true;
		this.#stop?.();
		await this.#work;
	}

	get #due(): readonly Due[] {
		const home = this.#context.home();
		if (!home?.mayWrite) return [];
		const { removed } = home;
		if (removed.length === 0) return [];
		return [...readHomeSeats(home.doc)].flatMap(([name, entry]) => {
			const document = parseDocumentId(name);
			if (!document || entry.kind === 'gone') return [];
			const lost = removed.find(({ id }) => !entry.without.includes(id));
			return lost ? [{ document, entry, lost }] : [];
		});
	}

	/** In one page of this browser at a time. */
	async #renewAll(): Promise<void> {
		const release = await this.#context.platform.locks.tryHold('roundtable/renewing');
		if (!release) return;
		try {
			const tried = new Set<string>();
			const isNext = (due: Due) => !tried.has(nameOf(due));
			// Of several devices that were lost one after the other, the next. Each once: what is delayed has to wait.
			for (let due = this.#due; due.length > 0 && !this.#closed; due = this.#due.filter(isNext)) {
				for (const each of due) {
					tried.add(nameOf(each));
					await this.#renew(each);
				}
			}
		} finally {
			release();
		}
	}

	async #renew(due: Due): Promise<void> {
		const home = this.#context.home();
		if (!home?.mayWrite || this.#closed) return;
		const delay = await this.#tryToRenew(home, due);
		if (delay) this.#delays.set(due.document, delay);
		else this.#delays.delete(due.document);
		this.#context.changed();
	}

	async #tryToRenew(home: Home, due: Due): Promise<Delay | null> {
		const { seats, platform, open } = this.#context;
		const seat = seats.get(due.document);
		if (!seat || !isSame(seat, due.entry)) return 'not-here';
		// All devices of this person are to go by the same removals.
		if (home.document.status.kind !== 'sent') return 'unreachable';
		const opened = await open(due.document).catch(() => null);
		if (!opened) return 'unreachable';
		const possible = await Promise.all(
			due.lost.keys.map((key) => memberKeys(nextSeed(seat.seed, key, due.document), platform.subtle))
		);
		try {
			return await this.#goOver(home, due, opened, seat, possible);
		} finally {
			for (const keys of possible) {
				keys.forget();
				keys.seed.forget();
			}
		}
	}

	async #goOver(
		home: Home,
		{ document, entry, lost }: Due,
		opened: Case,
		seat: Seat,
		possible: readonly MemberKeys[]
	): Promise<Delay | null> {
		const { current } = opened.document.roster.roster;
		// By whichever removal the work was begun.
		const next = possible.find(({ id }) => current.member(id)) ?? possible[0];
		if (!next) return 'unreachable';
		const put = (changed: Partial<HomeSeat>) => {
			const without = [...entry.without, lost.id];
			home.edit((doc) => putHomeSeat(doc, document, { ...entry, ...changed, without }));
		};
		if (!current.member(next.id)) {
			// Nobody sits there any more: there is nothing to take back.
			if (current.fold.seatOf(opened.document.me.id)?.removedBy) {
				put({});
				return null;
			}
			const delay = await this.#state(home, lost, opened, next);
			if (delay) return delay;
		}
		// Whoever has the new keys can come in by them: from then on they are what this person's devices go by.
		if (!(await fetchRoster({ ...seat, seed: next.seed }, this.#context.platform))) return 'unreachable';
		put({ seed: toText(next.seed.reveal()), joinedAt: entry.joinedAt + 1 });
		return null;
	}

	async #state(home: Home, lost: RemovedDevice, { document }: Case, next: MemberKeys): Promise<Delay | null> {
		const { platform } = this.#context;
		if (!this.#isMine(home, lost)) return 'elsewhere';
		const member = document.roster.roster.current.member(document.me.id);
		if (member?.suspended !== null) return 'suspended';
		if (!(await this.#sent(document))) return 'unreachable';
		const stated = await replaceKeys(document, platform, next);
		return stated.kind === 'stated' && (await this.#sent(document)) ? null : 'unreachable';
	}

	/** That of the device which has removed the other, unless it leaves it undone. */
	#isMine(home: Home, { by, at }: RemovedDevice): boolean {
		const others = home.devices.filter(({ isThis }) => !isThis);
		const isUnderWay = others.some(({ id }) => id === by);
		return !isUnderWay || this.#context.platform.clock.now() - at >= takeOverAfter;
	}

	/** Whether a relay has all that was written here, within some time. */
	#sent(document: SealedDocument): Promise<boolean> {
		const done = () => document.status.kind === 'sent';
		return within(sendWithin, done, (changed) => document.onChange(changed), this.#context.platform.clock);
	}
}

interface Due {
	readonly document: DocumentId;
	readonly entry: HomeSeat;
	/** The first of those that this seed was not made without. */
	readonly lost: RemovedDevice;
}

function nameOf({ document, lost }: Due): string {
	return `${document} ${lost.id}`;
}
