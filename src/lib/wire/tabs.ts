/**
 * The link to this browser's other tabs, over a BroadcastChannel: sealed bytes only, the same as on any wire. It acknowledges nothing:
 * another tab is not another device.
 */
import { parseFrame, type Frame } from '#lib/seal/frame.ts';
import type { Clock } from '#lib/clock.ts';
import { placeName, type LogPlace } from './frame-name.ts';
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
	| { readonly kind: 'frames'; readonly log: string; readonly frames: readonly Uint8Array[] }
	| { readonly kind: 'presence'; readonly from: string; readonly blob: Uint8Array | null };

/** By the name of a place, then by client: of every log that the tab follows. */
type Counts = ReadonlyMap<string, ReadonlyMap<number, number>>;

interface TabLog {
	readonly place: LogPlace;
	readonly strands: Map<number, Frame[]>;
}

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
	readonly #logs = new Map<string, TabLog>();
	readonly #peers = new Map<string, number>();
	#blob: Uint8Array | null = null;
	#closed = false;

	constructor(channel: TabChannel, options: LinkOptions, clock: Clock, name: string) {
		this.#channel = channel;
		this.#options = options;
		this.#name = name;
		this.state = { kind: 'open', since: clock.now() };
		for (const place of options.places) this.#begin(place);
		channel.addEventListener('message', ({ data }) => {
			if (isTabMessage(data)) this.#hear(data);
		});
		queueMicrotask(() => this.#sayHolding());
	}

	follow(place: LogPlace): void {
		if (this.#logs.has(placeName(place))) return;
		this.#begin(place);
		this.#sayHolding();
	}

	leave(place: LogPlace): void {
		this.#logs.delete(placeName(place));
	}

	offer(place: LogPlace, frames: readonly Frame[]): void {
		const log = this.#logs.get(placeName(place));
		if (log) this.#send(log, put(log, frames));
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
		if (message.kind === 'frames') this.#take(message.log, message.frames);
		if (message.kind === 'holding') this.#compare(message.counts);
		if (message.kind === 'presence') this.#options.events.presence(this.#peer(message.from), message.blob);
	}

	#take(name: string, bytes: readonly Uint8Array[]): void {
		const log = this.#logs.get(name);
		if (!log) return;
		const frames = bytes.flatMap((each) => {
			const parsed = parseFrame(each);
			return parsed.kind === 'frame' ? [parsed.frame] : [];
		});
		const news = put(log, frames);
		if (news.length > 0) this.#options.events.arrived(log.place, news);
		if (frames.some(({ client, seq }) => seq > (log.strands.get(client)?.length ?? 0))) this.#sayHolding();
	}

	#compare(theirs: Counts): void {
		let theyHoldMore = false;
		for (const [name, counts] of theirs) {
			const log = this.#logs.get(name);
			if (!log) continue;
			this.#send(
				log,
				[...log.strands].flatMap(([client, frames]) => frames.slice(counts.get(client) ?? 0))
			);
			for (const [client, count] of counts) theyHoldMore ||= count > (log.strands.get(client)?.length ?? 0);
		}
		if (theyHoldMore) this.#sayHolding();
		if (this.#blob) this.#post({ kind: 'presence', from: this.#name, blob: this.#blob });
	}

	#sayHolding(): void {
		const counts = [...this.#logs].map(
			([name, { strands }]) =>
				[name, new Map([...strands].map(([client, frames]) => [client, frames.length]))] as const
		);
		this.#post({ kind: 'holding', counts: new Map(counts), from: this.#name });
	}

	#begin(place: LogPlace): void {
		this.#logs.set(placeName(place), { place, strands: new Map() });
	}

	#send({ place }: TabLog, frames: readonly Frame[]): void {
		if (frames.length === 0) return;
		this.#post({ kind: 'frames', log: placeName(place), frames: frames.map(({ bytes }) => bytes) });
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

/** Appends what follows on; answers what was new. */
function put({ strands }: TabLog, frames: readonly Frame[]): Frame[] {
	return frames.filter((frame) => {
		const strand = strands.get(frame.client) ?? [];
		if (frame.seq !== strand.length) return false;
		strand.push(frame);
		strands.set(frame.client, strand);
		return true;
	});
}

/** A tab that runs another version of the app may speak otherwise. */
function isTabMessage(data: unknown): data is TabMessage {
	const { kind, from, counts, log, frames, blob } = (data ?? {}) as Record<string, unknown>;
	if (kind === 'frames') {
		return typeof log === 'string' && Array.isArray(frames) && frames.every(isBytes);
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
