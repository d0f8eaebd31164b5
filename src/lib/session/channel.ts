/**
 * One channel of a sealed document: its Y.Doc, which is the only truth that the screens know, and the one way in and out of it. Remote
 * entries come in by `receive`, own edits go out by `edit`; nothing else writes to the document.
 */
import * as Y from 'yjs';
import { talkChannel } from '#lib/roster/capability.ts';
import type { Roster } from '#lib/roster/roster.ts';
import type { Clock } from '#lib/clock.ts';
import type { Ledger, Stored } from '#lib/ledger/ledger.ts';
import type { Outbox } from '#lib/ledger/outbox.ts';
import {
	idBytes,
	memberId,
	sameBytes,
	type ChannelName,
	type DocumentId,
	type MemberId
} from '#lib/seal/frame-bytes.ts';
import type { Frame } from '#lib/seal/frame.ts';
import { parseFrame } from '#lib/seal/frame.ts';
import { strandClient } from '#lib/seal/frame-hash.ts';
import { verifyFrame, type Verify } from '#lib/seal/frame-verify.ts';
import type { ChannelKey, MemberKeys, Random } from '#lib/seal/keys.ts';
import { admit, type AdmissionContext, type BrokenReason } from './admission.ts';
import { openDraft } from './draft.ts';
import type { Keyring } from './keyring.ts';
import type { Locks } from './locks.ts';
import { emptyStrand, Strands, type Standing } from './strands.ts';
import { WaitingRoom } from './waiting-room.ts';
import { Writer, type WriterContext } from './writer.ts';

export interface ChannelContext {
	readonly document: DocumentId;
	readonly channel: ChannelName;
	readonly me: MemberKeys;
	readonly roster: Roster;
	readonly keyring: Keyring;
	readonly ledger: Ledger;
	readonly outbox: Outbox;
	readonly verify: Verify;
	readonly clock: Clock;
	readonly random: Random;
	readonly locks: Locks;
	/** Lets the browser paint and answer between slices of long work. */
	readonly breathe: () => Promise<void>;
	readonly amongOthers: () => boolean;
	/** Whether undo may take this item away: what the channel's content says of itself. */
	readonly mayUndo: (item: Y.Item) => boolean;
	/** New in the ledger, from this device or another: for every link that lacks it. */
	readonly entered: (frames: readonly Frame[]) => void;
	/** Refused, with the reason. */
	readonly refused: (author: MemberId, reason: BrokenReason) => void;
	/** Something about saving has changed. */
	readonly changed: () => void;
}

/** How long a slice of work may keep the main thread. */
const sliceMs = 20;

interface Opened {
	readonly frame: Frame;
	readonly update: Uint8Array;
}

export const remoteOrigin = Symbol('another person, or this device in another tab');

export class Channel {
	readonly doc = new Y.Doc();
	readonly strands = new Strands();
	readonly #context: ChannelContext;
	readonly #admission: AdmissionContext;
	readonly #waiting = new WaitingRoom();
	readonly #edit = Symbol('an edit made here');
	#undo: Y.UndoManager | null = null;
	#shadow: Y.Doc | null = null;
	#writer: Writer | null = null;
	#releases: (() => void)[] = [];
	#inbox: Promise<unknown> = Promise.resolve();
	#ledgerFault: Stored = { kind: 'stored' };

	private constructor(context: ChannelContext) {
		const { document, channel, roster, keyring } = context;
		this.#context = context;
		this.#admission = { document: idBytes(document), channel, roster, keyring, strands: this.strands };
	}

