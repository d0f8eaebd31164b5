/**
 * An open sealed document: its roster, its channels, and the links that carry them. What enters one ledger is offered to every link
 * that lacks it; what arrives from a link is believed only by roster and channels.
 */
import { mayUndo } from '#lib/casedoc/undo.ts';
import { caseChannels, mayRead, rosterChannel, type Capabilities } from '#lib/roster/capability.ts';
import type { Ledger, StorageFault, Stored } from '#lib/ledger/ledger.ts';
import {
	entryId,
	memberId,
	type ChannelName,
	type DocumentId,
	type MemberId
} from '#lib/seal/frame-bytes.ts';
import type { Head } from '#lib/seal/content.ts';
import type { Frame } from '#lib/seal/frame.ts';
import type { MemberKeys } from '#lib/seal/keys.ts';
import { logName } from '#lib/wire/frame-name.ts';
import type { Acknowledged, Link, LinkReader } from '#lib/wire/link.ts';
import { Channel } from './channel.ts';
import { Keyring } from './keyring.ts';
import type { Platform } from './platform.ts';
import { Presence } from './presence.ts';
import { Receipts } from './receipts.ts';
import { RosterLog } from './roster-log.ts';
import { saveStatus, type SaveStatus } from './status.ts';

export interface DocumentOptions {
	readonly document: DocumentId;
	readonly me: MemberKeys;
	/** The invitation's keys, while no relay is known to have our acceptance of it. */
	readonly guest?: MemberKeys | null;
	/** A relay has it. */
	readonly seated?: () => void;
	/** Origins of the relays that keep it. */
	readonly relays: readonly string[];
	readonly platform: Platform;
	/** Statements that came another way than by ledger or link: at founding and at joining. */
	readonly statements?: readonly Frame[];
}

export interface Refused {
	readonly author: MemberId;
	readonly channel: ChannelName;
	readonly reason: string;
}

const mostRefused = 1000;

export class SealedDocument {
	readonly id: DocumentId;
	readonly me: MemberKeys;
	readonly keyring = new Keyring();
	readonly #options: DocumentOptions;
	readonly #ledgers = new Map<ChannelName, Ledger>();
	readonly #channels = new Map<ChannelName, Channel>();
	readonly #receipts = new Receipts();
	readonly #links: Link[] = [];
	/** Relays that know us by our own key, where we began as a guest. */
	readonly #seatedAt = new Set<string>();
	readonly #listeners = new Set<() => void>();
	readonly #refused: Refused[] = [];
	#roster!: RosterLog;
	#presence: Presence | null = null;
	#openFault: StorageFault | null = null;
	#junk = 0;
	#declined: { readonly channel: ChannelName; readonly reason: string } | null = null;
	#closed = false;

	private constructor(options: DocumentOptions) {
		this.#options = options;
		this.id = options.document;
		this.me = options.me;
	}

