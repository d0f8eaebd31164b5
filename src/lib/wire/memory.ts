/** A relay in memory that believes everything: for tests, and as the plainest form of what a link must do. */
import type { ChannelName } from '#lib/seal/frame-bytes.ts';
import type { Frame } from '#lib/seal/frame.ts';
import type { Clock } from '#lib/clock.ts';
import { logName } from './frame-name.ts';
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
		if (this.#online) link.join();
		return link;
	};

	get online(): boolean {
		return this.#online;
	}

	/** Cuts every link, or joins them again. */
	setOnline(online: boolean): void {
		this.#online = online;
		for (const link of this.#links) {
			if (online) link.join();
			else link.leave();
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

	others(link: MemoryLink): MemoryLink[] {
		return [...this.#links].filter(
			(other) => other !== link && other.joined && other.document === link.document
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
	readonly #copies = new Map<ChannelName, Log>();
	#state: LinkState = { kind: 'connecting' };
	#blob: Uint8Array | null = null;

	constructor(relay: MemoryRelay, options: LinkOptions, peer: number) {
		this.#relay = relay;
		this.#options = options;
		this.#peer = peer;
	}

	get state(): LinkState {
		return this.#state;
	}

	get document(): string {
		return this.#options.document;
	}

	get joined(): boolean {
		return this.#state.kind === 'open';
	}

	offer(channel: ChannelName, frames: readonly Frame[]): void {
		put(this.#copy(channel), frames);
		if (this.joined) this.#send(channel);
	}

	present(blob: Uint8Array | null): void {
		this.#blob = blob;
		if (!this.joined) return;
		for (const other of this.#relay.others(this)) other.hear(this.#peer, blob);
	}

	async exchange(): Promise<boolean> {
		if (this.joined) for (const channel of this.#options.channels) this.receive(channel);
		return this.joined;
	}

	/** Nobody asks here. */
	prove(): void {}

	retry(): void {
		if (this.#relay.online && !this.joined) this.join();
	}

	async close(): Promise<void> {
		this.leave();
		this.#relay.forget(this);
	}

	join(): void {
		this.#setState({ kind: 'open', since: this.#relay.now });
		for (const channel of this.#options.channels) {
			this.#send(channel);
			this.receive(channel);
		}
		for (const other of this.#relay.others(this)) {
			other.hear(this.#peer, this.#blob);
			if (other.#blob) this.hear(other.#peer, other.#blob);
		}
	}

	leave(): void {
		if (this.joined) for (const other of this.#relay.others(this)) other.hear(this.#peer, null);
		this.#setState({ kind: 'offline', since: this.#relay.now });
	}

	hear(peer: number, blob: Uint8Array | null): void {
		this.#options.events.presence(peer, blob);
	}

	/** Takes what the relay has beyond the copy. */
	receive(channel: ChannelName): void {
		const news = put(this.#copy(channel), [...this.#log(channel).values()].flat());
		if (news.length > 0) this.#options.events.arrived(channel, news);
	}

	#send(channel: ChannelName): void {
		const log = this.#log(channel);
		const news = put(log, [...this.#copy(channel).values()].flat());
		const stored = new Map([...log].map(([client, frames]) => [client, frames.length]));
		this.#options.events.acknowledged(channel, stored);
		if (news.length === 0) return;
		for (const other of this.#relay.others(this)) {
			if (other.#options.channels.includes(channel)) other.receive(channel);
		}
	}

	#copy(channel: ChannelName): Log {
		const copy = this.#copies.get(channel) ?? new Map<number, Frame[]>();
		this.#copies.set(channel, copy);
		return copy;
	}

	#log(channel: ChannelName): Log {
		return this.#relay.log(logName({ document: this.#options.document, channel, generation: 0 }));
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