	/** Opens what this device holds: the ledger's entries, then own entries and drafts that the outbox kept. */
	static async open(context: ChannelContext): Promise<Channel> {
		const channel = new Channel(context);
		await channel.#openLedger();
		await channel.#openOutbox();
		channel.doc.on('update', (update: Uint8Array, origin: unknown) => channel.#collect(update, origin));
		return channel;
	}

	/** Frames from a link: verified, opened, applied, kept. Those that wait are kept in memory and tried again. */
	receive(frames: readonly Frame[]): Promise<void> {
		const work = this.#inbox.then(() => this.#receive(frames));
		this.#inbox = work.catch(() => undefined);
		return work;
	}

	/** Tries again what waited for a statement, a key or another channel. */
	reconsider(): Promise<void> {
		return this.receive([]);
	}

	/** Runs one named edit. Throws where this member may not write: screens offer no such edit. */
	edit<T>(change: (doc: Y.Doc) => T): T {
		const writer = this.#ready();
		if (this.doc.clientID !== writer.state.client) this.doc.clientID = writer.state.client;
		return this.doc.transact(() => change(this.doc), this.#edit);
	}

	get mayWrite(): boolean {
		return this.#standing() !== null;
	}

	/** Takes back and restores only edits made here since the document was opened. */
	undo(): void {
		if (!this.mayWrite) return;
		this.#ready();
		this.#undo?.undo();
	}

	redo(): void {
		if (!this.mayWrite) return;
		this.#ready();
		this.#undo?.redo();
	}

	/** What comes next is taken back by itself, not together with what came just before. */
	separateUndo(): void {
		this.#undo?.stopCapturing();
	}

	/** What has been done so far is not to be taken back. */
	forgetUndo(): void {
		this.#undo?.clear();
	}

	get canUndo(): boolean {
		return (this.#undo?.undoStack.length ?? 0) > 0;
	}

	get canRedo(): boolean {
		return (this.#undo?.redoStack.length ?? 0) > 0;
	}

	onUndoChange(changed: () => void): () => void {
		const undo = this.#undo;
		if (!undo) return () => undefined;
		undo.on('stack-item-added', changed);
		undo.on('stack-item-popped', changed);
		return () => {
			undo.off('stack-item-added', changed);
			undo.off('stack-item-popped', changed);
		};
	}

	get saving(): boolean {
		return this.#writer?.saving ?? false;
	}

	/** True while something typed has not left this device's hands: not sealed yet. */
	get unsealed(): boolean {
		return this.#writer?.unsealed ?? false;
	}

	get fault(): Stored {
		return this.#writer?.fault.kind === 'not-stored' ? this.#writer.fault : this.#ledgerFault;
	}

	get waitingCount(): number {
		return this.#waiting.size;
	}

	/** Seals what is typed now: the page may be about to go. */
	async flush(): Promise<void> {
		await this.#writer?.saveDrafts();
		await this.#writer?.flush();
	}

	/** Others have come: what waits need not wait so long. */
	hurry(): void {
		this.#writer?.hurry();
	}

	async retry(): Promise<void> {
		this.#ledgerFault = await this.#context.ledger.retry();
		await this.#writer?.saveDrafts();
		this.#context.changed();
	}

	async close(): Promise<void> {
		await this.#writer?.close();
		await this.#inbox;
		for (const release of this.#releases) release();
		this.#undo?.destroy();
		this.doc.destroy();
		this.#shadow?.destroy();
		await this.#context.ledger.close();
	}

	/** A strand to write, with its lock, ready before the first edit. */
	async prepare(): Promise<void> {
		if (this.#writer) return;
		const { document, channel, me, random } = this.#context;
		const strand = random(16);
		const client = strandClient(idBytes(document), channel, me.publicKey, strand);
		const release = await this.#hold(client);
		if (release) this.#write(new Writer(this.#writerContext(), strand, emptyStrand(client, me.id)));
	}

	/** Who writes a strand: one's own from the first word on, before its first entry is sealed. */
	authorOf(client: number): MemberId | undefined {
		return client === this.#writer?.state.client ? this.#context.me.id : this.strands.authorOf(client);
	}

	#write(writer: Writer): void {
		this.#writer = writer;
		this.doc.clientID = writer.state.client;
		if (this.#context.channel !== talkChannel) {
			this.#undo = new Y.UndoManager(this.doc, {
				trackedOrigins: new Set([this.#edit]),
				deleteFilter: this.#context.mayUndo
			});
		}
	}

	#ready(): Writer {
		if (!this.#writer || !this.mayWrite) throw new Error('this member may not write here');
		this.#shadowNow();
		return this.#writer;
	}

	/** Runs in a Yjs listener, where a throw would silence the document for good. */
	#collect(update: Uint8Array, origin: unknown): void {
		if (origin === this.#edit || (this.#undo !== null && origin === this.#undo)) this.#writer?.take(update);
	}

	#shadowNow(): Y.Doc {
		if (!this.#shadow) {
			this.#shadow = new Y.Doc();
			Y.applyUpdate(this.#shadow, Y.encodeStateAsUpdate(this.doc));
		}
		return this.#shadow;
	}

	async #receive(frames: readonly Frame[]): Promise<void> {
		const { verify, ledger } = this.#context;
		const sound = await Promise.all(
			frames.map(async (frame) => this.#held(frame) || (await verifyFrame(frame, verify)))
		);
		frames.forEach((frame, i) => {
			if (sound[i]) this.#await(frame);
			else this.#context.refused(memberId(frame.author), 'signature');
		});
		const opened = await this.#admitWaiting(false);
		if (opened.length === 0) return;
		const stored = ledger.add(opened);
		this.#context.entered(opened);
		this.#ledgerFault = await stored;
		this.#context.changed();
	}

	#held(frame: Frame): boolean {
		const held = this.#context.ledger.strands.get(frame.client)?.[frame.seq];
		return held !== undefined && sameBytes(held.id, frame.id);
	}

	/** Into the waiting room, unless its place is taken: then it is known, or one side of a fork. */
	#await(frame: Frame): void {
		if (frame.seq >= (this.strands.get(frame.client)?.ids.length ?? 0)) return this.#waiting.add(frame);
		const admitted = admit(frame, this.#admission);
		if (admitted.kind === 'broken') this.#context.refused(memberId(frame.author), admitted.reason);
	}

	/** Admits what can be admitted, strand by strand, until nothing more can. Applies slice by slice. */
	async #admitWaiting(trusted: boolean): Promise<Frame[]> {
		const { clock, breathe } = this.#context;
		const opened: Frame[] = [];
		let slice: Opened[] = [];
		let until = clock.now() + sliceMs;
		for (let moved = true; moved;) {
			moved = false;
			for (const client of this.#waiting.clients) {
				for (let next = this.#admitNext(client, trusted); next; next = this.#admitNext(client, trusted)) {
					moved = true;
					opened.push(next.frame);
					slice.push(next);
					if (clock.now() < until) continue;
					this.#apply(slice);
					slice = [];
					await breathe();
					until = clock.now() + sliceMs;
				}
			}
		}
		this.#apply(slice);
		return opened;
	}

	#admitNext(client: number, trusted: boolean): Opened | null {
		for (const frame of this.#waiting.next(client, this.strands)) {
			const admitted = admit(frame, this.#admission, trusted);
			if (admitted.kind === 'waiting' && admitted.for) this.#waiting.block(client, admitted.for);
			if (admitted.kind === 'waiting' || admitted.kind === 'not-mine') continue;
			this.#waiting.drop(frame);
			if (admitted.kind === 'broken') this.#context.refused(memberId(frame.author), admitted.reason);
			if (admitted.kind === 'opened') return { frame, update: admitted.update };
		}
		return null;
	}

	/** The shadow first: it must hold whatever the document's next edit can refer to. */
	#apply(opened: readonly Opened[]): void {
		if (opened.length === 0) return;
		for (const doc of this.#shadow ? [this.#shadow, this.doc] : [this.doc]) {
			doc.transact(() => {
				for (const { frame, update } of opened) {
					try {
						Y.applyUpdate(doc, update, remoteOrigin);
					} catch {
						this.#context.refused(memberId(frame.author), 'unreadable');
					}
				}
			}, remoteOrigin);
		}
	}

	/** Cold opening: the signature of each strand's last entry, and the hash chain that leads to it. */
	async #openLedger(): Promise<void> {
		const { ledger, verify, refused } = this.#context;
		for (const strand of ledger.strands.values()) {
			const last = strand.at(-1);
			if (!last) continue;
			if (await verifyFrame(last, verify)) for (const frame of strand) this.#await(frame);
			else refused(memberId(last.author), 'signature');
		}
		await this.#admitWaiting(true);
	}

	async #openOutbox(): Promise<void> {
		const { ledger, outbox } = this.#context;
		const kept = await outbox.entries(ledger.log);
		const frames = kept.flatMap(({ bytes }) => {
			const parsed = parseFrame(bytes);
			return parsed.kind === 'frame' && !this.#held(parsed.frame) ? [parsed.frame] : [];
		});
		await this.#receive(frames);
		await this.#takeUpStrands();
	}

