/**
 * One sealed log on any Yjs relay that speaks y-websocket. Such a relay acknowledges nothing, but greets every new connection with its
 * state vector: so a second, short connection asks what it holds.
 */
import * as decoding from 'lib0/decoding';
import { Awareness } from 'y-protocols/awareness';
import { messageYjsSyncStep1 } from 'y-protocols/sync';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import type { Frame } from '#lib/seal/frame.ts';
import type { Clock } from '#lib/clock.ts';
import { Copy } from './copy.ts';
import type { Acknowledged } from './link.ts';

/** How long after the last frame has left the relay is asked whether it has come. */
const askAfter = 500;
/** A relay that has not greeted by then is asked again later. */
const greetingWithin = 10_000;

export interface YWebsocketLogOptions {
	/** The relay's ws(s) address. */
	readonly url: string;
	/** The log's name: the room. */
	readonly log: string;
	readonly clock: Clock;
	readonly WebSocket: typeof WebSocket;
	readonly events: {
		found(frames: readonly Frame[]): void;
		junk(count: number): void;
		acknowledged(stored: Acknowledged): void;
		changed(): void;
	};
}

export class YWebsocketLog {
	readonly copy: Copy;
	readonly awareness: Awareness;
	readonly #options: YWebsocketLogOptions;
	readonly #provider: WebsocketProvider;
	#stopAsking: (() => void) | null = null;
	#closed = false;

	constructor(options: YWebsocketLogOptions) {
		this.#options = options;
		this.copy = new Copy(options.events);
		this.awareness = new Awareness(this.copy.doc);
		this.awareness.setLocalState(null);
		this.#provider = new WebsocketProvider(options.url, options.log, this.copy.doc, {
			awareness: this.awareness,
			WebSocketPolyfill: options.WebSocket,
			disableBc: true,
			maxBackoffTime: 15_000
		});
		this.#provider.on('status', () => options.events.changed());
		this.#provider.on('sync', () => {
			options.events.changed();
			this.#askSoon();
		});
	}

	get state(): 'connecting' | 'open' | 'offline' {
		if (this.#provider.synced) return 'open';
		return this.#provider.wsconnected || this.#provider.wsUnsuccessfulReconnects === 0 ? 'connecting' : 'offline';
	}

	put(frames: readonly Frame[]): void {
		this.copy.put(frames);
		if (this.#provider.synced) this.#askSoon();
	}

	retry(): void {
		if (this.#provider.wsconnected || this.#provider.wsconnecting) return;
		this.#provider.disconnect();
		this.#provider.connect();
	}

	close(): void {
		this.#closed = true;
		this.#stopAsking?.();
		this.#provider.destroy();
		this.awareness.destroy();
		this.copy.doc.destroy();
	}

	#askSoon(): void {
		this.#stopAsking?.();
		this.#stopAsking = this.#options.clock.after(askAfter, () => this.#ask());
	}

	#ask(): void {
		const { url, log, clock, events } = this.#options;
		const socket = new this.#options.WebSocket(`${url}/${log}`);
		socket.binaryType = 'arraybuffer';
		const stop = clock.after(greetingWithin, () => socket.close());
		socket.addEventListener('message', ({ data }) => {
			const held = greetingOf(new Uint8Array(data as ArrayBuffer));
			if (!held) return;
			stop();
			socket.close();
			if (!this.#closed) events.acknowledged(this.#known(held));
		});
	}

	/** No more than what stands in the copy: a relay may claim anything. */
	#known(held: ReadonlyMap<number, number>): Acknowledged {
		return new Map([...held].map(([client, count]) => [client, Math.min(count, this.copy.count(client))]));
	}
}

/** The state vector of a sync step 1, or null for any other message. */
function greetingOf(message: Uint8Array): Map<number, number> | null {
	try {
		const decoder = decoding.createDecoder(message);
		if (decoding.readVarUint(decoder) !== 0 || decoding.readVarUint(decoder) !== messageYjsSyncStep1) return null;
		return Y.decodeStateVector(decoding.readVarUint8Array(decoder));
	} catch {
		return null;
	}
}
