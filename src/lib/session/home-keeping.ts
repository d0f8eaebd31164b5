/**
 * Keeps this person's home on this device: founds it with the first seat that is shared, opens it, and keeps it equal with the vault. All
 * pages of a browser share it, as they share a case.
 */
import { putHomeSeat, readHomeName, writeHomeName, type DeviceKind } from '#lib/casedoc/home.ts';
import type { IsoDate } from '#lib/domain/date.ts';
import { homeChannel, homeChannels, throughout } from '#lib/roster/capability.ts';
import type { DocumentId, EntryId } from '#lib/seal/frame-bytes.ts';
import type { Reading, Stored, Vault } from '#lib/vault/vault.ts';
import { deleteCaseLogs } from './case-logs.ts';
import { foundSeat } from './founding.ts';
import { Home } from './home.ts';
import { belongsHome, mirror } from './home-mirror.ts';
import { inviteInto, type Invited } from './inviting.ts';
import { lookAtInvitation, type Look, type NoInvitation } from './joining.ts';
import type { KeptRecords } from './kept-records.ts';
import { removeMember, withdrawInvitation, type Stated } from './membership.ts';
import { openCase } from './open-case.ts';
import type { Platform } from './platform.ts';
import type { SeatList } from './seat-list.ts';
import { encodeSeat, readSeat, type Seat } from './seats.ts';
import { takenOff, takenOffRecord } from './taken-off.ts';

export const homeRecord = 'home';

export interface HomeContext {
	readonly platform: Platform;
	readonly vault: Vault;
	readonly records: KeptRecords;
	readonly seats: SeatList;
	/** The relay of a home that is founded here. */
	readonly relay: string;
	/** The name that this person goes by on this device. */
	readonly name: () => string;
	readonly named: (name: string) => void;
	readonly seen: (document: DocumentId) => void;
	readonly seatedAnew: (seat: Seat, isSameSeat: boolean) => void;
	readonly changed: () => void;
}

export type Entered =
	| { readonly kind: 'entered' }
	/** This device is in that home. */
	| { readonly kind: 'already' }
	| NoInvitation
	| Exclude<Stored, { kind: 'stored' }>;

/** `unreadable`: what is here of it is damaged; else it may open another time. */
export type HomeFault = 'unreadable' | 'not-opened';

const alreadyIn = { kind: 'already' } as const;

export class HomeKeeping {
	readonly #context: HomeContext;
	#seat: Seat | null = null;
	#home: Home | null = null;
	#stop: (() => void) | null = null;
	#work: Promise<unknown> = Promise.resolve();
	#isDue = false;
	/** This person was named here while the home was not open. */
	#named = false;
	#kind: DeviceKind | null = null;
	#fault: HomeFault | null = null;
	#closed = false;

	constructor(context: HomeContext) {
		this.#context = context;
	}

	/** Which it is, be it open or not. */
	get document(): DocumentId | null {
		return this.#seat?.document ?? null;
	}

	/** Null until it is open, which this device may not need. */
	get home(): Home | null {
		return this.#home;
	}

	/** Why there is a home that does not open; null while it does, or there is none. Cases go on without it. */
	get fault(): HomeFault | null {
		return this.#home ? null : this.#fault;
	}

