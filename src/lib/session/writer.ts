/**
 * Writes one strand: named edits become drafts within moments, drafts become entries in batches. A batch passes through the channel's
 * shadow, a document that lags behind by what is not yet sealed, and the single update that it emits is what gets sealed.
 */
import * as Y from 'yjs';
import type { Clock } from '#lib/clock.ts';
import type { Stored } from '#lib/ledger/ledger.ts';
import type { Outbox } from '#lib/ledger/outbox.ts';
import { Frame } from '#lib/seal/frame.ts';
import type { Head } from '#lib/seal/content.ts';
import type { ChannelKey, MemberKeys, Random } from '#lib/seal/keys.ts';
import { sealEntry } from '#lib/seal/seal.ts';
import { checkShape } from './shape.ts';
import { sealDraft } from './draft.ts';
import { inPieces } from './pieces.ts';
import type { Standing, Strand, Strands, Volume } from './strands.ts';

/** What is typed lies in the outbox this long after the first keystroke that is not there yet. */
const draftAfter = 30;
/** At most this often an entry leaves while others are here; the first edit of a burst leaves at once. */
const batchAmongOthers = 300;
const batchAlone = 2000;
const retryAfter = 3000;
/** Of an entry that makes no draft needless. */
const noDraft = -1;

interface Acting {
	readonly standing: Standing;
	readonly key: ChannelKey;
}

export interface WriterContext {
	readonly document: Uint8Array;
	/** The log in which it writes. */
	readonly log: string;
	readonly author: MemberKeys;
	readonly outbox: Outbox;
	readonly clock: Clock;
	readonly random: Random;
	readonly strands: Strands;
	readonly appendOnly: boolean;
	/** The channel's shadow, with every entry opened so far and none of the drafts. */
	shadow(): Y.Doc;
	/**
	 * Under which roster heads to act, and the key in force there; null when this member may not write. `already`: what the strand has cited, and
	 * goes on citing.
	 */
	standing(already?: readonly Uint8Array[]): Acting | null;
	/** The volume that is cited first of all, in place of what everybody has. */
	volume(): Volume | null;
	/** False until what the document was opened from has been checked: what is typed stays in drafts so long. */
	maySeal(): boolean;
	amongOthers(): boolean;
	/** An own entry is safe in the outbox: into the ledger with it, and out to the links. */
	sealed(frame: Frame): void;
	/** Something about saving has changed. */
	changed(): void;
}

interface Sealed {
	readonly frame: Frame;
	/** The last draft that it makes needless. */
	readonly covers: number;
}

export class Writer {
	readonly strand: Uint8Array;
	readonly state: Strand;
	#context: WriterContext;
	/** Updates not yet sealed, and how many of them lie in the outbox as drafts. */
	#pending: Uint8Array[] = [];
	#drafted = 0;
	/** Sealed entries that the outbox does not have yet, in order. */
	#unkept: Sealed[] = [];
	#draftNumber: number;
	#stopDraft: (() => void) | null = null;
	#stopBatch: (() => void) | null = null;
	#lastBatch = Number.NEGATIVE_INFINITY;
	#before: Writer | null = null;
	#work: Promise<void> = Promise.resolve();
	#fault: Stored = { kind: 'stored' };
	#busy = 0;
	#closed = false;

	constructor(context: WriterContext, strand: Uint8Array, state: Strand, draftNumber = 0) {
		this.#context = context;
		this.strand = strand;
		this.state = state;
		this.#draftNumber = draftNumber;
	}

	/** True while something typed is neither in the outbox nor in an entry. */
	get saving(): boolean {
		return this.#drafted < this.#pending.length || this.#unkept.length > 0 || this.#busy > 0;
	}

	get fault(): Stored {
		return this.#fault;
	}

	/** True while something is not in an entry that the outbox has. */
	get unsealed(): boolean {
		return this.#pending.length > 0 || this.#unkept.length > 0 || this.#busy > 0;
	}

	/** True while nothing of this strand has been sealed, and storage holds no draft of it. */
	get isUnknown(): boolean {
		return this.state.count === 0 && this.#drafted === 0;
	}

