/** This device: the seats in its vault, and the cases that are open. */
import { writeText } from '#lib/casedoc/text.ts';
import { caseChannels } from '#lib/roster/capability.ts';
import { invitationKeys } from '#lib/roster/invitation-link.ts';
import { found } from '#lib/roster/statement.ts';
import type { Relation } from '#lib/roster/details.ts';
import type { NotRead, Stored, Vault } from '#lib/vault/vault.ts';
import { fromUtf8, utf8, type DocumentId, type MemberId } from '#lib/seal/frame-bytes.ts';
import type { Frame } from '#lib/seal/frame.ts';
import { foundedDocument, parseFrame } from '#lib/seal/frame.ts';
import { memberKeys } from '#lib/seal/keys.ts';
import { Secret } from '#lib/seal/secret.ts';
import { Case } from './case.ts';
import { caseLogs, channelRecord } from './case-logs.ts';
import { lookAtInvitation, newSeat, type Accepted, type Look, type NoInvitation } from './joining.ts';
import { putAway, withLost, type LostWords } from './lost-words.ts';
import type { Platform } from './platform.ts';
import { SealedDocument } from './sealed-document.ts';
import { readSeat, readSeats, removeSeat, seatIn, writeSeat, type Seat } from './seats.ts';

export interface DeviceOptions {
	readonly platform: Platform;
	readonly vault: Vault;
	/** The relay of cases that are started here: the origin that serves the app. */
	readonly home: string;
}

export interface Beginning {
	/** Whose case it is. */
	readonly clientName: string;
	/** Who starts it. */
	readonly myName: string;
	readonly relation: Relation;
}

export class Device {
	readonly platform: Platform;
	readonly vault: Vault;
	readonly #options: DeviceOptions;
	readonly #seats = new Map<DocumentId, Seat>();
	readonly #open = new Map<DocumentId, Promise<Case>>();
	readonly #listeners = new Set<() => void>();
	#name = '';

	private constructor(options: DeviceOptions) {
		this.#options = options;
		this.platform = options.platform;
		this.vault = options.vault;
	}

