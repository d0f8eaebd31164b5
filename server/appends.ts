/**
 * What the relay takes: updates that are nothing but appends of entries, each signed by an author who may write there at the roster
 * heads that it cites, each behind its strand's last. All of an update is stored, or nothing.
 */
import type { Clock } from '#lib/clock.ts';
import { rosterChannel } from '#lib/roster/capability.ts';
import type { Roster, Verdict } from '#lib/roster/roster.ts';
import {
	entryId,
	FrameError,
	idBytes,
	isZero,
	memberId,
	sameBytes,
	type MemberId
} from '#lib/seal/frame-bytes.ts';
import { parseFrame, type Frame } from '#lib/seal/frame.ts';
import type { PackLabel } from '#lib/seal/frame-pack.ts';
import { verifyFrame, type Verify } from '#lib/seal/frame-verify.ts';
import { parseSkeleton } from '#lib/roster/skeleton.ts';
import { isOpen } from '#lib/roster/view.ts';
import type { LogName, LogPlace } from '#lib/wire/frame-name.ts';
import { readAppends, standsInPlace, type LogStruct } from '#lib/wire/frame-struct.ts';
import {
	refused,
	refusedFrame,
	type AppendRefusal,
	type Read,
	type Refused,
	type Taken
} from './append-answer.ts';
import { endAt, sameHeads, type SealedDocument, type StrandEnd } from './sealed-document.ts';
import type { Documents } from './documents.ts';
import type { Log } from './log.ts';
import { dropOver } from './drop-over.ts';
import { inCitedOrder } from './statement-order.ts';
import type { Store, StoredFrame } from './store.ts';

export interface AppendOptions {
	readonly documents: Documents;
	readonly store: Store;
	readonly verify: Verify;
	readonly clock: Clock;
	readonly mostStatements: number;
	/** Of one document. */
	readonly mostLogs: number;
	/** Told of a log in which a state pack has become whole, if it is the channel's newest. */
	readonly begun: (log: LogName) => void;
	/** Told up to which log a channel has been dropped. */
	readonly dropped: (last: LogName) => void;
	/** Told of faults that are not the sender's. */
	readonly log: Log;
}

export class Appends {
	readonly #options: AppendOptions;

	constructor(options: AppendOptions) {
		this.#options = options;
	}

