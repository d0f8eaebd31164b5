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
import type { Head } from '#lib/seal/content.ts';
import { idBytes, type ChannelName, type DocumentId, type MemberId } from '#lib/seal/frame-bytes.ts';
import type { Frame } from '#lib/seal/frame.ts';
import { parseFrame } from '#lib/seal/frame.ts';
import { strandClient } from '#lib/seal/frame-hash.ts';
import type { Verify } from '#lib/seal/frame-verify.ts';
import type { ChannelKey, MemberKeys, Random } from '#lib/seal/keys.ts';
import type { BrokenReason } from './admission.ts';
import { Counting } from './counting.ts';
import { openDraft } from './draft.ts';
import { History } from './history.ts';
import { Inbox, remoteOrigin } from './inbox.ts';
import type { Keyring } from './keyring.ts';
import type { Locks } from './locks.ts';
import { checkShape } from './shape.ts';
import { Strand, Strands, type Standing } from './strands.ts';
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
	/** An author cites entries that are not here. */
	readonly cited: (heads: readonly Head[], by: MemberId) => void;
	/** Refused, with the reason. */
	readonly refused: (author: MemberId, reason: BrokenReason) => void;
	/** Something about saving has changed. */
	readonly changed: () => void;
}

export class Channel {
	readonly doc = new Y.Doc();
	readonly strands = new Strands();
	readonly #context: ChannelContext;
	readonly #in: Inbox;
	readonly #counting: Counting;
	readonly #edit = Symbol('an edit made here');
	#history: History | null = null;
	#shadow: Y.Doc | null = null;
	#writer: Writer | null = null;
	#releases: (() => void)[] = [];
	#inbox: Promise<unknown> = Promise.resolve();
	#ledgerFault: Stored = { kind: 'stored' };

	private constructor(context: ChannelContext) {
		const { document, channel, roster, keyring, ledger, verify, clock, breathe, cited, refused } = context;
		this.#context = context;
		this.#counting = new Counting(roster, channel, this.strands);
		this.#in = new Inbox({
			admission: {
				document: idBytes(document),
				channel,
				roster,
				keyring,
				strands: this.strands,
				counting: this.#counting
			},
			ledger,
			verify,
			clock,
			breathe,
			cited,
			refused,
			// The shadow first: it must hold whatever the document's next edit can refer to.
			docs: () => (this.#shadow ? [this.#shadow, this.doc] : [this.doc])
		});
	}

	/** Opens what this device holds: the ledger's entries, then own entries and drafts that the outbox kept. */
	static async open(context: ChannelContext): Promise<Channel> {
		const channel = new Channel(context);
		await channel.#in.openLedger();
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

	/** Something that is in the document counts no longer: it has to be built anew from the ledger. */
	get shrunk(): boolean {
		return this.#counting.shrunk();
	}

	/** Runs one named edit. Throws where this member may not write: screens offer no such edit. */
	edit<T>(change: (doc: Y.Doc) => T): T {
		this.#ready();
		return this.doc.transact(() => change(this.doc), this.#edit);
	}

	get mayWrite(): boolean {
		return this.#standing() !== null;
	}

	undo(): void {
		if (!this.mayWrite) return;
		this.#ready();
		this.#history?.undo();
	}

	redo(): void {
		if (!this.mayWrite) return;
		this.#ready();
		this.#history?.redo();
	}

	/** Null until there is a strand to write, and where nothing is ever taken back. */
	get history(): History | null {
		return this.#history;
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
		return this.#in.waitingCount;
	}

	/** Seals what is typed now: the page may be about to go. */
	async flush(): Promise<void> {
		await this.#writer?.saveDrafts();
		await this.#writer?.flush();
	}

	/** Puts what is typed into the outbox, unsealed as it is. */
	async saveDrafts(): Promise<void> {
		await this.#writer?.saveDrafts();
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

	/** Ends without writing anything more. */
	abandon(): Promise<void> {
		this.#writer?.abandon();
		return this.#end();
	}

	async close(): Promise<void> {
		await this.#writer?.close();
		await this.#inbox;
		await this.#end();
	}

	async #end(): Promise<void> {
		for (const release of this.#releases) release();
		this.#history?.close();
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
		if (release) this.#write(new Writer(this.#writerContext(), strand, new Strand(client, me.id)));
	}

	/** Whether this very entry has come, be it that it waits for others. */
	has(head: Head): boolean {
		return this.#in.has(head);
	}

	/** The strand that this page writes, as its Yjs client id. */
	get writes(): number | null {
		return this.#writer?.state.client ?? null;
	}

	/** Who writes a strand: one's own from the first word on, before its first entry is sealed. */
	authorOf(client: number): MemberId | undefined {
		return client === this.#writer?.state.client ? this.#context.me.id : this.strands.authorOf(client);
	}

	#write(writer: Writer): void {
		this.#writer = writer;
		this.doc.clientID = writer.state.client;
		if (this.#context.channel !== talkChannel) {
			this.#history = new History(this.doc, this.#edit, this.#context.mayUndo);
		}
	}

	#ready(): void {
		if (!this.#writer || !this.mayWrite) throw new Error('this member may not write here');
		this.#shadowNow();
		// Yjs changes it when it meets its own id in what it applies.
		this.doc.clientID = this.#writer.state.client;
	}

	/** Runs in a Yjs listener, where a throw would silence the document for good. */
	#collect(update: Uint8Array, origin: unknown): void {
		if (origin === this.#edit || this.#history?.made(origin)) this.#writer?.take(update);
	}

	#shadowNow(): Y.Doc {
		if (!this.#shadow) {
			this.#shadow = new Y.Doc();
			Y.applyUpdate(this.#shadow, Y.encodeStateAsUpdate(this.doc));
		}
		return this.#shadow;
	}

	async #receive(frames: readonly Frame[]): Promise<void> {
		const opened = await this.#in.receive(frames);
		if (opened.length === 0) return;
		const stored = this.#context.ledger.add(opened);
		this.#context.entered(opened);
		this.#ledgerFault = await stored;
		this.#context.changed();
	}

	async #openOutbox(): Promise<void> {
		const { ledger, outbox } = this.#context;
		const kept = await outbox.entries(ledger.log);
		const frames = kept.flatMap(({ bytes }) => {
			const parsed = parseFrame(bytes);
			return parsed.kind === 'frame' && !this.#in.holds(parsed.frame) ? [parsed.frame] : [];
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
			const state = this.strands.get(client) ?? new Strand(client, me.id);
			if (state.author !== me.id || state.count !== next) continue;
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
		const updates = this.#fitting(
			drafts.flatMap((draft) => openDraft(draft, acting.key) ?? []),
			writer
		);
		this.doc.transact(() => {
			for (const update of updates) Y.applyUpdate(this.doc, update, remoteOrigin);
		}, remoteOrigin);
		if (updates.length > 0) writer.resume(updates);
	}

	/** As far as what they refer to is here: what was typed beside words that count no longer has no place. */
	#fitting(updates: readonly Uint8Array[], { state }: Writer): Uint8Array[] {
		const fitting: Uint8Array[] = [];
		let { clock } = state;
		for (const update of updates) {
			const shape = checkShape(update, {
				client: state.client,
				clock,
				knownClock: (client) => this.strands.get(client)?.clock ?? 0,
				appendOnly: this.#context.channel === talkChannel
			});
			if (shape.kind === 'unsound') break;
			clock = shape.clock;
			fitting.push(update);
		}
		return fitting;
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
		const key = inForce && keyring.inForce(inForce);
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
