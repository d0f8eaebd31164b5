/**
 * An open sealed document: its roster, its channels, and the links that carry them. What enters one ledger is offered to every link
 * that lacks it; what arrives from a link is believed only by roster and channels.
 */
import { mayUndo } from '#lib/casedoc/undo.ts';
import { mayRead, rosterChannel, type Capabilities } from '#lib/roster/capability.ts';
import type { Pin } from '#lib/roster/skeleton-parts.ts';
import type { StatementPlace } from '#lib/roster/statement.ts';
import type { Ledger, Stored } from '#lib/ledger/ledger.ts';
import {
	entryId,
	idBytes,
	memberId,
	type ChannelName,
	type DocumentId,
	type EntryId,
	type MemberId
} from '#lib/seal/frame-bytes.ts';
import type { Head } from '#lib/seal/content.ts';
import type { Frame } from '#lib/seal/frame.ts';
import type { MemberKeys } from '#lib/seal/keys.ts';
import type { Generation, LogPlace } from '#lib/wire/frame-name.ts';
import type { Acknowledged } from '#lib/wire/link.ts';
import { Channel } from './channel.ts';
import { ChannelLogs } from './channel-logs.ts';
import { Ending } from './ending.ts';
import { Handing } from './handing.ts';
import { HeadsWatch, type Missing } from './heads-watch.ts';
import { Keyring } from './keyring.ts';
import type { Platform } from './platform.ts';
import { Links, type Declined } from './links.ts';
import type { FoundWords, LostWords } from './lost-words.ts';
import { Presence } from './presence.ts';
import type { StrandEnd } from './presence-payload.ts';
import { Receipts } from './receipts.ts';
import { RosterLog } from './roster-log.ts';
import { saveStatus, type SaveStatus } from './status.ts';
import { nameOf } from './written-by.ts';

export interface DocumentOptions {
	readonly document: DocumentId;
	/** Those that it can have, the roster's among them. */
	readonly channels: readonly ChannelName[];
	readonly me: MemberKeys;
	/** It is to be opened anew: somebody has lost a right and something that was here counts no longer, or I may read other channels than before. */
	readonly outgrown?: () => void;
	/** The time of somebody who sat here for a time is over, and it is for this device to say so. */
	readonly over?: (member: MemberId) => void;
	/** Words that could not be kept have been found, perhaps once more. */
	readonly lost?: (words: readonly LostWords[]) => void;
	/** Origins of the relays that keep it. */
	readonly relays: readonly string[];
	readonly platform: Platform;
	/** Statements that came another way than by ledger or link: at founding and at joining. */
	readonly statements?: readonly Frame[];
}

export interface Withheld extends Missing {
	/** Whose writing it is; null if nothing of that strand has ever come. */
	readonly author: MemberId | null;
}

export interface Refused {
	readonly author: MemberId;
	readonly channel: ChannelName;
	readonly reason: string;
}

const mostRefused = 1000;
const storeAgainAfter = 3000;
const rosterLog = { channel: rosterChannel, generation: 0 } as const;

export class SealedDocument {
	readonly id: DocumentId;
	readonly me: MemberKeys;
	readonly keyring = new Keyring();
	readonly #options: DocumentOptions;
	readonly #logs = new Map<ChannelName, ChannelLogs>();
	readonly #channels = new Map<ChannelName, Channel>();
	readonly #receipts = new Receipts();
	readonly #watch: HeadsWatch;
	readonly #links: Links;
	readonly #listeners = new Set<() => void>();
	readonly #refused: Refused[] = [];
	#roster!: RosterLog;
	#handing: Handing | null = null;
	#ending: Ending | null = null;
	#presence: Presence | null = null;
	#stopStoring: (() => void) | null = null;
	#forgetOutbox: (() => void) | null = null;
	#waits = false;
	/** What relays served me of it when it was opened; the roster at least. */
	#served: ReadonlySet<ChannelName> | null = null;
	#outgrown = false;
	#closed = false;