	/** Goes on with this device's own strands where no other tab does, if all that they ever wrote is here. */
	async #takeUpStrands(): Promise<void> {
		const { ledger, outbox, me } = this.#context;
		const own = await outbox.strands(ledger.log);
		const drafts = await outbox.drafts(ledger.log);
		for (const { client, strand, next } of own) {
			const mine = drafts.filter((draft) => draft.client === client);
			if (this.#writer && mine.length === 0) continue;
			const state = this.strands.get(client) ?? emptyStrand(client, me.id);
			if (state.author !== me.id || state.ids.length !== next) continue;
			const release = await this.#hold(client);
			if (!release) continue;
			const writer = new Writer(this.#writerContext(), strand, state, (mine.at(-1)?.number ?? -1) + 1);
			this.#resume(
				writer,
				mine.map(({ bytes }) => bytes)
			);
			if (!this.#writer) this.#write(writer);
			else await writer.flush();
		}
	}

	#resume(writer: Writer, drafts: readonly Uint8Array[]): void {
		const acting = this.#standing();
		if (!acting) return;
		this.#shadowNow();
		const updates = drafts.flatMap((draft) => openDraft(draft, acting.key) ?? []);
		this.doc.transact(() => {
			for (const update of updates) Y.applyUpdate(this.doc, update, remoteOrigin);
		}, remoteOrigin);
		if (updates.length > 0) writer.resume(updates);
	}

