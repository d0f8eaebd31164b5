/**
 * One channel of a sealed document: its Y.Doc, which is the only truth that the screens know, and the one way in and out of it. Remote
 * entries come in by `receive`, own edits go out by `edit`; nothing else writes to the document.
 */
import type * as Y from 'yjs';
import { talkChannel } from '#lib/roster/capability.ts';
import type { Roster } from '#lib/roster/roster.ts';
import type { Clock } from '#lib/clock.ts';
import type { Stored } from '#lib/ledger/ledger.ts';
import type { Outbox } from '#lib/ledger/outbox.ts';
import type { Head } from '#lib/seal/content.ts';
import {
	idBytes,
	memberId,
	sameBytes,
	type ChannelName,
	type DocumentId,
	type MemberId
} from '#lib/seal/frame-bytes.ts';
import type { Frame } from '#lib/seal/frame.ts';
import { strandClient } from '#lib/seal/frame-hash.ts';
import { verifyFrame, type Verify } from '#lib/seal/frame-verify.ts';
import type { ChannelKey, MemberKeys, Random } from '#lib/seal/keys.ts';
import { openEntry } from '#lib/seal/open.ts';
import type { Generation } from '#lib/wire/frame-name.ts';
import type { AdmissionContext, BrokenReason } from './admission.ts';
import { channelDoc } from './channel-doc.ts';
import type { ChannelLogs } from './channel-logs.ts';
import { Counting } from './counting.ts';
import { Editing } from './editing.ts';
import { Generations } from './generations.ts';
import type { History } from './history.ts';
import { Inbox, remoteOrigin } from './inbox.ts';
import type { Keyring } from './keyring.ts';
import { Leftovers } from './leftovers.ts';
import type { Locks } from './locks.ts';
import { LostSearch } from './lost-search.ts';
import type { FoundWords } from './lost-words.ts';
import { Packer } from './packer.ts';
import { showState } from './merging.ts';
import type { Packing } from './packing.ts';
import { Strands, type Standing } from './strands.ts';
import type { WriterContext } from './writer.ts';
import { Writing } from './writing.ts';

export interface ChannelContext {
	readonly document: DocumentId;
	readonly channel: ChannelName;
	readonly me: MemberKeys;
	readonly roster: Roster;
	readonly keyring: Keyring;
	readonly logs: ChannelLogs;
	readonly outbox: Outbox;
	readonly verify: Verify;
	readonly clock: Clock;
	readonly random: Random;
	readonly locks: Locks;
	readonly packing: Packing;
	/** Lets the browser paint and answer between slices of long work. */
	readonly breathe: () => Promise<void>;
	readonly amongOthers: () => boolean;
	/** Whether what is written now reaches everybody who can be reached. */
	readonly connected: () => boolean;
	/** Whether undo may take this item away: what the channel's content says of itself. */
	readonly mayUndo: (item: Y.Item) => boolean;
	/** An author cites entries that are not here. */
	readonly cited: (heads: readonly Head[], by: MemberId) => void;
	/** Refused, with the reason. */
	readonly refused: (author: MemberId, reason: BrokenReason) => void;
	/** Own entries of this strand below `count` have gone out in another way: in a pack, or carried over. */
	readonly settled: (client: number, count: number) => void;
	/** Words that could not be kept. */
	readonly lost: (words: readonly FoundWords[]) => void;
	/** What is shown is not what counts: the document is to be opened anew. */
	readonly shrunk: () => void;
	/** Something about saving has changed. */
	readonly changed: () => void;
}

export class Channel {
	readonly doc = channelDoc();
	readonly strands = new Strands();
	readonly #context: ChannelContext;
	readonly #in: Inbox;
	readonly #counting: Counting;
	readonly #generations: Generations;
	readonly #writing: Writing;
	readonly #editing: Editing;
	readonly #leftovers: Leftovers;
	readonly #lost: LostSearch;
	readonly #packer: Packer;
	#work: Promise<unknown> = Promise.resolve();
	#recalling = false;
	#unweighed = false;
	#closed = false;