	/** Opens what this device holds, then joins the links. */
	static async open(options: DocumentOptions): Promise<SealedDocument> {
		const document = new SealedDocument(options);
		await document.#openRoster();
		await document.#openChannels();
		document.#openPresence();
		document.#openLinks();
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

	get capabilities(): Capabilities {
		return this.#roster.roster.current.members.get(this.me.id)?.capabilities ?? new Map();
	}

	get status(): SaveStatus {
		const channels = [...this.#channels.values()];
		const faults: Stored[] = [this.#roster.fault, ...channels.map(({ fault }) => fault)];
		const fault = faults.find((stored) => stored.kind === 'not-stored');
		return saveStatus({
			fault: fault?.reason ?? this.#openFault,
			saving: channels.some(({ saving }) => saving),
			unsealed: channels.some(({ unsealed }) => unsealed),
			unsent: this.#receipts.unsent,
			links: this.#links.filter(({ address }) => address !== 'tabs').map(({ state }) => state)
		});
	}

	/** The latest entries that were refused since the document was opened: whose, and why. */
	get refused(): readonly Refused[] {
		return this.#refused;
	}

	/** The names of its sealed logs, the roster's first. */
	get logs(): string[] {
		return [...this.#ledgers.values()].map(({ log }) => log);
	}

	/** Every verified frame held here, by log name. */
	get held(): ReadonlyMap<string, readonly Frame[]> {
		return new Map(
			[...this.#ledgers.values()].map((ledger) => [ledger.log, [...ledger.strands.values()].flat()])
		);
	}

	/** A relay will not take some entry: the latest, and its reason. */
	get declined(): { readonly channel: ChannelName; readonly reason: string } | null {
		return this.#declined;
	}

	/** Bytes that links brought and that are no entries, since the document was opened. */
	get junk(): number {
		return this.#junk;
	}

	/** Heads of every channel but the roster: what an invitation carries. */
	get heads(): Head[] {
		return [...this.#channels.values()].flatMap(({ strands }) => strands.headsBeyond(new Map(), -1));
	}

	/** Hears of changes in status, roster and presence; a channel's content is heard of at its Y.Doc. */
	onChange(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Writes an own statement: safe here first, then sent. */
	state(frame: Frame): Promise<Stored> {
		this.#receipts.wrote(frame.client, frame.seq + 1);
		return this.#roster.write(frame);
	}

	async flush(): Promise<void> {
		await Promise.all([...this.#channels.values()].map((channel) => channel.flush()));
	}

	async retry(): Promise<void> {
		for (const link of this.#links) link.retry();
		await Promise.all([...this.#channels.values()].map((channel) => channel.retry()));
	}

	async close(): Promise<void> {
		if (this.#closed) return;
		await this.flush();
		await this.#end((channel) => channel.close());
	}

	/** Another page has taken the case off this device: ends without writing anything more. */
	async abandon(): Promise<void> {
		if (!this.#closed) await this.#end((channel) => channel.abandon());
	}

	async #end(endChannel: (channel: Channel) => Promise<void>): Promise<void> {
		this.#closed = true;
		this.presence.close();
		await Promise.all(this.#links.map((link) => link.close()));
		await Promise.all([...this.#channels.values()].map(endChannel));
		await this.#ledgers.get(rosterChannel)?.close();
		this.#listeners.clear();
	}

	async #openRoster(): Promise<void> {
		const { document, me, platform, statements = [] } = this.#options;
		const ledger = await this.#openLedger(rosterChannel);
		this.#roster = await RosterLog.open({
			document,
			me,
			keyring: this.keyring,
			ledger,
			outbox: platform.outbox,
			verify: platform.verify,
			entered: (frames) => this.#offer(rosterChannel, frames),
			refused: (author, reason) => this.#refuse(rosterChannel, author, reason),
			changed: () => {
				for (const channel of this.#channels.values()) void channel.reconsider();
				this.#changed();
			}
		});
		await this.#roster.receive(statements.filter(({ author }) => memberId(author) !== me.id));
		for (const frame of statements) {
			const own = memberId(frame.author) === me.id;
			if (own && !this.#roster.roster.statement(entryId(frame.id))) await this.state(frame);
		}
	}

	async #openChannels(): Promise<void> {
		const { document, me, platform } = this.#options;
		const { outbox, verify, clock, random, locks, breathe } = platform;
		for (const channel of caseChannels) {
			if (channel === rosterChannel || !mayRead(this.capabilities, channel)) continue;
			const opened = await Channel.open({
				document,
				channel,
				me,
				roster: this.#roster.roster,
				keyring: this.keyring,
				ledger: await this.#openLedger(channel),
				outbox,
				verify,
				clock,
				random,
				locks,
				breathe,
				mayUndo,
				amongOthers: () => (this.#presence?.sessions.length ?? 0) > 0,
				entered: (frames) => {
					for (const frame of frames) this.#noteOwn(frame);
					this.#offer(channel, frames);
				},
				refused: (author, reason) => this.#refuse(channel, author, reason),
				changed: () => this.#changed()
			});
			await opened.prepare();
			this.#channels.set(channel, opened);
		}
	}

	async #openLedger(channel: ChannelName): Promise<Ledger> {
		const log = logName({ document: this.id, channel, generation: 0 });
		const { ledger, stored } = await this.#options.platform.openLedger(log);
		if (stored.kind === 'not-stored') this.#openFault = stored.reason;
		this.#ledgers.set(channel, ledger);
		for (const { client, seq } of await this.#options.platform.outbox.entries(log)) {
			this.#receipts.wrote(client, seq + 1);
		}
		return ledger;
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
			publish: (blob) => this.#links.forEach((link) => link.present(blob)),
			changed: () => {
				const now = this.presence.sessions.length;
				if (others === 0 && now > 0) for (const channel of this.#channels.values()) channel.hurry();
				others = now;
				this.#changed();
			}
		});
	}

	#openLinks(): void {
		const { relays, platform, document, guest } = this.#options;
		const addresses = platform.tabs ? ['tabs', ...relays] : relays;
		for (const address of addresses) {
			const openLink = address === 'tabs' && platform.tabs ? platform.tabs : platform.linkTo(address);
			const link = openLink({
				document,
				channels: [rosterChannel, ...this.#channels.keys()],
				reader: (): LinkReader => (this.#seatedAt.has(address) ? this.me : (guest ?? this.me)),
				events: {
					state: () => this.#changed(),
					arrived: (channel, frames) => void this.#arrived(channel, frames),
					junk: (_channel, count) => {
						this.#junk += count;
					},
					declined: (channel, _client, reason) => {
						this.#declined = { channel, reason };
						this.#changed();
					},
					acknowledged: (channel, stored) => void this.#acknowledged(address, channel, stored),
					presence: (peer, blob) => void this.presence.receive(address, peer, blob)
				}
			});
			this.#links.push(link);
			for (const [channel, ledger] of this.#ledgers) {
				link.offer(channel, [...ledger.strands.values()].flat());
			}
		}
	}

	async #arrived(channel: ChannelName, frames: readonly Frame[]): Promise<void> {
		if (this.#closed) return;
		if (channel === rosterChannel) await this.#roster.receive(frames);
		else await this.#channels.get(channel)?.receive(frames);
		this.#changed();
	}

	async #acknowledged(address: string, channel: ChannelName, stored: Acknowledged): Promise<void> {
		const ledger = this.#ledgers.get(channel);
		if (!ledger) return;
		if (channel === rosterChannel) this.#sitDown(address, stored);
		for (const [client, count] of stored) {
			const settled = this.#receipts.acknowledged(client, count);
			if (settled !== null) await this.#options.platform.outbox.settle(ledger.log, client, settled, 'relay');
		}
		this.#changed();
	}

	/** A relay that has our acceptance knows us from now on by our own key. */
	#sitDown(address: string, stored: Acknowledged): void {
		const { guest, seated } = this.#options;
		if (!guest || this.#seatedAt.has(address)) return;
		const member = this.#roster.roster.current.members.get(this.me.id);
		const accept = member && this.#roster.roster.statement(member.seatedBy)?.frame;
		if (!accept || (stored.get(accept.client) ?? 0) === 0) return;
		this.#seatedAt.add(address);
		for (const link of this.#links) if (link.address === address) link.prove();
		seated?.();
	}

	#noteOwn(frame: Frame): void {
		if (memberId(frame.author) === this.me.id) this.#receipts.wrote(frame.client, frame.seq + 1);
	}

	#offer(channel: ChannelName, frames: readonly Frame[]): void {
		for (const link of this.#links) link.offer(channel, frames);
	}

	#refuse(channel: ChannelName, author: MemberId, reason: string): void {
		// The latest are kept, so that nobody hides a refusal behind many.
		if (this.#refused.length >= mostRefused) this.#refused.shift();
		this.#refused.push({ author, channel, reason });
		this.#changed();
	}

	#changed(): void {
		for (const listener of this.#listeners) listener();
	}
}
