/** The link to any Yjs relay, by y-websocket's provider: one room for each log. Such a relay asks nothing and promises nothing. */
import type { ChannelName } from '#lib/seal/frame-bytes.ts';
import type { Frame } from '#lib/seal/frame.ts';
import type { Clock } from '#lib/clock.ts';
import { logName } from './frame-name.ts';
import type { Link, LinkOptions, LinkState, OpenLink } from './link.ts';
import { hearPresence, present } from './presence-field.ts';
import { YWebsocketLog } from './y-websocket-log.ts';

export function yWebsocketLinks(network: {
	readonly clock: Clock;
	readonly WebSocket: typeof WebSocket;
}): (address: string) => OpenLink {
	return (address) => (options) => new YWebsocketLink(address, options, network);
}

class YWebsocketLink implements Link {
	readonly address: string;
	readonly #clock: Clock;
	readonly #options: LinkOptions;
	readonly #logs = new Map<ChannelName, YWebsocketLog>();
	#state: LinkState = { kind: 'connecting' };
	#closed = false;

	constructor(
		address: string,
		options: LinkOptions,
		network: { readonly clock: Clock; readonly WebSocket: typeof WebSocket }
	) {
		this.address = address;
		this.#clock = network.clock;
		this.#options = options;
		const { document, channels, events } = options;
		for (const channel of channels) {
			const log = new YWebsocketLog({
				url: address.replace(/^http/, 'ws'),
				log: logName({ document, channel, generation: 0 }),
				...network,
				events: {
					found: (frames) => events.arrived(channel, frames),
					junk: (count) => events.junk(channel, count),
					acknowledged: (stored) => events.acknowledged(channel, stored),
					changed: () => this.#changed()
				}
			});
			this.#logs.set(channel, log);
		}
		hearPresence(this.#roster.awareness, (peer, blob) => events.presence(peer, blob));
	}

	get state(): LinkState {
		return this.#state;
	}

	offer(channel: ChannelName, frames: readonly Frame[]): void {
		if (!this.#closed) this.#logs.get(channel)?.put(frames);
	}

	present(blob: Uint8Array | null): void {
		if (!this.#closed) present(this.#roster.awareness, blob);
	}

	async exchange(): Promise<boolean> {
		const answered = await Promise.all([...this.#logs.values()].map((log) => log.exchange()));
		return answered.every(Boolean);
	}

	/** Nobody asks here. */
	prove(): void {}

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
		if (this.#closed || this.#logs.size < this.#options.channels.length) return;
		const states = [...this.#logs.values()].map(({ state }) => state);
		const kind = states.every((state) => state === 'open')
			? 'open'
			: states.includes('offline')
				? 'offline'
				: 'connecting';
		if (kind === this.#state.kind) return;
		this.#state = kind === 'connecting' ? { kind } : { kind, since: this.#clock.now() };
		this.#options.events.state(this.#state);
	}
}