	/** Founds another in place of one that cannot be read: this device's cases go into it, and its other devices are linked anew. */
	async startAnew(): Promise<Stored> {
		const removed = await this.#inTurn(async () => {
			const { vault, records } = this.#context;
			if ((await readSeat(vault, homeRecord)).kind !== 'unreadable') return { kind: 'stored' } as const;
			return records.tryRemove(homeRecord);
		});
		this.#fault = null;
		this.look();
		return removed;
	}

	/** What this device is. */
	describe(kind: DeviceKind): void {
		this.#kind = kind;
		this.look();
	}

	/** Whether other devices of this person have this case, too. */
	isElsewhere(document: DocumentId): boolean {
		const seat = this.#context.seats.get(document);
		return seat !== undefined && belongsHome(seat) && (this.#home?.devices.length ?? 1) > 1;
	}

	/** Something of vault or home has changed, or storage may answer again. */
	look(): void {
		if (this.#isDue || this.#closed) return;
		this.#isDue = true;
		this.#quietly(async () => {
			this.#isDue = false;
			if (!this.#home) await this.#openOrFound();
			await this.#mirror();
		});
	}

	/** When all that is under way has been done. */
	async settled(): Promise<void> {
		await this.#work;
	}

	rename(name: string): void {
		this.#named = this.#home === null;
		this.#home?.edit((doc) => writeHomeName(doc, name));
	}

	/** A case is about to be taken off this device, for good. Where no other device has it, the home has it no more either. */
	async takeOff(document: DocumentId): Promise<Stored> {
		const seat = this.#context.seats.get(document);
		if (!seat || !belongsHome(seat)) return { kind: 'stored' };
		const kept = await this.#context.records.tryWrite(takenOffRecord(document), new Uint8Array());
		if (kept.kind === 'stored' && (this.#home?.devices.length ?? 0) < 2) await this.forget(document);
		return kept;
	}

	/** This person has left that table for good. */
	forget(document: DocumentId): Promise<void> {
		return this.#inTurn(async () => {
			const at = this.#context.platform.clock.now();
			this.#home?.edit((doc) => putHomeSeat(doc, document, { kind: 'gone', at }));
		});
	}

	/** An invitation for another device of this person, or for their recovery kit, which says whose it is. Null where the home does not open. */
	invite(expiry: number, whose = ''): Promise<Invited | null> {
		return this.#inTurn(async () => {
			if (!this.#home) await this.#openOrFound(true);
			const { platform, relay } = this.#context;
			const seating = {
				details: { name: whose, relation: 'provider' },
				capabilities: throughout('manage', homeChannels),
				expiry
			} as const;
			const { relays = [] } = this.#seat ?? {};
			return this.#home && inviteInto(this.#home.document, platform, seating, relays, relay);
		});
	}

	/** Takes a device out: the home goes on under keys that it is not given. Null where there is none such, or it is this one. */
	removeDevice(id: EntryId): Promise<Stated | null> {
		return this.#inTurn(async () => {
			const document = this.#home?.document;
			const members = [...(document?.roster.roster.current.members.values() ?? [])];
			const member = members.find(({ seat }) => seat === id);
			if (!document || !member || member.id === document.me.id) return null;
			return removeMember(document, this.#context.platform, member.id);
		});
	}

	/** Takes an invitation back that no device has accepted. */
	withdraw(id: EntryId): Promise<void> {
		return this.#inTurn(async () => {
			if (this.#home) await withdrawInvitation(this.#home.document, this.#context.platform, id);
		});
	}

	/** Takes a seat in the home to which this link leads: from then on that is this device's, and what is here goes there, too. */
	async enter(link: string, name: string): Promise<Entered> {
		const keep = async (): Promise<Stored> => ({ kind: 'stored' });
		const look = await lookAtInvitation(link, homeChannel, this.#context.platform, keep);
		return look.kind === 'invitation' ? this.enterBy(look, name) : look;
	}

	async enterBy(look: Look, name: string): Promise<Entered> {
		const accepted = look.document === this.document ? alreadyIn : await look.accept(name);
		if (accepted.kind === 'accepted') return this.moveTo(accepted.seat);
		await look.close();
		return accepted;
	}

	/** Writes down a seat that is about to be taken: what leads to it is good for once. */
	writeDown(seat: Seat): Promise<Stored> {
		return this.#context.records.tryWrite(homeRecord, encodeSeat(seat));
	}

	/** It was not to be had. `before`: what was written there. */
	async putBack(before: Reading): Promise<void> {
		const { records } = this.#context;
		if (before.kind === 'found') await records.tryWrite(homeRecord, before.bytes);
		else await records.tryRemove(homeRecord);
	}

	/** From now on the home of this seat is this device's. */
	moveTo(seat: Seat): Promise<Entered> {
		return this.#inTurn(async () => {
			const stored = await this.#context.records.tryWrite(homeRecord, encodeSeat(seat));
			if (stored.kind !== 'stored') return stored;
			await this.#turnTo(seat);
			return { kind: 'entered' };
		});
	}

	/** Another page has written or removed the record. */
	takeUp(): void {
		this.#quietly(async () => {
			const read = await readSeat(this.#context.vault, homeRecord);
			const seat = read.kind === 'seat' ? read.seat : null;
			if (read.kind === 'not-read' || seat?.document === this.#seat?.document) return;
			await this.#turnTo(seat);
		});
	}

	/** The browser has deleted what was in the vault. */
	async keep(): Promise<void> {
		if (!this.#seat || !this.#home) return;
		const { statements } = this.#home.document.roster.roster;
		const seat = { ...this.#seat, statements: statements.map(({ frame }) => frame.bytes) };
		await this.#context.records.keep(homeRecord, encodeSeat(seat), 'write');
	}

	async flush(): Promise<void> {
		await this.#home?.document.flush();
	}

	async retry(): Promise<void> {
		this.look();
		await this.#home?.document.retry();
	}

	async close(): Promise<void> {
		this.#closed = true;
		await this.#work;
		this.#stop?.();
		await this.#home?.document.close();
	}

	/** Overwrites its keys, once it is closed, and holds on to nothing. */
	letGo(): void {
		this.#home?.document.forget();
		this.#seat?.seed.forget();
		this.#stop = null;
		this.#home = null;
		this.#seat = null;
	}

	async #openOrFound(isWanted = false): Promise<void> {
		const { vault } = this.#context;
		const read = await readSeat(vault, homeRecord);
		if (read.kind === 'seat') return this.#open(read.seat);
		if (read.kind !== 'missing')
			return this.#failed(read.kind === 'unreadable' ? 'unreadable' : 'not-opened');
		const { seats } = this.#context;
		if (isWanted || seats.all.some(belongsHome)) await this.#found();
	}

	#failed(fault: HomeFault): void {
		if (this.#fault === fault) return;
		this.#fault = fault;
		this.#context.changed();
	}

	/** Not where another page is about to. */
	async #found(): Promise<void> {
		const { platform, vault, records, relay } = this.#context;
		const release = await platform.locks.tryHold('roundtable/home');
		if (!release) return;
		try {
			if ((await vault.read(homeRecord)).kind !== 'missing') return;
			// What a device is called is said inside; a relation it has none.
			const founder = { myName: '', relation: 'provider' } as const;
			const seat = await foundSeat(founder, platform, { relays: [relay], madeUp: false }, homeChannels);
			const stored = await records.tryWrite(homeRecord, encodeSeat(seat));
			this.#named = true;
			if (stored.kind === 'stored') await this.#open(seat);
		} finally {
			release();
		}
	}

	/** One that does not open is tried again when something changes. */
	async #open(seat: Seat): Promise<void> {
		const { platform, records, changed } = this.#context;
		this.#seat = seat;
		const events = {
			lost: () => undefined,
			outgrown: () => this.#quietly(() => this.#turnTo(this.#seat))
		};
		try {
			this.#home = new Home(await openCase(seat, platform, events, homeChannels));
		} catch (error) {
			this.#failed('not-opened');
			throw error;
		}
		this.#fault = null;
		const { document } = this.#home;
		if (seat.statements.length > 0 && document.roster.fault.kind === 'stored') {
			this.#seat = { ...seat, statements: [] };
			void records.keep(homeRecord, encodeSeat(this.#seat), 'replace');
		}
		const stop = this.#home.onChange(() => {
			this.look();
			changed();
		});
		this.#stop = stop;
		this.look();
		changed();
	}

	/** Lets go of the home that is open, and opens another, or the same anew. */
	async #turnTo(seat: Seat | null): Promise<void> {
		const before = this.#home;
		this.#stop?.();
		this.#home = null;
		await before?.document.saveDrafts();
		await before?.document.abandon();
		this.#seat = seat;
		if (seat && !this.#closed) await this.#open(seat);
		if (before && before.id !== seat?.document)
			await deleteCaseLogs(before.id, this.#context.platform, homeChannels);
		this.#context.changed();
	}

	async #mirror(): Promise<void> {
		const home = this.#home;
		const { vault, platform, name, named } = this.#context;
		const off = home && (await takenOff(vault));
		if (!home?.mayWrite || !off) return;
		if (this.#named && name() !== '') home.edit((doc) => writeHomeName(doc, name()));
		this.#named &&= name() === '';
		const known = readHomeName(home.doc);
		if (known !== '' && known !== name()) named(known);
		home.useToday(dayOf(platform.clock.now()), this.#kind);
		await mirror({ ...this.#context, home, off });
	}

	/** What storage or a relay does not allow now is tried again with the next change. */
	#quietly(job: () => Promise<void>): void {
		this.#inTurn(job).catch(() => undefined);
	}

	#inTurn<T>(job: () => Promise<T>): Promise<T> {
		const work = this.#work.then(job);
		this.#work = work.catch(() => undefined);
		return work;
	}
}

/** As the calendar stands where the device is. */
function dayOf(time: number): IsoDate {
	const at = new Date(time);
	return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}
