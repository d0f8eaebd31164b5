/**
 * One sealed log on any Yjs relay that speaks y-websocket. Such a relay acknowledges nothing, but greets every new connection with its
 * state vector: so a second, short connection asks what it holds.
 */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { Awareness } from 'y-protocols/awareness';
import { messageYjsSyncStep1, messageYjsSyncStep2, writeSyncStep1, writeSyncStep2 } from 'y-protocols/sync';
import { messageSync, WebsocketProvider } from 'y-websocket';
import type { Frame } from '#lib/seal/frame.ts';
import type { Clock } from '#lib/clock.ts';
import { carefulSocket } from './careful-socket.ts';
import { Copy } from './copy.ts';
import { readStateVector } from './frame-struct.ts';
import type { Acknowledged } from './link.ts';
import { presentAgain } from './presence-field.ts';

/** How long after the last frame has left the relay is asked whether it has come. */
const askAfter = 500;
/** A relay that has not greeted by then is asked again later. */
const greetingWithin = 10_000;
const askAgainAfter = 5_000;

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

const ours = Symbol('put here by this device');

export class YWebsocketLog {
	readonly copy: Copy;
	readonly awareness: Awareness;
	readonly #options: YWebsocketLogOptions;
	readonly #provider: WebsocketProvider;
	#stopAsking: (() => void) | null = null;
	#asking: WebSocket | null = null;
	#closed = false;
	/** Who waits for the first exchange, or for those asked for beyond it: the relay answers in order. */
	#exchanges: ((answered: boolean) => void)[] = [];

	constructor(options: YWebsocketLogOptions) {
		this.#options = options;
		this.copy = new Copy(options.events);
		this.awareness = new Awareness(this.copy.doc);
		this.awareness.setLocalState(null);
		this.#provider = new WebsocketProvider(options.url, options.log, this.copy.doc, {
			connect: false,
			awareness: this.awareness,
			WebSocketPolyfill: carefulSocket(options.WebSocket),
			disableBc: true,
			maxBackoffTime: 15_000
		});
		// The stock handler applies whatever comes; here it goes through the copy.
		this.#provider.messageHandlers[messageSync] = (encoder, decoder) => this.#hear(encoder, decoder);
		this.#provider.on('status', () => options.events.changed());
		this.#provider.on('connection-close', () => {
			this.#giveUp();
			queueMicrotask(() => options.events.changed());
		});
		this.#provider.on('sync', (synced) => {
			options.events.changed();
			if (!synced) return;
			presentAgain(this.awareness);
			this.#askIn(askAfter);
		});
		this.#provider.connect();
	}

	get state(): 'connecting' | 'open' | 'offline' {
		if (this.#provider.synced) return 'open';
		return this.#provider.wsconnected || this.#provider.wsUnsuccessfulReconnects === 0
			? 'connecting'
			: 'offline';
	}

	put(frames: readonly Frame[]): void {
		this.copy.put(frames, ours);
		if (this.#provider.synced) this.#askIn(askAfter);
	}

	exchange(): Promise<boolean> {
		const { ws, synced } = this.#provider;
		if (!synced || !ws) return Promise.resolve(false);
		const encoder = encoding.createEncoder();
		encoding.writeVarUint(encoder, messageSync);
		writeSyncStep1(encoder, this.copy.doc);
		ws.send(encoding.toUint8Array(encoder));
		return new Promise((answered) => this.#exchanges.push(answered));
	}

	/** True once everything has been exchanged since the connection was made; false if the connection is lost before. */
	firstExchange(): Promise<boolean> {
		if (this.#provider.synced) return Promise.resolve(true);
		return new Promise((answered) => this.#exchanges.push(answered));
	}

	retry(): void {
		if (this.#provider.wsconnected || this.#provider.wsconnecting) return;
		this.#provider.disconnect();
		this.#provider.connect();
	}

	close(): void {
		this.#closed = true;
		this.#giveUp();
		this.#stopAsking?.();
		this.#asking?.close();
		this.#provider.destroy();
		this.awareness.destroy();
		this.copy.doc.destroy();
	}

	/** y-websocket sends back what the encoder holds, if it is more than the message's type. */
	#hear(encoder: encoding.Encoder, decoder: decoding.Decoder): void {
		const kind = decoding.readVarUint(decoder);
		const bytes = decoding.readVarUint8Array(decoder);
		if (kind === messageYjsSyncStep1) {
			encoding.writeVarUint(encoder, messageSync);
			writeSyncStep2(encoder, this.copy.doc, bytes);
			return;
		}
		this.copy.take(bytes, this.#provider);
		if (kind !== messageYjsSyncStep2) return;
		const answered = this.#provider.synced ? this.#exchanges.splice(0, 1) : this.#exchanges.splice(0);
		for (const answer of answered) answer(true);
		this.#provider.synced = true;
	}

	#giveUp(): void {
		for (const answered of this.#exchanges.splice(0)) answered(false);
	}

	#askIn(ms: number): void {
		this.#stopAsking?.();
		this.#stopAsking = this.#closed ? null : this.#options.clock.after(ms, () => this.#ask());
	}

	#ask(): void {
		const { url, log, clock, events } = this.#options;
		this.#asking?.close();
		const socket = new this.#options.WebSocket(`${url}/${log}`);
		this.#asking = socket;
		socket.binaryType = 'arraybuffer';
		this.#stopAsking = clock.after(greetingWithin, () => socket.close());
		let greeted = false;
		socket.addEventListener('message', ({ data }) => {
			const held = greeted ? null : greetingOf(new Uint8Array(data as ArrayBuffer));
			if (!held) return;
			greeted = true;
			socket.close();
			if (!this.#closed) events.acknowledged(this.copy.stored(held));
		});
		socket.addEventListener('close', () => {
			if (this.#asking !== socket) return;
			this.#asking = null;
			if (!greeted && this.#provider.synced) this.#askIn(askAgainAfter);
		});
	}
}

/** The state vector of a sync step 1, or null for any other message. */
function greetingOf(message: Uint8Array): Map<number, number> | null {
	try {
		const decoder = decoding.createDecoder(message);
		if (decoding.readVarUint(decoder) !== messageSync) return null;
		if (decoding.readVarUint(decoder) !== messageYjsSyncStep1) return null;
		return readStateVector(decoding.readVarUint8Array(decoder));
	} catch {
		return null;
	}
}
