/** The roster of an open document: statements in from links, ledger and outbox; names opened; keys taken out of boxes meant for us. */
import { rosterChannel } from '#lib/roster/capability.ts';
import { parseDetails, type Details } from '#lib/roster/details.ts';
import type { Refusal } from '#lib/roster/judge.ts';
import { Roster } from '#lib/roster/roster.ts';
import { rotationOf } from '#lib/roster/skeleton.ts';
import { noRotation } from '#lib/roster/skeleton-parts.ts';
import type { Statement } from '#lib/roster/stated.ts';
import type { Head } from '#lib/seal/content.ts';
import type { Ledger, Stored } from '#lib/ledger/ledger.ts';
import type { Outbox } from '#lib/ledger/outbox.ts';
import { openBox } from '#lib/seal/box.ts';
import {
	entryId,
	fromUtf8,
	idBytes,
	memberId,
	sameBytes,
	type DocumentId,
	type EntryId,
	type MemberId
} from '#lib/seal/frame-bytes.ts';
import { parseFrame, type Frame } from '#lib/seal/frame.ts';
import type { Verify } from '#lib/seal/frame-verify.ts';
import type { MemberKeys } from '#lib/seal/keys.ts';
import { openEntry } from '#lib/seal/open.ts';
import { openPast } from '#lib/seal/past.ts';
import { Handover } from './handover.ts';
import { joinFrames, splitFrames } from '#lib/wire/frame-list.ts';
import { channelRecord } from './case-logs.ts';
import type { Keyring } from './keyring.ts';

/** Statements whose predecessors have not come: an honest relay sends all of them together. */
const mostWaiting = 1000;
const mostWaitingBytes = 4 * 1024 * 1024;
/** Of statements for which the log has no place: honest devices make none. */
const mostBesideBytes = 1024 * 1024;

export interface RosterLogContext {
	readonly document: DocumentId;
	/** Whose boxes can be opened: the member's, or the invitation's while looking at one. */
	readonly me: MemberKeys;
	readonly keyring: Keyring;
	readonly ledger: Ledger;
	readonly outbox: Outbox;
	readonly verify: Verify;
	entered(frames: readonly Frame[]): void;
	refused(author: MemberId, reason: Refusal): void;
	/** The roster or the names in it have changed. */
	changed(): void;
}

/** What a statement says, as its author claims. */
export interface Said {
	readonly details: Details;
	/** Milliseconds since 1970. */
	readonly time: number;
	/** What its author had seen of the channels that it is about. */
	readonly heads: readonly Head[];
}

export class RosterLog {
	readonly roster: Roster;
	readonly #context: RosterLogContext;
	readonly #said = new Map<EntryId, Said>();
	readonly #handover: Handover;
	#waiting: Frame[] = [];
	/** Statements whose place in the log another one has. */
	#beside: Frame[] = [];
	#besideStored: Stored = { kind: 'stored' };
	#work: Promise<unknown> = Promise.resolve();
	#newer = false;

	private constructor(context: RosterLogContext) {
		this.#context = context;
		this.#handover = new Handover(context.ledger, context.outbox);
		this.roster = new Roster(context.document);
	}

