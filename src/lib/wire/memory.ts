/** A relay in memory that believes everything: for tests, and as the plainest form of what a link must do. */
import type { Frame } from '#lib/seal/frame.ts';
import type { Clock } from '#lib/clock.ts';
import type { ChannelName, DocumentId } from '#lib/seal/frame-bytes.ts';
import { logName, parseLogName, placeName, type LogPlace } from './frame-name.ts';
import type { Link, LinkOptions, LinkState, OpenLink } from './link.ts';

type Log = Map<number, Frame[]>;

export class MemoryRelay {
	readonly #clock: Clock;
	readonly #logs = new Map<string, Log>();
	readonly #links = new Set<MemoryLink>();
	#online = true;
	#peers = 0;

	constructor(clock: Clock) {
		this.#clock = clock;
	}

	readonly open: OpenLink = (options) => {
		const link = new MemoryLink(this, options, ++this.#peers);
		this.#links.add(link);
		if (this.#online) link.connect();
		return link;
	};

	get online(): boolean {
		return this.#online;
	}

	/** Cuts every link, or joins them again. */
	setOnline(online: boolean): void {
		this.#online = online;
		for (const link of this.#links) {
			if (online) link.connect();
			else link.disconnect();
		}
	}

	get now(): number {
		return this.#clock.now();
	}

	log(name: string): Log {
		const log = this.#logs.get(name) ?? new Map<number, Frame[]>();
		this.#logs.set(name, log);
		return log;
	}

	/** The highest generation of a channel that a whole state pack has begun, and else its first. */
	newest(document: DocumentId, channel: ChannelName): number {
		const begun = [...this.#logs].filter(([, log]) => [...log.values()].some(isWholeState));
		const names = begun.map(([name]) => parseLogName(name));
		const own = names.filter((name) => name?.document === document && name.channel === channel);
		return Math.max(0, ...own.map((name) => Number(name?.generation)));
	}

	others(link: MemoryLink): MemoryLink[] {
		return [...this.#links].filter(
			(other) => other !== link && other.connected && other.document === link.document
		);
	}

	forget(link: MemoryLink): void {
		this.#links.delete(link);
	}
}

export class MemoryLink implements Link {
	readonly address = 'memory';
	readonly #relay: MemoryRelay;
	readonly #options: LinkOptions;
	readonly #peer: number;
	readonly #copies = new Map<string, { readonly place: LogPlace; readonly log: Log }>();
	#state: LinkState = { kind: 'connecting' };
	#blob: Uint8Array | null = null;

	constructor(relay: MemoryRelay, options: LinkOptions, peer: number) {
		this.#relay = relay;
		this.#options = options;
		this.#peer = peer;
		for (const place of options.places) this.follow(place);
	}

	get state(): LinkState {
		return this.#state;
	}

	get document(): DocumentId {
		return this.#options.document;
	}

	get connected(): boolean {
		return this.#state.kind === 'open';
	}

	follow(place: LogPlace): void {
		if (this.#copies.has(placeName(place))) return;
		this.#copies.set(placeName(place), { place, log: new Map() });
		if (this.connected) this.#exchange(place);
	}

	leave(place: LogPlace): void {
		this.#copies.delete(placeName(place));
	}

	offer(place: LogPlace, frames: readonly Frame[]): void {
		const copy = this.#copies.get(placeName(place));
		if (!copy) return;
		put(copy.log, frames);
		if (this.connected) this.#send(place);
	}

	present(blob: Uint8Array | null): void {
		this.#blob = blob;
		if (!this.connected) return;
		for (const other of this.#relay.others(this)) other.hear(this.#peer, blob);
	}

	async exchange(): Promise<boolean> {
		if (this.connected) for (const { place } of this.#copies.values()) this.receive(place);
		return this.connected;
	}

	/** Nobody asks here. */

	retry(): void {
		if (this.#relay.online && !this.connected) this.connect();
	}

	async close(): Promise<void> {
		this.disconnect();
		this.#relay.forget(this);
	}

	connect(): void {
		this.#setState({ kind: 'open', since: this.#relay.now });
		for (const { place } of [...this.#copies.values()]) this.#exchange(place);
		for (const other of this.#relay.others(this)) {
			other.hear(this.#peer, this.#blob);
			if (other.#blob) this.hear(other.#peer, other.#blob);
		}
	}

	disconnect(): void {
		if (this.connected) for (const other of this.#relay.others(this)) other.hear(this.#peer, null);
		this.#setState({ kind: 'offline', since: this.#relay.now });
	}

	hear(peer: number, blob: Uint8Array | null): void {
		this.#options.events.presence(peer, blob);
	}

	/** Takes what the relay has beyond the copy, if this log is followed. */
	receive(place: LogPlace): void {
		const copy = this.#copies.get(placeName(place));
		const news = copy ? put(copy.log, [...this.#log(place).values()].flat()) : [];
		if (news.length > 0) this.#options.events.arrived(place, news);
	}

	/** Whoever has opened an earlier generation is told which is the newest. */
	hearNewest({ channel }: LogPlace): void {
		const newest = this.#relay.newest(this.document, channel);
		const followed = [...this.#copies.values()].map(({ place }) => place);
		const isBehind = followed.some((place) => place.channel === channel && Number(place.generation) < newest);
		if (isBehind) this.#options.events.newest(channel, newest);
	}

	#exchange(place: LogPlace): void {
		this.#send(place);
		this.receive(place);
		this.hearNewest(place);
	}

	#send(place: LogPlace): void {
		const log = this.#log(place);
		const news = put(log, [...(this.#copies.get(placeName(place))?.log.values() ?? [])].flat());
		const stored = new Map([...log].map(([client, frames]) => [client, frames.length]));
		this.#options.events.acknowledged(place, stored);
		if (news.length === 0) return;
		for (const other of this.#relay.others(this)) other.receive(place);
		if (!news.some(({ pack }) => pack?.what === 'state')) return;
		for (const other of this.#relay.others(this)) other.hearNewest(place);
	}

	#log(place: LogPlace): Log {
		return this.#relay.log(logName({ document: this.#options.document, ...place }));
	}

	#setState(state: LinkState): void {
		this.#state = state;
		this.#options.events.state(state);
	}
}

/** Appends what follows on; answers what was new. */
function put(log: Log, frames: readonly Frame[]): Frame[] {
	return frames.filter((frame) => {
		const strand = log.get(frame.client) ?? [];
		if (frame.seq !== strand.length) return false;
		strand.push(frame);
		log.set(frame.client, strand);
		return true;
	});
}

function isWholeState([first, ...more]: readonly Frame[]): boolean {
	return first?.pack?.what === 'state' && first.pack.frames === more.length + 1;
}