	private constructor(options: DocumentOptions) {
		this.#options = options;
		this.id = options.document;
		this.me = options.me;
		this.#watch = new HeadsWatch({
			clock: options.platform.clock,
			holds: (head) => [...this.#channels.values()].some((channel) => channel.has(head)),
			exchange: () => this.#askAgain(),
			changed: () => this.#changed()
		});
		this.#links = new Links({
			...options,
			reader: this.me,
			arrived: (place, frames) => void this.#arrived(place, frames),
			acknowledged: (place, stored) => void this.#acknowledged(place, stored),
			newest: (channel, generation) => void this.#channels.get(channel)?.follow(generation),
			presence: (address, peer, blob) => void this.presence.receive(address, peer, blob),
			opened: () => this.#watch.again(),
			changed: () => this.#changed()
		});
	}

	/** Opens what this device holds, then joins the links. */
	static async open(options: DocumentOptions): Promise<SealedDocument> {
		const document = new SealedDocument(options);
		// Side by side: each waits for storage most of the time.
		for (const channel of options.channels) if (channel !== rosterChannel) document.#fetch(channel);
		await document.#openRoster();
		document.#waits = document.#isWaiting;
		document.#served = document.#servedNow;
		await document.#openChannels();
		document.#handOn();
		document.#watchTime();
		document.#watchInvitation();
		document.#openPresence();
		document.#watchOutbox();
		document.#links.join();
		return document;
	}

	get roster(): RosterLog {
		return this.#roster;
	}

	get presence(): Presence {
		if (!this.#presence) throw new Error('presence begins when the document is open');
		return this.#presence;
	}

	/** Throws for a channel that this member cannot read: screens offer none. */
	channel(name: ChannelName): Channel {
		const channel = this.#channels.get(name);
		if (!channel) throw new Error(`the channel ${name} is not open`);
		return channel;
	}

	/** I had not been let in when it was opened: until it is opened anew there is nothing here. */
	get waits(): boolean {
		return this.#waits && this.#sits;
	}

	/** My place is paused: what is here stays, and nothing new comes. */
	get isPaused(): boolean {
		return (
			!this.#waits && this.#sits && [...this.#channels.keys()].some((name) => !this.#servedNow.has(name))
		);
	}

	get capabilities(): Capabilities {
		return this.#roster.roster.current.members.get(this.me.id)?.capabilities ?? new Map();
	}

	get status(): SaveStatus {
		const channels = [...this.#channels.values()];
		const faults: Stored[] = [this.#roster.fault, ...channels.map(({ fault }) => fault)];
		const fault = faults.find((stored) => stored.kind === 'not-stored');
		return saveStatus({
			fault: fault?.reason ?? null,
			saving: channels.some(({ saving }) => saving),
			unsealed: channels.some(({ unsealed }) => unsealed),
			unsent: this.#receipts.unsent,
			links: this.#links.states
		});
	}

	/** Something written here has not reached a relay, be it that it is in this page's memory only. */
	get unsent(): boolean {
		return this.#receipts.unsent > 0 || [...this.#channels.values()].some(({ unsealed }) => unsealed);
	}

	/** True while something that is shown has not been checked against what people have signed. */
	get provisional(): boolean {
		return [...this.#channels.values()].some(({ provisional }) => provisional);
	}

	/** The latest entries that were refused since the document was opened: whose, and why. */
	get refused(): readonly Refused[] {
		return this.#refused;
	}

	/** The names of its sealed logs, the roster's first. */
	get logs(): string[] {
		return this.#ledgers.map(({ log }) => log);
	}

	/** Takes into memory what lies in storage and is not needed for what is shown. */
	async gather(): Promise<void> {
		await Promise.all([...this.#channels.values()].map((channel) => channel.gather()));
	}

	/** Every verified frame in memory, by log name. */
	get held(): ReadonlyMap<string, readonly Frame[]> {
		return new Map(this.#ledgers.map((ledger) => [ledger.log, framesOf(ledger)]));
	}

	/** A relay will not take some entry: the latest, and its reason. */
	get declined(): Declined | null {
		return this.#links.declined;
	}

	/** Entries that others have seen and that every relay, asked for them, has not brought: whose, if that is known, and who cites. */
	get withheld(): readonly Withheld[] {
		return this.#watch.overdue.map((missing) => ({
			...missing,
			author: this.#authorOf(missing.head.client) ?? missing.ownOf
		}));
	}

	/** Bytes that links brought and that are no entries, since the document was opened. */
	get junk(): number {
		return this.#links.junk;
	}

	/** Heads of the channels that may be read so, but of the roster: what an invitation carries. */
	headsFor(capabilities: Capabilities): Head[] {
		const read = [...this.#channels].filter(([channel]) => mayRead(capabilities, channel));
		return read.flatMap(([, { strands, volume }]) => strands.headsBeyond(new Map(), -1, volume));
	}

	/** Where a statement of ours stands that is made now, behind these others that it is about. */
	placeFor(capabilities: Capabilities, about: readonly EntryId[] = []): StatementPlace {
		const { roster } = this.#roster;
		const inForce = roster.current.keyInForce(rosterChannel);
		return {
			document: this.id,
			rosterHeads: roster.headsOf(this.me.id, about.map(idBytes)),
			heads: this.headsFor(capabilities),
			keys: this.keyring.all,
			rosterKey: inForce && this.keyring.inForce(inForce)
		};
	}

	/** Where the strands of these keys end in every channel, as far as they have been opened here. */
	strandsOf(keys: ReadonlySet<MemberId>): Pin[] {
		return [...this.#channels].flatMap(([channel, { strands }]) =>
			strands
				.headsBeyond(new Map(), -1)
				.filter(({ client }) => keys.has(strands.authorOf(client) ?? this.me.id))
				.map(({ client, seq, id }) => ({ channel, client, count: seq + 1, id }))
		);
	}

	/** Hears of changes in status, roster and presence; a channel's content is heard of at its Y.Doc. */
	onChange(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Writes an own statement: safe here first, then sent. */
	async state(frame: Frame): Promise<Stored> {
		const stored = await this.#roster.keep(frame);
		if (stored.kind === 'not-stored') return stored;
		this.#receipts.wrote(frame.client, frame.seq + 1);
		await this.#roster.receive([frame]);
		return stored;
	}

	async flush(): Promise<void> {
		await Promise.all([...this.#channels.values()].map((channel) => channel.flush()));
	}

	async retry(): Promise<void> {
		this.#links.retry();
		await this.#store();
	}

	/** Tries again to store what is not stored. */
	async #store(): Promise<void> {
		await this.#roster.retry();
		await Promise.all([...this.#channels.values()].map((channel) => channel.retry()));
		this.#changed();
	}

	async close(): Promise<void> {
		if (this.#closed) return;
		await this.flush();
		await this.#end((channel) => channel.close());
	}

	/** Puts what is typed into the outbox, unsealed as it is. */
	async saveDrafts(): Promise<void> {
		await Promise.all([...this.#channels.values()].map((channel) => channel.saveDrafts()));
	}

	/** Another page has taken the case off this device: ends without writing anything more. */
	async abandon(): Promise<void> {
		if (!this.#closed) await this.#end((channel) => channel.abandon());
	}

	/** Overwrites every key that it was opened with or has been given; it must be closed. What is still under way fails. */
	forget(): void {
		this.keyring.forget();
		this.me.forget();
	}

	async #end(endChannel: (channel: Channel) => Promise<void>): Promise<void> {
		this.#closed = true;
		this.#stopStoring?.();
		this.#forgetOutbox?.();
		this.presence.close();
		this.#watch.close();
		this.#handing?.close();
		this.#ending?.close();
		await this.#links.close();
		await Promise.all([...this.#channels.values()].map(endChannel));
		await this.#logs.get(rosterChannel)?.close();
		this.#listeners.clear();
	}

	async #openRoster(): Promise<void> {
		const { document, me, platform, statements = [] } = this.#options;
		const logs = this.#logsOf(rosterChannel);
		const ledger = await logs.open(rosterLog.generation);
		this.#roster = await RosterLog.open({
			document,
			me,
			keyring: this.keyring,
			ledger,
			outbox: platform.outbox,
			verify: platform.verify,
			entered: (frames) => this.#links.offer(rosterLog, frames),
			refused: (author, reason) => this.#refuse(rosterChannel, author, reason),
			changed: () => void this.#reconsider()
		});
		await this.#roster.receive(statements.filter(({ author }) => memberId(author) !== me.id));
		for (const frame of statements) {
			const own = memberId(frame.author) === me.id;
			if (own && !this.#roster.roster.statement(entryId(frame.id))) await this.state(frame);
		}
	}

	async #openChannels(): Promise<void> {
		const others = this.#options.channels.filter((channel) => channel !== rosterChannel);
		const readable = others.filter((channel) => this.#opens(channel));
		const closed = others.filter((channel) => !this.#opens(channel));
		await Promise.all(closed.map((channel) => this.#logsOf(channel).close()));
		const opened = await Promise.all(readable.map((channel) => this.#openChannel(channel)));
		readable.forEach((name, i) => {
			const channel = opened[i];
			if (channel) this.#channels.set(name, channel);
		});
	}

	async #openChannel(channel: ChannelName): Promise<Channel> {
		const { document, me, platform } = this.#options;
		const opened = await Channel.open({
			...platform,
			document,
			channel,
			me,
			roster: this.#roster.roster,
			keyring: this.keyring,
			logs: this.#logsOf(channel),
			mayUndo,
			amongOthers: () => (this.#presence?.sessions.length ?? 0) > 0,
			connected: () => this.#links.states.every(({ kind }) => kind === 'open'),
			settled: (client, count) => {
				if (this.#receipts.acknowledged(client, count) !== null) this.#changed();
			},
			lost: (words) => this.#tellLost(channel, words),
			shrunk: () => this.#outgrow(),
			refused: (author, reason) => this.#refuse(channel, author, reason),
			cited: (heads, by) => this.#watch.cite(heads, by),
			changed: () => this.#changed()
		});
		await opened.prepare();
		return opened;
	}

	/** Read ahead; what storage does not answer now is told of where it is needed. */
	#fetch(channel: ChannelName): void {
		this.#logsOf(channel)
			.fetch()
			.catch(() => undefined);
	}

	#tellLost(channel: ChannelName, found: readonly FoundWords[]): void {
		const name = (by: MemberId) => nameOf(by, this.#roster);
		if (found.length > 0)
			this.#options.lost?.(found.map((words) => ({ ...words, channel, name: name(words.by) })));
	}

	/** Who no longer sits at the table reads what they were given. */
	#opens(channel: ChannelName): boolean {
		return mayRead(this.capabilities, channel) || this.keyring.all.some((key) => key.channel === channel);
	}

	#logsOf(channel: ChannelName): ChannelLogs {
		const logs = this.#logs.get(channel) ?? this.#makeLogs(channel);
		this.#logs.set(channel, logs);
		return logs;
	}

	#makeLogs(channel: ChannelName): ChannelLogs {
		const { outbox, openLedger, wipeLedger } = this.#options.platform;
		return new ChannelLogs({
			document: this.id,
			channel,
			outbox,
			openLedger,
			wipeLedger,
			opened: (place, ledger, own) => {
				for (const { client, seq } of own) this.#receipts.wrote(client, seq + 1);
				if (this.#isServed(channel)) this.#links.follow(place, () => framesOf(ledger));
			},
			found: (place, frames) => void this.#arrived(place, frames),
			lost: () => this.#lost(),
			entered: (place, frames) => {
				for (const frame of frames) this.#noteOwn(frame);
				this.#links.offer(place, frames);
			}
		});
	}

	get #ledgers(): Ledger[] {
		return [...this.#logs.values()].flatMap(({ all }) => [...all]);
	}

	#watchTime(): void {
		const { platform, me, over } = this.#options;
		if (!over) return;
		this.#ending = new Ending({ ...platform, me, roster: this.#roster.roster, over });
		this.#ending.look();
	}

	/** I sit here and have not been let in. */
	get #isWaiting(): boolean {
		return this.#roster.roster.current.member(this.me.id)?.waits ?? false;
	}

	/** Of who waits to be let in, or is paused, the roster alone. Who sits here no more is told so by the relays. */
	get #servedNow(): ReadonlySet<ChannelName> {
		const member = this.#roster.roster.current.member(this.me.id);
		const { channels } = this.#options;
		if (!member) return new Set(channels);
		return new Set(
			channels.filter((channel) =>
				member.waits ? channel === rosterChannel : mayRead(member.capabilities, channel)
			)
		);
	}

	#isServed(channel: ChannelName): boolean {
		return channel === rosterChannel || (this.#served?.has(channel) ?? false);
	}

	get #servesOther(): boolean {
		const now = this.#servedNow;
		return this.#options.channels.some((channel) => now.has(channel) !== this.#isServed(channel));
	}

	get #sits(): boolean {
		return this.#roster.roster.current.member(this.me.id) !== undefined;
	}

	#handOn(): void {
		const { platform, me } = this.#options;
		this.#handing = new Handing({
			...platform,
			me,
			roster: this.#roster.roster,
			keyring: this.keyring,
			place: () => this.placeFor(this.capabilities),
			state: (frame) => this.state(frame)
		});
		this.#handing.look();
	}

	/** A newcomer is not to be shown an old case: whoever invited has said how far it had come. */
	#watchInvitation(): void {
		const invite = this.#roster.roster.current.members.get(this.me.id)?.invite;
		const statement = invite && this.#roster.roster.statement(invite);
		if (!statement || this.#waits || this.isPaused) return;
		const heads = this.#roster.said(invite)?.heads ?? [];
		for (const channel of this.#channels.values()) channel.seek(heads, statement.author);
		this.#watch.cite(heads, statement.author);
	}

	#openPresence(): void {
		const { document, me, platform } = this.#options;
		let others = 0;
		this.#presence = new Presence({
			document,
			me,
			roster: this.#roster.roster,
			keyring: this.keyring,
			verify: platform.verify,
			clock: platform.clock,
			random: platform.random,
			ends: () => this.#ends,
			cited: (ends, by) => {
				const mine = ends.filter(({ channel }) => this.#channels.has(channel) && this.#isServed(channel));
				this.#watch.cite(
					mine.map(({ head }) => head),
					by,
					true
				);
			},
			publish: (blob) => this.#links.present(blob),
			changed: () => {
				const now = this.presence.sessions.length;
				if (others === 0 && now > 0) for (const channel of this.#channels.values()) channel.hurry();
				others = now;
				this.#changed();
			}
		});
	}

	async #askAgain(): Promise<boolean> {
		await Promise.all([...this.#channels.values()].map((channel) => channel.lookBack()));
		return this.#links.exchange();
	}

	async #reconsider(): Promise<void> {
		this.#changed();
		// While it opens, all of it is looked at anyway.
		if (!this.#served) return;
		const channels = [...this.#channels.values()];
		await Promise.all(channels.map((channel) => channel.reconsider()));
		await this.#reweigh(channels);
		if (this.#servesOther) this.#outgrow();
		this.#handing?.look();
		this.#ending?.look();
	}

	async #reweigh(channels: readonly Channel[]): Promise<void> {
		const shrunk = await Promise.all(channels.map((channel) => channel.reweigh()));
		if (shrunk.some(Boolean)) this.#outgrow();
	}

	/** Who has gone keeps what they had. */
	#outgrow(): void {
		if (this.#closed || this.#outgrown || !this.#sits) return;
		this.#outgrown = true;
		this.#options.outgrown?.();
	}

	async #arrived({ channel, generation }: LogPlace, frames: readonly Frame[]): Promise<void> {
		if (this.#closed) return;
		if (channel === rosterChannel) {
			// What is typed is sealed before the roster changes: it was written in good faith on what stood here.
			await this.flush();
			await this.#roster.receive(frames);
		} else await this.#receive(channel, generation, frames);
		this.#watch.look();
		this.#changed();
	}

	async #receive(name: ChannelName, generation: Generation, frames: readonly Frame[]): Promise<void> {
		const channel = this.#channels.get(name);
		await channel?.receive(generation, frames);
		if (channel?.unweighed) await this.#reweigh([channel]);
	}

	async #acknowledged(place: LogPlace, stored: Acknowledged): Promise<void> {
		const { channel, generation } = place;
		const log = this.#logs.get(channel)?.name(generation);
		if (log === undefined) return;
		for (const [client, count] of stored) {
			const settled = this.#receipts.acknowledged(client, count);
			if (settled !== null) await this.#options.platform.outbox.settle(log, client, settled, 'relay');
		}
		this.#changed();
	}

	/** Where own strands end on a relay: what nobody else can have yet is not spoken of. */
	get #ends(): StrandEnd[] {
		return [...this.#channels].flatMap(([channel, { writes, strands }]) => {
			if (writes === null) return [];
			const seq = this.#receipts.stored(writes) - 1;
			const id = strands.get(writes)?.idOf(seq);
			return id ? [{ channel, head: { client: writes, seq, id } }] : [];
		});
	}

	#authorOf(client: number): MemberId | null {
		for (const channel of this.#channels.values()) {
			const author = channel.authorOf(client);
			if (author) return author;
		}
		return null;
	}

	#noteOwn(frame: Frame): void {
		if (memberId(frame.author) !== this.me.id || isSignpost(frame)) return;
		this.#receipts.wrote(frame.client, frame.seq + 1);
	}

	#refuse(channel: ChannelName, author: MemberId, reason: string): void {
		// The latest are kept, so that nobody hides a refusal behind many.
		if (this.#refused.length >= mostRefused) this.#refused.shift();
		this.#refused.push({ author, channel, reason });
		this.#changed();
	}

	#watchOutbox(): void {
		this.#forgetOutbox = this.#options.platform.outbox.onLost(() => {
			for (const channel of this.#channels.values()) channel.lost();
			this.#lost();
		});
	}

	/** Another page that wipes this device, or takes the case off it, tells this one so first: it has time to. */
	#lost(): void {
		this.#changed();
		this.#stopStoring ??= this.#options.platform.clock.after(storeAgainAfter, () => {
			this.#stopStoring = null;
			void this.#store();
		});
	}

	#changed(): void {
		for (const listener of this.#listeners) listener();
	}
}

function framesOf({ strands }: Ledger): Frame[] {
	return [...strands.values()].flat();
}

/** It says in a log that is left where that goes on: nobody's words, and a relay that has let go of the log does not take it. */
function isSignpost({ pack }: Frame): boolean {
	return pack?.what === 'next';
}