	static async open(context: RosterLogContext): Promise<RosterLog> {
		const log = new RosterLog(context);
		const kept = await context.outbox.entries(context.ledger.log);
		const frames = kept.flatMap(({ bytes }) => {
			const parsed = parseFrame(bytes);
			return parsed.kind === 'frame' ? [parsed.frame] : [];
		});
		log.#handover.keeps(frames);
		log.#beside = await log.#readBeside();
		await log.receive([...context.ledger.strands.values()].flat().concat(frames, log.#beside));
		return log;
	}

	/** Statements in any order, from anyone. */
	receive(frames: readonly Frame[]): Promise<void> {
		const work = this.#work.then(() => this.#receive(frames));
		this.#work = work.catch(() => undefined);
		return work;
	}

	/** An own statement, safe in the outbox: from then on it may be received like any other. */
	async keep(frame: Frame): Promise<Stored> {
		const { outbox, ledger } = this.#context;
		const entry = { log: ledger.log, client: frame.client, seq: frame.seq, bytes: frame.bytes };
		const stored = await outbox.putEntry(entry, frame.strand, -1);
		if (stored.kind === 'stored') this.#handover.keeps([frame]);
		return stored;
	}

	/** Tries again to store what is not stored. */
	retry(): Promise<Stored> {
		return this.#handover.after(this.#context.ledger.retry());
	}

	said(statement: EntryId): Said | undefined {
		return this.#said.get(statement);
	}

	/** A statement has come that only a newer version of the app understands. */
	get needsNewer(): boolean {
		return this.#newer;
	}

	get fault(): Stored {
		const { stored } = this.#context.ledger;
		return stored.kind === 'stored' ? this.#besideStored : stored;
	}

	async #receive(frames: readonly Frame[]): Promise<void> {
		const accepted: Frame[] = [];
		this.#waiting.push(...frames);
		for (let moved = true; moved;) {
			moved = false;
			const trying = this.#waiting;
			this.#waiting = [];
			for (const frame of trying) {
				if (this.#lacks(frame)) {
					this.#waiting.push(frame);
					continue;
				}
				const verdict = await this.roster.add(frame, this.#context.verify);
				if (verdict.kind === 'waiting') this.#waiting.push(frame);
				if (verdict.kind === 'newer') this.#newer = true;
				if (verdict.kind === 'refused') this.#context.refused(memberId(frame.author), verdict.reason);
				if (verdict.kind !== 'accepted') continue;
				moved = true;
				accepted.push(frame);
				this.#takeKeys(verdict.statement);
			}
		}
		this.#trim();
		if (accepted.length === 0) return;
		this.#openPast();
		for (const statement of this.roster.statements) this.#open(statement);
		await this.#enter(accepted);
		this.#context.changed();
	}

	/** A statement of this document that cites what is not here: not worth checking yet. */
	#lacks({ kind, document, rosterHeads }: Frame): boolean {
		const ours = kind === 'statement' && sameBytes(document, idBytes(this.#context.document));
		return ours && rosterHeads.some((head) => !this.roster.statement(entryId(head)));
	}

	/** Anyone can make statements that wait for ever; what came first is kept. */
	#trim(): void {
		const seen = new Set<EntryId>();
		let bytes = 0;
		this.#waiting = this.#waiting.filter((frame) => {
			const id = entryId(frame.id);
			bytes += frame.bytes.length;
			return !seen.has(id) && seen.size < mostWaiting && bytes <= mostWaitingBytes && seen.add(id);
		});
	}

	async #enter(frames: readonly Frame[]): Promise<void> {
		const storing = this.#handover.after(this.#context.ledger.add(frames));
		this.#context.entered(frames);
		const stored = await storing;
		if (stored.kind === 'stored') await this.#keepBeside(frames);
	}

	get #besideName(): string {
		return channelRecord(this.#context.document, rosterChannel);
	}

	async #readBeside(): Promise<Frame[]> {
		const kept = await this.#context.outbox.beginning(this.#besideName);
		return (kept && splitFrames(kept)) ?? [];
	}

	async #keepBeside(frames: readonly Frame[]): Promise<void> {
		const { ledger, outbox } = this.#context;
		const known = new Set(this.#beside.map(({ id }) => entryId(id)));
		const beside = frames.filter(({ client, seq, id }) => {
			const held = ledger.strands.get(client)?.[seq];
			return held && !sameBytes(held.id, id) && !known.has(entryId(id));
		});
		const all = joinFrames([...this.#beside, ...beside]);
		if (beside.length === 0 || all.length > mostBesideBytes) return;
		this.#beside.push(...beside);
		this.#besideStored = await outbox.begin(this.#besideName, all);
	}

	#takeKeys({ skeleton }: Statement): void {
		const { me, keyring } = this.#context;
		for (const { recipient, box } of skeleton.boxes) {
			if (recipient.join() !== me.box.publicKey.join()) continue;
			for (const key of openBox(box, me.box) ?? []) keyring.add(key);
		}
	}

	/** One box opens all that came before: each key opens the one that it follows. */
	#openPast(): void {
		const { keyring } = this.#context;
		for (let found = true; found;) {
			found = false;
			for (const { skeleton } of this.roster.statements) {
				const { keys, past } = skeleton.type === 'found' ? noRotation : rotationOf(skeleton);
				for (const place of past) {
					if (keyring.find(place.channel, place.epoch, place.keyId)) continue;
					const next = keys.find(({ channel }) => channel === place.channel);
					const held = next && keyring.find(next.channel, next.epoch, next.keyId);
					const old = held && openPast(place.sealed, place, held);
					found = (old && keyring.add(old)) || found;
				}
			}
		}
	}

	#open({ id, frame }: Statement): void {
		if (this.#said.has(id)) return;
		const { keyring } = this.#context;
		const inForce = this.roster.at(frame.rosterHeads)?.keyInForce(rosterChannel);
		const key =
			keyring.find(rosterChannel, frame.epoch, frame.keyId) ?? (inForce && keyring.inForce(inForce));
		const opening = key && openEntry(frame, key);
		if (opening?.kind !== 'opened') return;
		const { payload, time, heads } = opening.content;
		this.#said.set(id, { details: parseDetails(fromUtf8(payload)), time, heads });
	}
}