	private constructor(context: ChannelContext) {
		const { roster, channel, me, random, locks, document, logs } = context;
		this.#context = context;
		this.#counting = new Counting(roster, channel, this.strands);
		this.#editing = new Editing({
			doc: this.doc,
			writing: () => this.#writing,
			mayWrite: () => this.mayWrite,
			mayUndo: channel === talkChannel ? null : context.mayUndo
		});
		this.#in = this.#inbox(
			{ strands: this.strands, counting: this.#counting },
			(frames) => this.#opened(frames),
			(heads, by) => this.#cited(heads, by),
			true
		);
		this.#generations = this.#makeGenerations();
		this.#writing = new Writing({
			client: (strand) => strandClient(idBytes(document), channel, me.publicKey, strand),
			me,
			random,
			locks,
			doc: this.doc,
			writer: (generation) => this.#writerContext(generation)
		});
		this.#leftovers = new Leftovers({
			...context,
			strands: this.strands,
			inbox: this.#in,
			generations: this.#generations,
			writing: this.#writing,
			resumed: () => this.#editing.adopt()
		});
		this.#lost = new LostSearch({
			me: me.id,
			strands: this.strands,
			forked: () => this.#in.forked,
			late: () => {
				const former = roster.current.member(me.id)?.formerKeys ?? [];
				const lowered = roster.current.losses(me.id, channel).length > 0 ? [me.id] : [];
				const mine = [...former, ...lowered];
				return mine.length > 0 ? this.#in.apart.filter(({ author }) => mine.includes(memberId(author))) : [];
			},
			stranded: () => this.#writing.stranded,
			wasShown: (frame) => logs.holds(frame),
			payloadOf: (frame) => this.#payloadOf(frame),
			settled: context.settled,
			found: context.lost
		});
		this.#packer = new Packer({
			...context,
			loose: () => (this.#generations.needsPack ? Infinity : this.#generations.since.length),
			ready: () => this.#mayPack && context.connected(),
			pack: () => void this.pack().catch(() => this.#packer.look())
		});
	}

	/** Opens what this device holds: its last pack, the entries behind it, then own entries and drafts that the outbox kept. */
	static async open(context: ChannelContext): Promise<Channel> {
		const channel = new Channel(context);
		await channel.#inTurn(async () => {
			await channel.#generations.open();
			await channel.#leftovers.open();
		});
		channel.#editing.begin();
		channel.#packer.look();
		return channel;
	}

	/** Frames from a link: verified, opened, applied, kept. Those that wait are kept in memory and tried again. */
	receive(generation: Generation, frames: readonly Frame[]): Promise<void> {
		return this.#inTurn(async () => {
			const packs = frames.filter(({ kind }) => kind === 'pack');
			const entries = frames.filter(({ kind }) => kind !== 'pack');
			if (generation !== 'volumes') {
				for (const { client } of entries) this.#context.logs.place(client, generation);
				await this.#keepSigned(generation, entries);
				await this.#in.receive(entries);
			}
			if (packs.length > 0) await this.#generations.receive(generation, packs);
			await this.#leftovers.takePostponed();
			this.#lost.look();
		});
	}

	/** Tries again what waited for a statement, a key or another channel. */
	reconsider(): Promise<void> {
		return this.#inTurn(async () => {
			await this.#in.receive([]);
			await this.#generations.reconsider();
			await this.#leftovers.takePostponed();
		});
	}

	/** A relay says that this generation has begun. */
	follow(generation: number): Promise<void> {
		return this.#inTurn(() => this.#generations.follow(generation, true));
	}

	/** Others have seen what is nowhere here. */
	lookBack(): Promise<void> {
		return this.#inTurn(() => this.#generations.lookBack());
	}

	/** Begins the next generation with a pack, if this device may now. Rejects if it could not be made. */
	pack(): Promise<void> {
		return this.#inTurn(async () => {
			await this.flush();
			if (this.#mayPack) await this.#generations.pack();
		});
	}

	/** Somebody cites these: the volumes among them, if they are of this channel, can be read for themselves. */
	seek(heads: readonly Head[], by: MemberId): void {
		const volumes = heads.filter(({ client }) => client === 0);
		const wanted = volumes.filter(({ id }) => this.#generations.want(id, by));
		if (wanted.length > 0) void this.#inTurn(() => this.#generations.look());
	}

	/** Takes in the volumes, which are not needed for what is shown. */
	gather(): Promise<void> {
		return this.#inTurn(() => this.#generations.loadVolumes());
	}

	/** Whether something that is in the document counts no longer: it has to be built anew from what does. */
	reweigh(): Promise<boolean> {
		return this.#inTurn(async () => {
			const mustRecall = this.#counting.mustRecall(this.#generations.weighedAt);
			this.#unweighed = mustRecall && !(await this.#generations.recall());
			if (this.#unweighed) return false;
			const shrunk = this.#counting.shrunk();
			if (shrunk) await this.#generations.distrust();
			const givenBack = this.#mayNoMore && (await this.#writing.giveBack());
			if (givenBack) this.#lost.look();
			return shrunk || givenBack;
		});
	}

	/** True while only the volumes, which have not come, could say whether all that is shown still counts. */
	get unweighed(): boolean {
		return this.#unweighed;
	}

	/** Runs one named edit. Throws where this member may not write: screens offer no such edit. */
	edit<T>(change: (doc: Y.Doc) => T): T {
		return this.#editing.edit(change);
	}

	get mayWrite(): boolean {
		return this.#standing() !== null;
	}

	undo(): void {
		this.#editing.undo();
	}

	redo(): void {
		this.#editing.redo();
	}

	/** Null until there is a strand to write, and where nothing is ever taken back. */
	get history(): History | null {
		return this.#editing.history;
	}

	get saving(): boolean {
		return this.#writing.saving;
	}

	/** True while something typed has not left this device's hands: not sealed yet. */
	get unsealed(): boolean {
		return this.#writing.unsealed;
	}

	/** True while what is shown has not been checked against what people have signed. */
	get provisional(): boolean {
		return this.#generations.provisional;
	}

	get fault(): Stored {
		const { fault } = this.#writing;
		return fault.kind === 'not-stored' ? fault : this.#context.logs.fault;
	}

	get waitingCount(): number {
		return this.#in.waitingCount;
	}

	/** The last volume: what everybody knows who has opened the channel. */
	get volume() {
		return this.#generations.lineage.volume;
	}

	/** Seals what is typed now: the page may be about to go. */
	async flush(): Promise<void> {
		await this.#writing.saveDrafts();
		await this.#writing.flush();
	}

	/** Puts what is typed into the outbox, unsealed as it is. */
	async saveDrafts(): Promise<void> {
		await this.#writing.saveDrafts();
	}

	/** Others have come: what waits need not wait so long. */
	hurry(): void {
		this.#writing.writer?.hurry();
	}

	async retry(): Promise<void> {
		await this.#context.logs.retry();
		await this.#writing.saveDrafts();
		this.#context.changed();
	}

	/** All that the outbox kept is gone. */
	lost(): void {
		this.#context.logs.lost();
		this.#writing.lost();
	}

	/** Ends without writing anything more. */
	abandon(): Promise<void> {
		this.#writing.abandon();
		return this.#end();
	}

	async close(): Promise<void> {
		await this.#writing.close();
		await this.#work;
		await this.#end();
	}

	/** A strand to write, with its lock, ready before the first edit. */
	async prepare(): Promise<void> {
		await this.#writing.prepare(this.#generations.current);
		this.#editing.adopt();
		await this.#leftovers.takeLeft();
		this.#lost.look();
	}

	/** Whether this very entry has come, be it that it waits for others. What lies before the pack that we opened from has been here. */
	has(head: Head): boolean {
		return this.#in.has(head) || this.#generations.has(head) || this.strands.isBefore(head);
	}

	/** The strand that this page writes, as its Yjs client id. */
	get writes(): number | null {
		return this.#writing.writer?.state.client ?? null;
	}

	/** Who writes a strand: one's own from the first word on, before its first entry is sealed. */
	authorOf(client: number): MemberId | undefined {
		return client === this.writes ? this.#context.me.id : this.strands.authorOf(client);
	}

	async #end(): Promise<void> {
		this.#closed = true;
		this.#packer.close();
		this.#generations.close();
		this.#writing.release();
		this.#editing.close();
		await this.#context.logs.close();
	}

	#inTurn<T>(job: () => Promise<T>): Promise<T> {
		const work = this.#work.then(job);
		this.#work = work.catch(() => undefined);
		return work;
	}

	#inbox(
		on: Pick<AdmissionContext, 'strands' | 'counting'>,
		opened: (frames: readonly Frame[]) => void,
		cited: (heads: readonly Head[], by: MemberId) => void,
		shown: boolean
	): Inbox {
		const { document, channel, roster, keyring, verify, clock, breathe, refused } = this.#context;
		return new Inbox({
			admission: { document: idBytes(document), channel, roster, keyring, ...on },
			verify,
			clock,
			breathe,
			cited,
			refused,
			holds: (frame) => shown && this.#context.logs.holds(frame),
			split: () => shown && this.#generations.split(),
			past: () => void this.#recall(),
			opened,
			docs: () => (shown ? this.#editing.docs : [])
		});
	}

	#makeGenerations(): Generations {
		const { document, channel, clock, breathe, logs } = this.#context;
		return new Generations({
			...this.#context,
			document: idBytes(document),
			strands: this.strands,
			inbox: this.#in,
			// Whatever there ever was, whether it counts or not.
			apart: (strands, cited) =>
				this.#inbox({ strands, counting: everything }, () => undefined, cited, false),
			reading: {
				document: idBytes(document),
				channel,
				key: (epoch, keyId, rosterHeads) => this.#keyOf({ epoch, keyId, rosterHeads }),
				idOf: (client, seq) => this.#in.idOf(client, seq),
				breathe,
				now: () => clock.now()
			},
			logs,
			standing: () => this.#standing(),
			show: (state) => {
				for (const doc of this.#editing.docs) showState(doc, state, remoteOrigin);
			},
			receive: (frames) => this.#in.receive(frames),
			turn: async () => {
				await this.#writing.turn(this.#generations.current);
				this.#editing.adopt();
			},
			rebuild: () => this.#context.shrunk()
		});
	}

	/** What a volume brought bears no signature of its own: its log takes it where it comes with one. */
	async #keepSigned(generation: number, entries: readonly Frame[]): Promise<void> {
		const { logs, verify } = this.#context;
		const known = entries.filter((frame) => this.strands.has(frame) && logs.lacks(generation, frame));
		const sound = await Promise.all(known.map((frame) => verifyFrame(frame, verify)));
		await logs.add(
			generation,
			known.filter((_, i) => sound[i])
		);
	}

	/** What was opened is kept in the log in which it stands; what no log of this device has, others are asked to keep, or we carry it. */
	#opened(frames: readonly Frame[]): void {
		const { logs, changed } = this.#context;
		if (frames.length === 0) return;
		this.#generations.opened(frames);
		const byLog = new Map<number, Frame[]>();
		for (const frame of frames) {
			const forked = frame.seq >= (this.strands.forkOf(frame.client) ?? Infinity);
			const home = forked || this.#in.isProved(frame) ? null : logs.homeOf(frame.client);
			if (home === null) continue;
			byLog.set(home, [...(byLog.get(home) ?? []), frame]);
		}
		for (const [generation, some] of byLog) void logs.add(generation, some).then(changed);
		this.#packer.look();
	}

	#payloadOf(frame: Frame): Uint8Array | null {
		const key = this.#keyOf(frame);
		const opening = key && openEntry(frame, key, false);
		return opening?.kind === 'opened' ? opening.content.payload : null;
	}

	/** Undefined if it is not known here, null if it is not the one in force there. */
	#keyOf({ epoch, keyId, rosterHeads }: Pick<Frame, 'epoch' | 'keyId' | 'rosterHeads'>) {
		const { roster, channel, keyring } = this.#context;
		const view = roster.at(rosterHeads);
		if (!view) return undefined;
		const inForce = view.keyInForce(channel);
		const isIt = inForce?.epoch === epoch && sameBytes(inForce.keyId, keyId);
		return isIt ? keyring.inForce(inForce) : null;
	}

	/** Something follows on from what is only known as a pack. */
	async #recall(): Promise<void> {
		if (this.#recalling) return;
		this.#recalling = true;
		await this.#inTurn(async () => {
			if (!this.#closed && (await this.#generations.recall())) await this.#in.receive([]);
		});
		this.#recalling = false;
	}

	#cited(heads: readonly Head[], by: MemberId): void {
		this.seek(heads, by);
		this.#context.cited(heads, by);
	}

	get #mayPack(): boolean {
		const { provisional, awaited } = this.#generations;
		return !this.#closed && this.mayWrite && !provisional && !awaited;
	}

	/** I have been given less to do, or have been taken from the table: not that my seat is in doubt, or my keys are others by now. */
	get #mayNoMore(): boolean {
		const { roster, channel, me } = this.#context;
		const { current } = roster;
		if (current.mayWrite(me.id, channel)) return false;
		const member = current.member(me.id);
		return member ? member.suspended === null : Boolean(current.fold.seatOf(me.id)?.removedBy);
	}

	#standing(already: readonly Uint8Array[] = []): { standing: Standing; key: ChannelKey } | null {
		const { roster, channel, me, keyring } = this.#context;
		const view = roster.current;
		const inForce = view.keyInForce(channel);
		const key = inForce && keyring.inForce(inForce);
		if (!key || !view.mayWrite(me.id, channel)) return null;
		return { standing: { rosterHeads: roster.headsOf(me.id, already), inForce }, key };
	}

	#writerContext(generation: number): WriterContext {
		const { document, me, outbox, clock, random, channel, logs } = this.#context;
		const log = logs.name(generation);
		return {
			document: idBytes(document),
			log,
			author: me,
			outbox,
			clock,
			random,
			strands: this.strands,
			appendOnly: channel === talkChannel,
			shadow: () => this.#editing.shadow(),
			standing: (already) => this.#standing(already),
			volume: () => this.#generations.lineage.volume,
			maySeal: () => !this.#generations.provisional,
			amongOthers: () => this.#context.amongOthers(),
			sealed: (frame) => void this.#keepOwn(generation, frame),
			changed: () => this.#context.changed()
		};
	}

	async #keepOwn(generation: number, frame: Frame): Promise<void> {
		const { logs, changed } = this.#context;
		logs.place(frame.client, generation);
		this.#generations.opened([frame]);
		await logs.addOwn(generation, [frame]);
		this.#packer.look();
		changed();
	}
}

const everything: AdmissionContext['counting'] = { counts: () => true, vouch: () => false };