	async #hold(client: number): Promise<(() => void) | null> {
		const release = await this.#context.locks.tryHold(`roundtable/strand/${client}`);
		if (release) this.#releases.push(release);
		return release;
	}

	#standing(): { standing: Standing; key: ChannelKey } | null {
		const { roster, channel, me, keyring } = this.#context;
		const view = roster.current;
		const inForce = view.keyInForce(channel);
		const key = inForce && keyring.find(channel, inForce.epoch, inForce.keyId);
		if (!key || !view.mayWrite(me.id, channel)) return null;
		return { standing: { rosterHeads: roster.heads, inForce }, key };
	}

	#writerContext(): WriterContext {
		const { document, me, outbox, clock, random, ledger, channel } = this.#context;
		return {
			document: idBytes(document),
			log: ledger.log,
			author: me,
			outbox,
			clock,
			random,
			strands: this.strands,
			appendOnly: channel === talkChannel,
			shadow: () => this.#shadowNow(),
			standing: () => this.#standing(),
			amongOthers: () => this.#context.amongOthers(),
			sealed: (frame) => void this.#keepOwn(frame),
			changed: () => this.#context.changed()
		};
	}

	async #keepOwn(frame: Frame): Promise<void> {
		const { ledger, outbox } = this.#context;
		const stored = ledger.add([frame]);
		this.#context.entered([frame]);
		this.#ledgerFault = await stored;
		if (this.#ledgerFault.kind === 'stored') {
			await outbox.settle(ledger.log, frame.client, frame.seq + 1, 'ledger');
		}
		this.#context.changed();
	}
}
