/** This device: the seats in its vault, the cases that are open, and the home that it shares with its person's other devices. */
import { readShowsVisits, writeShowsVisits } from '#lib/casedoc/home.ts';
import { writeText } from '#lib/casedoc/text.ts';
import type { NotRead, StorageFault, Stored, Vault } from '#lib/vault/vault.ts';
import { planChannel } from '#lib/roster/capability.ts';
import { fromUtf8, utf8, type DocumentId, type MemberId } from '#lib/seal/frame-bytes.ts';
import { Case } from './case.ts';
import { deleteCaseLogs } from './case-logs.ts';
import { Checking } from './checking.ts';
import { Codes } from './codes.ts';
import { foundSeat, type Founder } from './founding.ts';
import type { Home } from './home.ts';
import { HomeKeeping, homeRecord } from './home-keeping.ts';
import { KeptRecords } from './kept-records.ts';
import { leftCases, leftRecord } from './left.ts';
import { lookAtInvitation, type Accepted, type Look, type NoInvitation } from './joining.ts';
import { fetchRoster } from './fetch-roster.ts';
import { removeMember } from './membership.ts';
import { putAway, withLost, type LostWords } from './lost-words.ts';
import { NotStored } from './not-stored.ts';
import { openCase } from './open-case.ts';
import type { Platform } from './platform.ts';
import { Renewing } from './renewing.ts';
import type { SealedDocument } from './sealed-document.ts';
import { SeatList } from './seat-list.ts';
import { readSeats, seatIn, type Seat } from './seats.ts';
import { removeUnsaid, Unsaid } from './unsaid.ts';
import { within } from './within.ts';

export interface DeviceOptions {
	readonly platform: Platform;
	readonly vault: Vault;
	/** The relay of cases that are started here: the origin that serves the app. */
	readonly home: string;
}

/** Who starts a case, and whose it is. */
export interface Beginning extends Founder {
	readonly clientName: string;
}

export class Device {
	readonly platform: Platform;
	readonly vault: Vault;
	/** Of the home that this person's devices share. */
	readonly keeping: HomeKeeping;
	readonly #options: DeviceOptions;
	readonly #seats: SeatList;
	readonly #open = new Map<DocumentId, Promise<Case>>();
	readonly #listeners = new Set<() => void>();
	readonly #records: KeptRecords;
	/** Documents in which somebody else than this device's person is about to sit. */
	readonly #forOthers = new Set<DocumentId>();
	/** New keys, after a device was lost. */
	readonly renewing: Renewing;
	readonly #codes: Codes;
	readonly #checking = new Map<DocumentId, Checking>();
	#name = '';