	/** 'not-read' when the vault is there and cannot be read: nothing is started over then. */
	static async open(
		options: DeviceOptions
	): Promise<{ kind: 'device'; device: Device; unreadable: number } | NotRead> {
		const device = new Device(options);
		const read = await readSeats(options.vault);
		if (read.kind === 'not-read') return read;
		for (const seat of read.seats) device.#seats.set(seat.document, seat);
		const name = await options.vault.read(nameRecord);
		if (name.kind === 'found') device.#name = fromUtf8(name.bytes);
		options.vault.onElsewhere((record) => void device.#takeUp(record));
		return { kind: 'device', device, unreadable: read.unreadable };
	}

	/** The name that this person goes by on this device; empty at first. */
	get name(): string {
		return this.#name;
	}

	/** Most recently opened first. */
	get seats(): Seat[] {
		return [...this.#seats.values()].sort((a, b) => b.summary.openedAt - a.summary.openedAt);
	}

	seat(document: DocumentId): Seat | undefined {
		return this.#seats.get(document);
	}

	/** Hears when the list of seats, or what it shows of them, has changed. */
	onChange(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	async startCase(beginning: Beginning): Promise<DocumentId> {
		const { document } = await this.#found(beginning, [this.#options.home], false);
		const opened = await this.open(document);
		opened.edit((plan) =>
			writeText(plan, { record: 'client', id: 'client', field: 'name' }, beginning.clientName)
		);
		opened.forgetUndo();
		await opened.document.flush();
		await this.summarise(opened);
		await this.rename(beginning.myName);
		return document;
	}

	/** The made-up case lives on this device only and is gone with one click. */
	async startDemo(myName: string, today: string): Promise<DocumentId> {
		const beginning: Beginning = { clientName: '', myName, relation: 'case-manager' };
		const { document } = await this.#found(beginning, [], true);
		const opened = await this.open(document);
		const { fillMadeUpCase } = await import('./demo.ts');
		await fillMadeUpCase(opened, this.platform, today);
		opened.forgetUndo();
		await opened.document.flush();
		await this.looked(opened);
		return document;
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

	lookAt(link: string): Promise<Look | NoInvitation> {
		return lookAtInvitation(link, this.platform, (seat) => this.#keep(seat));
	}

	async join(look: Look, name: string): Promise<Accepted> {
		const accepted = await look.accept(name);
		if (accepted.kind === 'used') await this.#drop(look.document);
		if (accepted.kind === 'accepted') await this.rename(name);
		return accepted;
	}

	async rename(name: string): Promise<Stored> {
		this.#name = name;
		return this.vault.write(nameRecord, utf8(name));
	}

	/** I have looked at everything in this case. */
	async looked(opened: Case): Promise<void> {
		await this.#update(opened.id, (now) => {
			const seat = opened.afterLooking(now);
			const openedAt = this.platform.clock.now();
			return opened.withSummary({ ...seat, summary: { ...seat.summary, openedAt } });
		});
	}

	/** Brings what the list shows up to date with an open case. */
	async summarise(opened: Case): Promise<void> {
		const before = this.#seats.get(opened.id);
		const after = before && opened.withSummary(before);
		if (after && JSON.stringify(after.summary) !== JSON.stringify(before.summary)) await this.#keep(after);
	}

	/** Words that could not be kept in this case have been read, and are needed no more. */
	putAway(document: DocumentId, ids: readonly string[]): Promise<void> {
		return this.#update(document, (now) => ({ ...now, lost: putAway(now.lost, ids) }));
	}

	/** Takes the case off this device. Its people and their copies stay as they are. */
	async leave(document: DocumentId): Promise<void> {
		const opened = await this.#open.get(document)?.catch(() => null);
		this.#open.delete(document);
		await opened?.document.close();
		// First of all, so that other pages let go of it and write nothing more.
		await this.#drop(document);
		const { outbox, wipeLedger } = this.platform;
		for (const log of await caseLogs(document, outbox)) {
			await wipeLedger(log);
			await outbox.forget(log);
		}
		for (const channel of caseChannels) await outbox.forget(channelRecord(document, channel));
	}

	/** Seals what is typed, in every open case: the page may be about to go. */
	async flush(): Promise<void> {
		await Promise.all((await this.#opened()).map(({ document }) => document.flush()));
	}

	/** Tries to reach the relays now, and to store what could not be stored. */
	async retry(): Promise<void> {
		await Promise.all((await this.#opened()).map(({ document }) => document.retry()));
	}

	async close(): Promise<void> {
		const cases = await this.#opened();
		this.#open.clear();
		await Promise.all(cases.map(({ document }) => document.close()));
	}

	/** The cases that are open; those that failed to open have been told of where they were asked for. */
	async #opened(): Promise<Case[]> {
		const settled = await Promise.allSettled([...this.#open.values()]);
		return settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
	}

	async #found(beginning: Beginning, relays: readonly string[], madeUp: boolean): Promise<Seat> {
		const { random, clock, subtle } = this.platform;
		const seed = new Secret(random(32));
		const details = { name: beginning.myName, relation: beginning.relation };
		const author = await memberKeys(seed, subtle);
		const { frame } = await found({ author, details, time: clock.now(), random });
		const seat = newSeat({
			document: foundedDocument(frame),
			seed,
			relays,
			openedAt: clock.now(),
			statements: [frame.bytes],
			madeUp
		});
		await this.#keep(seat);
		return seat;
	}

	async #openSeat(seat: Seat): Promise<Case> {
		const me = await memberKeys(seat.seed, this.platform.subtle);
		const statements = seat.statements.flatMap((bytes) => framesOf(bytes));
		const { document: id, relays, invitation } = seat;
		const document = await SealedDocument.open({
			document: id,
			me,
			guest: invitation && (await invitationKeys(invitation, this.platform.subtle)),
			lost: (words) => void this.#keepWords(id, words, me.id),
			shrunk: () => this.#reopen(id),
			seated: () => void this.#update(id, (now) => ({ ...now, invitation: null })),
			relays,
			platform: this.platform,
			statements
		});
		// What the seat brought along stands in ledger and outbox from now on.
		if (seat.statements.length > 0 && document.roster.fault.kind === 'stored') {
			await this.#update(id, (now) => ({ ...now, statements: [] }));
		}
		return new Case(document, this.#seats.get(id) ?? seat, this.platform);
	}

	/** Builds an open case anew from what is stored. Whoever has it open hears of it by `onChange`, and opens it again. */
	#reopen(document: DocumentId): void {
		const before = this.#open.get(document);
		if (!before) return;
		const again = before.then(async (opened) => {
			await opened.document.saveDrafts();
			await opened.document.abandon();
			const seat = this.#seats.get(document);
			if (!seat) throw new Error('no seat in this document');
			return this.#openSeat(seat);
		});
		this.#open.set(document, again);
		again.catch(() => this.#open.delete(document));
		this.#changed();
	}

	async #keepWords(document: DocumentId, words: readonly LostWords[], me: MemberId): Promise<void> {
		const seat = this.#seats.get(document);
		const lost = seat && withLost(seat.lost, words, me);
		if (JSON.stringify(lost) !== JSON.stringify(seat?.lost))
			await this.#update(document, (now) => ({ ...now, lost: withLost(now.lost, words, me) }));
	}

	/** Nothing of a seat that has been left meanwhile. */
	async #update(document: DocumentId, change: (seat: Seat) => Seat): Promise<void> {
		const seat = this.#seats.get(document);
		if (seat) await this.#keep(change(seat));
	}

	async #keep(seat: Seat): Promise<void> {
		this.#seats.set(seat.document, seat);
		await writeSeat(this.vault, seat);
		this.#changed();
	}

	async #drop(document: DocumentId): Promise<void> {
		this.#seats.delete(document);
		await removeSeat(this.vault, document);
		this.#changed();
	}

	/** Another page of this browser has written or removed a record. */
	async #takeUp(record: string): Promise<void> {
		const { vault } = this.#options;
		if (record === nameRecord) {
			const name = await vault.read(nameRecord);
			if (name.kind === 'found') this.#name = fromUtf8(name.bytes);
		}
		const document = seatIn(record);
		const read = document && (await readSeat(vault, record));
		if (read?.kind === 'seat') this.#seats.set(read.seat.document, read.seat);
		if (document && read?.kind === 'missing') await this.#letGo(document);
		this.#changed();
	}

	async #letGo(document: DocumentId): Promise<void> {
		this.#seats.delete(document);
		const opened = await this.#open.get(document)?.catch(() => null);
		this.#open.delete(document);
		await opened?.document.abandon();
	}

	#changed(): void {
		for (const listener of this.#listeners) listener();
	}
}

const nameRecord = 'name';

function framesOf(bytes: Uint8Array): Frame[] {
	const parsed = parseFrame(bytes);
	return parsed.kind === 'frame' ? [parsed.frame] : [];
}