	/** What an update (Yjs V1) as it came over the wire would append; needs nothing but the update itself. Never throws on hostile bytes. */
	async read(log: LogName, update: Uint8Array): Promise<Read> {
		const read = readAppends(update);
		if (read.kind === 'not-appends') return refused('not-appends', null);
		const frames: Frame[] = [];
		for (const struct of read.structs) {
			const frame = frameIn(struct, log);
			if (typeof frame === 'string') return refused(frame, struct);
			frames.push(frame);
		}
		if (log.channel === rosterChannel) return { kind: 'frames', frames };
		const signed = await Promise.all(frames.map((frame) => verifyFrame(frame, this.#options.verify)));
		const forged = frames[signed.indexOf(false)];
		return forged ? refusedFrame('signature', forged) : { kind: 'frames', frames };
	}

	/** Frames that were read for this log: checks them against what is held, and stores all of them or none. */
	async take(log: LogName, frames: readonly Frame[], carrier: MemberId | 'founding'): Promise<Taken> {
		if (frames.length === 0) return { kind: 'stored', count: 0 };
		return this.#options.documents.use(log.document, (document) =>
			document.inTurn(async () => {
				const turn = new Turn(document, log, this.#options, carrier);
				const taken = await turn.take(frames);
				if (turn.begun) await dropOver(document, log.channel, this.#options);
				return taken;
			})
		);
	}

	/** Drops what a crash or a full disk has kept from being dropped. */
	async settle(log: LogName): Promise<void> {
		if (log.channel === rosterChannel) return;
		await this.#options.documents.use(log.document, (document) =>
			document.inTurn(() => dropOver(document, log.channel, this.#options))
		);
	}
}

/** One update's turn at a document: checks all, then stores all. */
class Turn {
	readonly #document: SealedDocument;
	readonly #log: LogName;
	readonly #options: AppendOptions;
	readonly #carrier: MemberId | 'founding';
	readonly #ends = new Map<number, StrandEnd>();
	readonly #fresh: StoredFrame[] = [];
	/** The last frames of state packs that this makes whole. */
	readonly #lasts: Frame[] = [];
	#touchedRoster = false;

	constructor(
		document: SealedDocument,
		log: LogName,
		options: AppendOptions,
		carrier: MemberId | 'founding'
	) {
		this.#document = document;
		this.#log = log;
		this.#options = options;
		this.#carrier = carrier;
	}

	/** Whether a state pack has become whole. */
	get begun(): boolean {
		return this.#lasts.length > 0;
	}

	async take(frames: readonly Frame[]): Promise<Taken> {
		try {
			const refusal = await this.#check(frames);
			if (refusal) return this.#undo(refusal);
			await this.#options.store.append(this.#log, this.#fresh);
			this.#document.advance(this.#log, this.#ends);
			await this.#note();
			return { kind: 'stored', count: this.#fresh.length };
		} catch (error) {
			this.#options.log('store-failed', { reason: error instanceof Error ? error.name : 'unknown' });
			return this.#undo(refused('store', null));
		}
	}

	async #note(): Promise<void> {
		if (this.#fresh.length === 0) return;
		const generations = await this.#document.generations();
		generations.keep(this.#log);
		const roster = await this.#document.roster();
		for (const frame of this.#lasts) generations.begin(this.#log, frame, roster);
		const isNewest = generations.newest(this.#log.channel) === this.#log.generation;
		if (this.begun && isNewest) this.#options.begun(this.#log);
	}

	#undo(refusal: Refused): Refused {
		this.#lasts.length = 0;
		if (this.#touchedRoster || refusal.reason === 'store') this.#document.forget();
		return refusal;
	}

	async #check(frames: readonly Frame[]): Promise<Refused | null> {
		const [first] = frames;
		const closed = await this.#closed();
		if (closed) return refusedFrame(closed, first);
		// An update has its statements in no order; each is checked behind those that it cites.
		for (const frame of this.#log.channel === rosterChannel ? inCitedOrder(frames) : frames) {
			const fault = await this.#checkOne(frame);
			if (fault) return refusedFrame(fault, frame);
		}
		return null;
	}

	/** Why nothing can be added to this log. */
	async #closed(): Promise<AppendRefusal | null> {
		const generations = await this.#document.generations();
		if (generations.isOver(this.#log)) return 'over';
		return generations.keeps(this.#log) || generations.size < this.#options.mostLogs ? null : 'full';
	}

	async #checkOne(frame: Frame): Promise<AppendRefusal | null> {
		const end = this.#ends.get(frame.client) ?? (await this.#document.end(this.#log, frame.client));
		if (end && frame.seq < end.next) return (await this.#isHeld(frame)) ? null : 'fork';
		if (frame.seq > (end?.next ?? 0)) return 'gap';
		if (end ? !sameBytes(frame.previous, end.id) : !isZero(frame.previous)) return 'chain';
		if (end && !sameLabel(frame.pack, end.pack)) return 'kind';
		const fault = await (this.#log.channel === rosterChannel
			? this.#checkStatement(frame)
			: this.#checkRight(frame, end));
		if (fault) return fault;
		this.#ends.set(frame.client, endAt(frame, end));
		this.#fresh.push({ client: frame.client, seq: frame.seq, bytes: frame.bytes });
		if (frame.pack?.what === 'state' && frame.seq === frame.pack.frames - 1) this.#lasts.push(frame);
		return null;
	}

	/** Whoever could invite anew may bring what was accepted in time elsewhere; and a roster that is new here brings its past. */
	#heals(roster: Roster): boolean {
		return this.#carrier === 'founding' || roster.current.mayWrite(this.#carrier, rosterChannel);
	}

	async #isHeld(frame: Frame): Promise<boolean> {
		const staged = this.#fresh.find(({ client, seq }) => client === frame.client && seq === frame.seq);
		const held = staged?.bytes ?? (await this.#options.store.frame(this.#log, frame.client, frame.seq));
		return held !== null && sameBytes(held, frame.bytes);
	}

	async #checkRight(frame: Frame, end: StrandEnd | null): Promise<AppendRefusal | null> {
		const roster = await this.#document.roster();
		const view = roster.at(frame.rosterHeads);
		if (!view) return 'heads';
		if (!view.mayWrite(memberId(frame.author), frame.channel)) return 'right';
		if (!end || sameHeads(frame.rosterHeads, end.rosterHeads)) return null;
		return roster.followsAll(frame.rosterHeads, end.rosterHeads) ? null : 'heads-back';
	}

	async #checkStatement(frame: Frame): Promise<AppendRefusal | null> {
		const roster = await this.#document.roster();
		if (this.#document.size >= this.#options.mostStatements) return 'full';
		if (!this.#heals(roster) && isTooLate(frame, roster, this.#options.clock.now())) return 'invitation-over';
		this.#touchedRoster = true;
		const verdict = await roster.add(frame, this.#options.verify);
		if (verdict.kind === 'accepted') this.#document.grew();
		return faultOf(verdict);
	}
}

/** An accept counts only while its invitation is open now, whatever it was when the accept was made. */
function isTooLate(frame: Frame, roster: Roster, now: number): boolean {
	const invite = invitationOf(frame);
	const invitation = invite && roster.current.invitations.get(entryId(invite));
	return Boolean(invitation && !isOpen(invitation, now));
}

function frameIn(struct: LogStruct, log: LogName): Frame | AppendRefusal {
	const parsed = parseFrame(struct.bytes);
	if (parsed.kind === 'broken') return 'frame';
	const { frame } = parsed;
	if (!sameBytes(frame.belongsTo, idBytes(log.document))) return 'document';
	if (frame.channel !== log.channel) return 'channel';
	if (!belongs(frame, log)) return 'kind';
	return standsInPlace(struct, frame) ? frame : 'place';
}

/** What the roster holds, the roster judges. */
function belongs({ kind, pack }: Frame, { channel, generation }: LogPlace): boolean {
	if (channel === rosterChannel) return true;
	if (generation === 'volumes') return pack?.what === 'volume';
	return kind === 'update' || (pack !== null && pack.what !== 'volume');
}

function sameLabel(a: PackLabel | null, b: PackLabel | null): boolean {
	return a?.what === b?.what && a?.frames === b?.frames;
}

/** The invite that an accept names, if this is one. */
function invitationOf(frame: Frame): Uint8Array | null {
	try {
		const skeleton = parseSkeleton(frame.clear);
		return skeleton.type === 'accept' ? skeleton.invite : null;
	} catch (error) {
		if (error instanceof FrameError) return null;
		throw error;
	}
}

function faultOf(verdict: Verdict): AppendRefusal | null {
	switch (verdict.kind) {
		case 'accepted':
		case 'known':
			return null;
		case 'waiting':
			return 'heads';
		case 'newer':
			return 'newer';
		case 'refused':
			return verdict.reason === 'right' || verdict.reason === 'signature' ? verdict.reason : 'statement';
	}
}