	private constructor(options: DeviceOptions, seats: readonly Seat[]) {
		this.#options = options;
		this.platform = options.platform;
		this.vault = options.vault;
		this.#records = new KeptRecords(options.vault, options.platform.clock, {
			gone: (record) => void this.#takeUp(record),
			changed: () => this.#changed()
		});
		this.#seats = new SeatList(options.vault, this.#records, seats, () => {
			this.keeping.look();
			this.#changed();
		});
		this.keeping = new HomeKeeping({
			...options,
			records: this.#records,
			seats: this.#seats,
			relay: options.home,
			name: () => this.#name,
			named: (name) => void this.#named(name),
			seen: (document) => void this.#seen(document),
			seatedAnew: (seat, isSameSeat) => void this.#sitAnew(seat, isSameSeat),
			changed: () => {
				this.renewing.look();
				this.#changed();
			}
		});
		this.#codes = new Codes({ seats: this.#seats, home: () => this.home });
		this.renewing = new Renewing({
			platform: this.platform,
			seats: this.#seats,
			home: () => this.home,
			open: (document) => this.open(document),
			changed: () => this.#changed()
		});
	}

	/** 'not-read' when the vault is there and cannot be read: nothing is started over then. */
	static async open(
		options: DeviceOptions
	): Promise<{ kind: 'device'; device: Device; unreadable: number } | NotRead> {
		const read = await readSeats(options.vault);
		if (read.kind === 'not-read') return read;
		const device = new Device(options, read.seats);
		await device.#takeUpName();
		options.vault.onElsewhere((record) => void device.#takeUp(record));
		options.vault.onEmptied(() => void device.#keepAll());
		options.vault.onWiped(() => device.#records.wiped());
		device.#goOn();
		return { kind: 'device', device, unreadable: read.unreadable };
	}

	/** The name that this person goes by on this device; empty at first. */
	get name(): string {
		return this.#name;
	}

	/** The relay of cases and homes that begin here. */
	get relay(): string {
		return this.#options.home;
	}

	/** Null until it is open: the first seat that is shared founds it. */
	get home(): Home | null {
		return this.keeping.home;
	}

	/** In cases and circles; the most recently opened first. */
	get seats(): Seat[] {
		return this.#seats.all;
	}

	get cases(): Seat[] {
		return this.seats.filter(({ of }) => of === null);
	}

	circlesOf(document: DocumentId): Seat[] {
		return this.seats.filter(({ of }) => of === document);
	}

	seat(document: DocumentId): Seat | undefined {
		return this.#seats.get(document);
	}

	/** Why what this device keeps about its person and their cases is in this page only; null while it is stored. */
	get notKept(): StorageFault | null {
		return this.#records.fault;
	}

	/** Hears when the list of seats, what it shows of them, or `notKept` has changed. */
	onChange(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Throws `NotStored` where its seat cannot be stored: nothing has begun then. */
	async startCase(beginning: Beginning): Promise<DocumentId> {
		const opened = await this.begin(beginning, { relays: [this.#options.home], madeUp: false });
		opened.edit((plan) =>
			writeText(plan, { record: 'client', id: 'client', field: 'name' }, beginning.clientName)
		);
		opened.forgetUndo();
		await opened.document.flush();
		await this.summarise(opened);
		await this.rename(beginning.myName);
		return opened.id;
	}

	/** The made-up case lives on this device only and is gone with one click. Throws like `startCase`. */
	async startDemo(myName: string, today: string, language = 'en'): Promise<DocumentId> {
		const me: Founder = { myName, relation: 'case-manager' };
		const opened = await this.begin(me, { relays: [], madeUp: true });
		const { fillMadeUpCase } = await import('./demo.ts');
		await fillMadeUpCase(opened, this.platform, { today, language });
		opened.forgetUndo();
		await opened.document.flush();
		await this.looked(opened);
		return opened.id;
	}

	/** A case, or a circle, that cannot be stored, or opened even once, has not begun: throws `NotStored`, or why it did not open. */
	async begin(beginning: Founder, at: Parameters<typeof foundSeat>[2]): Promise<Case> {
		const seat = await foundSeat(beginning, this.platform, at);
		const stored = await this.#seats.take(seat);
		if (stored.kind !== 'stored') throw new NotStored(stored.reason);
		try {
			return await this.open(seat.document);
		} catch (error) {
			await this.#seats.drop(seat.document);
			throw error;
		}
	}

	/** The open case; opens it if need be. Throws for a document without a seat here. */
	open(document: DocumentId): Promise<Case> {
		const seat = this.#seats.get(document);
		if (!seat) throw new Error('no seat in this document');
		let opening = this.#open.get(document);
		if (!opening) {
			opening = this.#openSeat(seat);
			this.#open.set(document, opening);
			opening.catch(() => this.#open.delete(document));
		}
		return opening;
	}

	/** `of`: the case whose circle it leads into. */
	lookAt(link: string, of: DocumentId | null = null): Promise<Look | NoInvitation> {
		return lookAtInvitation(link, planChannel, this.platform, (seat) =>
			this.#seats.take({ ...seat, of, ofAnother: this.#forOthers.has(seat.document) })
		);
	}

	/** `other`: it is somebody else than this device's person who sits down, and the device keeps its name. `code`: of a careful invitation, as it was told. */
	async join(look: Look, name: string, other = false, code?: string): Promise<Accepted> {
		if (other) this.#forOthers.add(look.document);
		else this.#forOthers.delete(look.document);
		const accepted = await look.accept(name, code);
		if (accepted.kind === 'used') await this.#seats.drop(look.document);
		const sits = accepted.kind === 'accepted' || accepted.kind === 'unreachable';
		if (sits && !other) await this.rename(name);
		if (sits) this.#goOn();
		return accepted;
	}

	rename(name: string): Promise<Stored> {
		const kept = this.#named(name);
		this.keeping.rename(name);
		return kept;
	}

	/** Whether this person wants others at their tables to see on which days they look. */
	get showsVisits(): boolean {
		return this.home !== null && readShowsVisits(this.home.doc);
	}

	/** False where there is no home yet in which to say so. */
	showVisits(shows: boolean): boolean {
		this.home?.edit((doc) => writeShowsVisits(doc, shows));
		return this.home !== null;
	}

	/** Keeps a small record that belongs to no case. */
	note(record: string, bytes: Uint8Array): Promise<Stored> {
		return this.#records.keep(record, bytes, 'write');
	}

	/** I have looked at everything in this case. */
	async looked(opened: Case): Promise<void> {
		await this.#seats.update(opened.id, (now) => {
			const seat = opened.afterLooking(now);
			const openedAt = this.platform.clock.now();
			return opened.withSummary({ ...seat, summary: { ...seat.summary, openedAt } });
		});
	}

	/** Brings what the list shows up to date with an open case. */
	async summarise(opened: Case): Promise<void> {
		const before = this.#seats.get(opened.id);
		const after = before && opened.withSummary(before);
		if (!after || JSON.stringify(after.summary) === JSON.stringify(before.summary)) return;
		await this.#seats.update(opened.id, () => after);
	}

	/** Words that could not be kept in this case have been read, and are needed no more. */
	putAway(document: DocumentId, ids: readonly string[]): Promise<void> {
		return this.#seats.update(document, (now) => ({ ...now, lost: putAway(now.lost, ids) }));
	}

	/** Takes the case off this device, and its circles. Its people and their copies stay as they are. Where its seat cannot be removed, all of it stays. */
	async leave(document: DocumentId): Promise<Stored> {
		for (const circle of this.circlesOf(document)) {
			const left = await this.leave(circle.document);
			if (left.kind !== 'stored') return left;
		}
		const off = await this.keeping.takeOff(document);
		if (off.kind !== 'stored') return off;
		const opened = await this.#open.get(document)?.catch(() => null);
		this.#open.delete(document);
		opened?.unsaid.forget();
		await opened?.document.close();
		// First of all, so that other pages let go of it and write nothing more.
		await this.#records.tryWrite(leftRecord(document), new Uint8Array());
		const dropped = await this.#seats.drop(document);
		await this.#deleteLeft(document);
		return dropped;
	}

	/** Seals what is typed, in every open case: the page may be about to go. */
	async flush(): Promise<void> {
		const cases = await this.opened();
		const flushed = cases.map(({ document, unsaid }) => Promise.all([document.flush(), unsaid.flush()]));
		await Promise.all([this.keeping.flush(), ...flushed]);
	}

	/** Tries to reach the relays now, and to store what could not be stored. */
	async retry(): Promise<void> {
		this.renewing.retry();
		const cases = await this.opened();
		const documents = cases.map(({ document }) => document.retry());
		await Promise.all([this.#records.retry(), this.keeping.retry(), ...documents]);
	}

	async close(): Promise<void> {
		const cases = await this.opened();
		this.#open.clear();
		for (const checking of this.#checking.values()) checking.close();
		this.#checking.clear();
		await this.renewing.close();
		await this.keeping.close();
		await Promise.all(cases.map(({ document, unsaid }) => Promise.all([document.close(), unsaid.flush()])));
		await this.#records.close();
	}

	/** Lets go of everything, with its keys overwritten. Where something typed here cannot be stored, all stays as it is; or `anyway`. */
	async lock(anyway: boolean): Promise<Stored> {
		const stored = await this.#storeTyped();
		if (stored.kind === 'not-stored' && !anyway) return stored;
		const cases = await this.opened();
		await this.close();
		for (const each of cases) each.forget();
		this.keeping.letGo();
		this.#seats.forget();
		this.#name = '';
		this.vault.close();
		this.platform.packing.close();
		await this.platform.outbox.close();
		this.#listeners.clear();
		return stored;
	}

	/** Tries once more what could not be stored before. */
	async #storeTyped(): Promise<Stored> {
		await this.flush();
		const cases = await this.opened();
		await Promise.all(cases.map(({ document }) => document.saveDrafts()));
		if (this.#notStored(cases)) await this.retry();
		const reason = this.#notStored(cases);
		return reason ? { kind: 'not-stored', reason } : { kind: 'stored' };
	}

	#notStored(cases: readonly Case[]): StorageFault | null {
		const faults = cases.flatMap(({ status }) => (status.kind === 'not-saved' ? [status.reason] : []));
		return this.#records.fault ?? faults[0] ?? null;
	}

	/** The cases that are open; those that failed to open have been told of where they were asked for. */
	async opened(): Promise<Case[]> {
		const settled = await Promise.allSettled([...this.#open.values()]);
		return settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
	}

	/** Finishes what was cut short: a founding or an acceptance on its way to the relay, and what was to be deleted. */
	#goOn(): void {
		this.keeping.look();
		void leftCases(this.vault).then((left) => left.forEach((document) => void this.#deleteLeft(document)));
		for (const { document, relays, statements } of this.seats) {
			const cutShort = statements.length > 0;
			// One that does not open says so where it is asked for.
			if (cutShort && relays.length > 0) this.open(document).catch(() => undefined);
		}
	}

	async #openSeat(seat: Seat): Promise<Case> {
		const { document: id, statements } = seat;
		const opening = openCase(seat, this.platform, {
			lost: (words, me) => void this.#keepWords(id, words, me),
			outgrown: () => this.#reopen(id),
			over: (member) => void opening.then((document) => this.#endSeat(document, member))
		});
		const document = await opening;
		// What it brought along stands in ledger and outbox from now on.
		if (statements.length > 0 && document.roster.fault.kind === 'stored') {
			await this.#seats.update(id, (now) => ({ ...now, statements: [] }));
		}
		const { vault, platform } = this;
		const unsaid = await Unsaid.open(id, { vault, records: this.#records, clock: platform.clock });
		const left = () => void this.keeping.forget(id);
		const checking = this.#check(document);
		const context = { platform, unsaid, isKept: vault.lasting, codes: this.#codes, checking, left };
		return new Case(document, this.#seats.get(id) ?? seat, context);
	}

	#check(document: SealedDocument): Checking {
		this.#checking.get(document.id)?.close();
		const { platform } = this;
		const context = { document, platform, codes: this.#codes };
		const checking = new Checking(context, (changed) => this.onChange(changed));
		this.#checking.set(document.id, checking);
		return checking;
	}

	/** Somebody's time is over. What they wrote until then is waited for, as long as a relay answers: behind what is here nothing of theirs counts. */
	async #endSeat(document: SealedDocument, member: MemberId): Promise<void> {
		const { clock } = this.platform;
		await within(
			waitForRelay,
			() => document.status.kind === 'sent',
			(changed) => document.onChange(changed),
			clock
		);
		await removeMember(document, this.platform, member).catch(() => undefined);
	}

	/** Builds an open case anew from what is stored. Whoever has it open hears of it by `onChange`, and opens it again. */
	#reopen(document: DocumentId): void {
		const before = this.#open.get(document);
		if (!before) return;
		const again = before.then(async (opened) => {
			await Promise.all([opened.document.saveDrafts(), opened.unsaid.flush()]);
			await opened.document.abandon();
			const seat = this.#seats.get(document);
			if (!seat) throw new Error('no seat in this document');
			return this.#openSeat(seat);
		});
		this.#open.set(document, again);
		again.catch(() => this.#open.delete(document));
		this.#changed();
	}

	/** The browser has deleted everything: the seats come back, each with the roster by which its case can be opened. */
	async #keepAll(): Promise<void> {
		if (this.#name !== '') void this.rename(this.#name);
		this.#seats.keepAll();
		void this.keeping.keep();
		for (const { document } of await this.opened()) {
			const statements = document.roster.roster.statements.map(({ frame }) => frame.bytes);
			await this.#seats.update(document.id, (now) => ({ ...now, statements }));
		}
	}

	async #keepWords(document: DocumentId, words: readonly LostWords[], me: MemberId): Promise<void> {
		const seat = this.#seats.get(document);
		const lost = seat && withLost(seat.lost, words, me);
		if (JSON.stringify(lost) === JSON.stringify(seat?.lost)) return;
		await this.#seats.update(document, (now) => ({ ...now, lost: withLost(now.lost, words, me) }));
	}

	/** Another page of this browser has written or removed a record. */
	async #takeUp(record: string): Promise<void> {
		this.#records.yield(record);
		if (record === nameRecord) await this.#takeUpName();
		if (record === homeRecord) this.keeping.takeUp();
		const document = seatIn(record);
		const before = document && this.#seats.get(document);
		if (document && !(await this.#seats.takeUp(document))) await this.#letGo(document);
		else if (before && this.#seats.get(document)?.joinedAt !== before.joinedAt) this.#reopen(document);
	}

	#named(name: string): Promise<Stored> {
		this.#name = name;
		this.#changed();
		return this.note(nameRecord, utf8(name));
	}

	/** What is news in a case is counted anew. */
	async #seen(document: DocumentId): Promise<void> {
		const opened = await this.#open.get(document)?.catch(() => null);
		if (opened) await this.summarise(opened);
	}

	/** On another device this person has sat down again at a table that they had left, or has taken new keys in it: theirs here, too. */
	async #sitAnew(seat: Seat, isSameSeat: boolean): Promise<void> {
		if (isSameSeat) return this.#takeKeys(seat);
		const opened = await this.open(seat.document).catch(() => null);
		if (!opened?.isRemoved) return;
		if ((await this.#seats.take(seat)).kind === 'stored') this.#reopen(seat.document);
	}

	/** With the roster that knows them: relays show it to nobody who has the former keys only. */
	async #takeKeys({ document, seed, joinedAt, relays }: Seat): Promise<void> {
		const statements = await fetchRoster({ document, relays, seed }, this.platform);
		const before = this.#seats.get(document);
		if (!statements || !before || before.joinedAt >= joinedAt) return;
		const stored = await this.#seats.take({ ...before, seed, joinedAt, statements });
		if (stored.kind === 'stored') this.#reopen(document);
	}

	async #takeUpName(): Promise<void> {
		const name = await this.vault.read(nameRecord);
		if (name.kind !== 'found') return;
		this.#name = fromUtf8(name.bytes);
		this.#changed();
	}

	/** Another page has taken the case off this device. */
	async #letGo(document: DocumentId): Promise<void> {
		this.#seats.letGo(document);
		const opened = await this.#open.get(document)?.catch(() => null);
		this.#open.delete(document);
		opened?.unsaid.forget();
		await opened?.document.abandon();
		// What was under way here may have made its databases anew.
		await this.#deleteLeft(document);
	}

	/** What is here of a case in which there is no seat any more. */
	async #deleteLeft(document: DocumentId): Promise<void> {
		try {
			if (!(await this.#seats.takeUp(document))) {
				await deleteCaseLogs(document, this.platform);
				await removeUnsaid(document, { vault: this.vault, records: this.#records });
			}
			await this.#records.tryRemove(leftRecord(document));
		} catch {
			// Nobody can read it without the seat; the next page that opens tries again.
		}
	}

	#changed(): void {
		for (const listener of this.#listeners) listener();
	}
}

const nameRecord = 'name';
const waitForRelay = 15_000;
