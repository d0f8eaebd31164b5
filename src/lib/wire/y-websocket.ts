/** The link to any Yjs relay, by y-websocket's provider: one room for each log. Such a relay asks nothing and promises nothing. */
import type { Frame } from '#lib/seal/frame.ts';
import type { Clock } from '#lib/clock.ts';
import { logName, placeName, type LogPlace } from './frame-name.ts';
import type { Link, LinkOptions, LinkState, OpenLink } from './link.ts';
import { hearPresence, present } from './presence-field.ts';
import { YWebsocketLog } from './y-websocket-log.ts';

interface Network {
	readonly clock: Clock;
	readonly WebSocket: typeof WebSocket;
}

export function yWebsocketLinks(network: Network): (address: string) => OpenLink {
	return (address) => (options) => new YWebsocketLink(address, options, network);
}

class YWebsocketLink implements Link {
	readonly address: string;
	readonly #network: Network;
	readonly #options: LinkOptions;
	readonly #logs = new Map<string, YWebsocketLog>();
	/** Followed since the link is open, and not exchanged yet. */
	readonly #late = new Set<YWebsocketLog>();
	#state: LinkState = { kind: 'connecting' };
	#closed = false;

	constructor(address: string, options: LinkOptions, network: Network) {
		this.address = address;
		this.#network = network;
		this.#options = options;
		for (const place of options.places) this.follow(place);
		hearPresence(this.#roster.awareness, (peer, blob) => options.events.presence(peer, blob));
	}

	get state(): LinkState {
		return this.#state;
	}

	follow(place: LogPlace): void {
		if (this.#closed || this.#logs.has(placeName(place))) return;
		const { document, events } = this.#options;
		const log = new YWebsocketLog({
			url: this.address.replace(/^http/, 'ws'),
			log: logName({ document, ...place }),
			...this.#network,
			events: {
				found: (frames) => events.arrived(place, frames),
				junk: (count) => events.junk(place, count),
				acknowledged: (stored) => events.acknowledged(place, stored),
				changed: () => this.#changed()
			}
		});
		this.#logs.set(placeName(place), log);
		if (this.#state.kind === 'open') this.#late.add(log);
	}

	leave(place: LogPlace): void {
		const log = this.#logs.get(placeName(place));
		if (this.#closed || !log || log === this.#roster) return;
		this.#logs.delete(placeName(place));
		this.#late.delete(log);
		log.close();
		this.#changed();
	}

	offer(place: LogPlace, frames: readonly Frame[]): void {
		if (!this.#closed) this.#logs.get(placeName(place))?.put(frames);
	}

	present(blob: Uint8Array | null): void {
		if (!this.#closed) present(this.#roster.awareness, blob);
	}

	async exchange(): Promise<boolean> {
		const answered = await Promise.all(
			[...this.#logs.values()].map((log) => (this.#late.has(log) ? log.firstExchange() : log.exchange()))
		);
		return answered.every(Boolean);
	}

	/** Nobody asks here. */

	retry(): void {
		for (const log of this.#logs.values()) log.retry();
	}

	async close(): Promise<void> {
		this.#closed = true;
		for (const log of this.#logs.values()) log.close();
	}

	get #roster(): YWebsocketLog {
		const [first] = this.#logs.values();
		if (!first) throw new Error('a link has at least the roster');
		return first;
	}

	#changed(): void {
		const logs = [...this.#logs.values()];
		// The first log speaks before it is here.
		if (this.#closed || logs.length === 0) return;
		for (const log of this.#late) if (log.state === 'open') this.#late.delete(log);
		const states = logs.filter((log) => !this.#late.has(log)).map(({ state }) => state);
		const kind = states.every((state) => state === 'open')
			? 'open'
			: states.includes('offline')
				? 'offline'
				: 'connecting';
		if (kind === this.#state.kind) return;
		this.#late.clear();
		this.#state = kind === 'connecting' ? { kind } : { kind, since: this.#network.clock.now() };
		this.#options.events.state(this.#state);
	}
}