	/** Takes an update of the channel's document, made by this strand's client. Must not throw: it runs in a Yjs listener. */
	take(update: Uint8Array): void {
		this.#pending.push(update);
		this.#stopDraft ??= this.#context.clock.after(draftAfter, () => void this.saveDrafts());
		this.#scheduleBatch();
		this.#context.changed();
	}

	/** Takes up drafts that the outbox kept from an earlier life of this strand. */
	resume(updates: readonly Uint8Array[]): void {
		this.#pending.push(...updates);
		this.#drafted = this.#pending.length;
		this.#scheduleBatch();
	}

	/** It is unknown yet, and will be in another log. A draft that is left behind would be sealed there once more. */
	move(context: WriterContext): Promise<void> {
		this.#context = context;
		return this.flush();
	}

	/** Seals nothing until that one has sealed everything. */
	follow(before: Writer): void {
		this.#before = before;
	}

	/** Puts what is typed into the outbox; resolves when it is there or when storage has failed, and then tries again by itself. */
	saveDrafts(): Promise<void> {
		this.#stopDraft?.();
		this.#stopDraft = null;
		return this.#queue(async () => {
			if (await this.#keep()) await this.#saveDraft();
		});
	}

	/** Seals everything typed so far into an entry now; resolves when it is in the outbox or when storage has failed. */
	flush(): Promise<void> {
		this.#stopBatch?.();
		this.#stopBatch = null;
		return this.#queue(async () => {
			await this.#sealBatch();
			await this.#keep();
		});
	}

	/** The outbox has no drafts any more. */
	lost(): void {
		this.#drafted = 0;
	}

	/** Lets go of what is typed and cannot be sealed any more, and gives it back with the number that its first draft has, or would have. */
	async giveBack(): Promise<{ readonly number: number; readonly updates: readonly Uint8Array[] }> {
		let updates: readonly Uint8Array[] = [];
		await this.#queue(async () => {
			updates = this.#pending;
			this.#pending = [];
			this.#drafted = 0;
		});
		return { number: this.#draftNumber++, updates };
	}

	/** Ends without writing anything more: what is not stored yet is let go. */
	abandon(): void {
		this.#closed = true;
		this.#pending = [];
		this.#unkept = [];
		this.#drafted = 0;
		this.#stopDraft?.();
		this.#stopBatch?.();
	}

	async close(): Promise<void> {
		this.#closed = true;
		await this.saveDrafts();
		await this.flush();
		this.#stopDraft?.();
		this.#stopBatch?.();
	}

	#scheduleBatch(): void {
		if (this.#stopBatch) return;
		const { clock } = this.#context;
		const wait = this.#context.amongOthers()
			? // A clock may be set back meanwhile.
				Math.min(batchAmongOthers, Math.max(0, this.#lastBatch + batchAmongOthers - clock.now()))
			: batchAlone;
		this.#stopBatch = clock.after(wait, () => void this.flush());
	}

	/** Others have come while a lone writer's batch waits: it need not wait so long. */
	hurry(): void {
		if (!this.#stopBatch) return;
		this.#stopBatch();
		this.#stopBatch = null;
		this.#scheduleBatch();
	}

	async #saveDraft(): Promise<void> {
		const fresh = this.#pending.slice(this.#drafted);
		const acting = this.#context.standing();
		if (fresh.length === 0 || !acting) return;
		const { log, outbox, random } = this.#context;
		this.#drafted += fresh.length;
		const bytes = sealDraft(fresh, acting.key, random);
		this.#fault = await outbox.putDraft(
			{ log, client: this.state.client, number: this.#draftNumber++, bytes },
			this.strand
		);
		if (this.#fault.kind === 'stored') return;
		this.#drafted -= fresh.length;
		this.#tryAgain();
	}

	async #sealBatch(): Promise<void> {
		if (this.#before && !(await this.#isTurn())) return;
		const last = this.state.step(this.state.count - 1);
		const acting = this.#context.standing(last?.standing.rosterHeads);
		if (this.#pending.length === 0 || !acting || !this.#context.maySeal()) return;
		this.#lastBatch = this.#context.clock.now();
		const updates = this.#pending;
		const covers = this.#draftNumber - 1;
		this.#pending = [];
		this.#drafted = 0;
		const payload = throughShadow(this.#context.shadow(), updates);
		if (!payload) return;
		// Taken in the same breath as the batch: the entries cite exactly what the shadow held.
		const { strands } = this.#context;
		let heads = strands.headsBeyond(this.state.cited, this.state.client, this.#context.volume());
		const pieces = inPieces(payload);
		for (const [i, piece] of pieces.entries()) {
			const bytes = await this.#seal(piece, heads, acting);
			this.#unkept.push({ frame: new Frame(bytes), covers: i < pieces.length - 1 ? noDraft : covers });
			heads = [];
		}
	}

	/** Whether all that this strand may build upon has been sealed; if not, it is looked again. */
	async #isTurn(): Promise<boolean> {
		await this.#before?.flush();
		if (!this.#before?.unsealed) this.#before = null;
		else if (this.#pending.length > 0 && !this.#closed) this.#scheduleBatch();
		return this.#before === null;
	}

	async #seal(payload: Uint8Array, heads: readonly Head[], { standing, key }: Acting): Promise<Uint8Array> {
		const { strands, clock, author, appendOnly } = this.#context;
		const citation = strands.judgeHeads(this.state, heads);
		if (citation.kind !== 'known') throw new Error('own heads are known');
		const shape = checkShape(payload, {
			client: this.state.client,
			clock: this.state.clock,
			knownClock: (client) => strands.get(client)?.clock ?? 0,
			appendOnly
		});
		if (shape.kind === 'unsound') throw new Error(`own update is unsound: ${shape.fault}`);
		const place = {
			kind: 'update' as const,
			document: this.#context.document,
			strand: this.strand,
			seq: this.state.count,
			previous: this.state.idOf(this.state.count - 1) ?? new Uint8Array(32),
			rosterHeads: standing.rosterHeads,
			clear: new Uint8Array()
		};
		const bytes = await sealEntry(place, { time: clock.now(), heads, payload }, key, author);
		const { id } = new Frame(bytes);
		strands.move(this.state, { ...citation, id, clock: shape.clock, standing });
		return bytes;
	}

	/**
	 * An entry is sent only once the outbox has it: a device that forgot what it sent would write the same seq twice. False if storage
	 * would not take one: nothing that comes later goes in before it.
	 */
	async #keep(): Promise<boolean> {
		for (let next = this.#unkept[0]; next; next = this.#unkept[0]) {
			const { log, outbox } = this.#context;
			const { client, seq, bytes } = next.frame;
			this.#fault = await outbox.putEntry({ log, client, seq, bytes }, this.strand, next.covers);
			if (this.#fault.kind !== 'stored') {
				this.#tryAgain();
				return false;
			}
			this.#unkept.shift();
			this.#context.sealed(next.frame);
		}
		return true;
	}

	#tryAgain(): void {
		this.#context.changed();
		if (this.#closed) return;
		this.#stopDraft ??= this.#context.clock.after(retryAfter, () => void this.saveDrafts());
	}

	#queue(job: () => Promise<void>): Promise<void> {
		this.#busy += 1;
		this.#work = this.#work.then(job).finally(() => {
			this.#busy -= 1;
			this.#context.changed();
		});
		return this.#work;
	}
}

/** Many small updates in one transaction of the shadow give one update, 3 to 4 times smaller and cheaper to apply. */
function throughShadow(shadow: Y.Doc, updates: readonly Uint8Array[]): Uint8Array | null {
	const emitted: Uint8Array[] = [];
	const listen = (update: Uint8Array) => emitted.push(update);
	shadow.on('update', listen);
	shadow.transact(() => {
		for (const update of updates) Y.applyUpdate(shadow, update);
	});
	shadow.off('update', listen);
	return emitted[0] ?? null;
}
