/**
 * The link to this browser's other tabs, over a BroadcastChannel: sealed bytes only, the same as on any wire. It acknowledges nothing:
 * another tab is not another device.
 */
import type { ChannelName } from '#lib/seal/frame-bytes.ts';
import { parseFrame, type Frame } from '#lib/seal/frame.ts';
import type { Clock } from '#lib/clock.ts';
import type { Link, LinkOptions, LinkState, OpenLink } from './link.ts';

/** The part of BroadcastChannel that is needed; a test gives one that joins pages of one process. */
export interface TabChannel {
	postMessage(message: unknown): void;
	addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
	close(): void;
}

type TabMessage =
	/** "I hold this much": whoever holds more sends it, whoever holds less says so. */
	| { readonly kind: 'holding'; readonly counts: Counts; readonly from: string }
	| { readonly kind: 'frames'; readonly channel: ChannelName; readonly frames: readonly Uint8Array[] }
	| { readonly kind: 'presence'; readonly from: string; readonly blob: Uint8Array | null };

type Counts = ReadonlyMap<string, ReadonlyMap<number, number>>;

export function tabLinks(
	open: (name: string) => TabChannel,
	clock: Clock,
	random: (length: number) => Uint8Array
): OpenLink {
	return (options) =>
		new TabLink(open(`roundtable/${options.document}`), options, clock, random(8).join('-'));
}

class TabLink implements Link {
	readonly address = 'tabs';
	readonly state: LinkState;
	readonly #channel: TabChannel;
	readonly #options: LinkOptions;
	readonly #name: string;
	readonly #logs = new Map<ChannelName, Map<number, Frame[]>>();
	readonly #peers = new Map<string, number>();
	#blob: Uint8Array | null = null;
	#closed = false;

	constructor(channel: TabChannel, options: LinkOptions, clock: Clock, name: string) {
		this.#channel = channel;
		this.#options = options;
		this.#name = name;
		this.state = { kind: 'open', since: clock.now() };
		for (const each of options.channels) this.#logs.set(each, new Map());
		channel.addEventListener('message', ({ data }) => {
			if (isTabMessage(data)) this.#hear(data);
		});
		queueMicrotask(() => this.#sayHolding());
	}

	offer(channel: ChannelName, frames: readonly Frame[]): void {
		const news = this.#put(channel, frames);
		if (news.length > 0) this.#post({ kind: 'frames', channel, frames: news.map(({ bytes }) => bytes) });
	}

	present(blob: Uint8Array | null): void {
		this.#blob = blob;
		this.#post({ kind: 'presence', from: this.#name, blob });
	}

	/** Whoever holds more says so when asked; nobody knows when all have. */
	async exchange(): Promise<boolean> {
		this.#sayHolding();
		return false;
	}

	/** Nobody asks here. */
	prove(): void {}

	retry(): void {
		this.#sayHolding();
	}

	async close(): Promise<void> {
		this.#post({ kind: 'presence', from: this.#name, blob: null });
		this.#closed = true;
		this.#channel.close();
	}

	#hear(message: TabMessage): void {
		if (this.#closed) return;
		if (message.kind === 'frames') this.#take(message.channel, message.frames);
		if (message.kind === 'holding') this.#compare(message.counts);
		if (message.kind === 'presence') this.#options.events.presence(this.#peer(message.from), message.blob);
	}

	#take(channel: ChannelName, bytes: readonly Uint8Array[]): void {
		const frames = bytes.flatMap((each) => {
			const parsed = parseFrame(each);
			return parsed.kind === 'frame' ? [parsed.frame] : [];
		});
		const news = this.#put(channel, frames);
		if (news.length > 0) this.#options.events.arrived(channel, news);
		const log = this.#logs.get(channel);
		if (log && frames.some(({ client, seq }) => seq > (log.get(client)?.length ?? 0))) this.#sayHolding();
	}

	#compare(theirs: Counts): void {
		let theyHoldMore = false;
		for (const [channel, log] of this.#logs) {
			const counts = theirs.get(channel) ?? new Map<number, number>();
			const lacking = [...log].flatMap(([client, frames]) => frames.slice(counts.get(client) ?? 0));
			if (lacking.length > 0) {
				this.#post({ kind: 'frames', channel, frames: lacking.map(({ bytes }) => bytes) });
			}
			for (const [client, count] of counts) theyHoldMore ||= count > (log.get(client)?.length ?? 0);
		}
		if (theyHoldMore) this.#sayHolding();
		if (this.#blob) this.#post({ kind: 'presence', from: this.#name, blob: this.#blob });
	}

	#sayHolding(): void {
		const counts = [...this.#logs].map(
			([channel, log]) =>
				[channel, new Map([...log].map(([client, frames]) => [client, frames.length]))] as const
		);
		this.#post({ kind: 'holding', counts: new Map(counts), from: this.#name });
	}

	#put(channel: ChannelName, frames: readonly Frame[]): Frame[] {
		const log = this.#logs.get(channel);
		if (!log) return [];
		return frames.filter((frame) => {
			const strand = log.get(frame.client) ?? [];
			if (frame.seq !== strand.length) return false;
			strand.push(frame);
			log.set(frame.client, strand);
			return true;
		});
	}

	#peer(name: string): number {
		const peer = this.#peers.get(name) ?? this.#peers.size + 1;
		this.#peers.set(name, peer);
		return peer;
	}

	#post(message: TabMessage): void {
		if (!this.#closed) this.#channel.postMessage(message);
	}
}

/** A tab that runs another version of the app may speak otherwise. */
function isTabMessage(data: unknown): data is TabMessage {
	const { kind, from, counts, channel, frames, blob } = (data ?? {}) as Record<string, unknown>;
	if (kind === 'frames') {
		return typeof channel === 'string' && Array.isArray(frames) && frames.every(isBytes);
	}
	if (kind === 'holding') return counts instanceof Map && [...counts.values()].every(isMap);
	return kind === 'presence' && typeof from === 'string' && (blob === null || isBytes(blob));
}

function isBytes(value: unknown): value is Uint8Array {
	return value instanceof Uint8Array;
}

function isMap(value: unknown): boolean {
	return value instanceof Map;
}
