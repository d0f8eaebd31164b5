/** One sealed log on a Hocuspocus relay: its copy, its provider, and exactly what the relay has said that it stored. */
import { HocuspocusProvider, MessageType } from '@hocuspocus/provider';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { Awareness } from 'y-protocols/awareness';
import { messageYjsSyncStep1, messageYjsSyncStep2, writeUpdate } from 'y-protocols/sync';
import type { Frame } from '#lib/seal/frame.ts';
import { Copy } from './copy.ts';
import { isGeneration } from './frame-name.ts';
import { readStateVector, structUpdate } from './frame-struct.ts';
import { signToken } from './frame-token.ts';
import type { RelaySocket } from './hocuspocus-socket.ts';
import type { Acknowledged, LinkReader } from './link.ts';
import { presentAgain } from './presence-field.ts';

export interface LogEvents {
	found(frames: readonly Frame[]): void;
	junk(count: number): void;
	acknowledged(stored: Acknowledged): void;
	/** Synced, closed, or answered: whatever may change whether all is stored. */
	changed(): void;
	/** The relay would not let us read; `reason` is its own word for why. */
	denied(reason: string): void;
	/** The relay closed this log, with its reason. */
	closed(reason: string): void;
	/** The relay will never take this strand. */
	declined(client: number, reason: string): void;
	/** The relay says that a higher generation of this channel has begun. */
	newest(generation: number): void;
	/** What was pushed lacks something that may yet come: worth another exchange; for how many times in a row. */
	unready(times: number): void;
}

export interface LogOptions {
	readonly socket: RelaySocket;
	readonly log: string;
	/** Presence rides on one log of a document only. */
	readonly withPresence: boolean;
	readonly reader: LinkReader;
	readonly events: LogEvents;
}

/** Far below the relay's limit for a message; a single frame may be larger and still pass. */
const largestPush = 1024 * 1024;
/** Answers after which the same push can succeed later. */
const passing = new Set(['gap', 'heads', 'waiting', 'store']);
const sync: number = MessageType.Sync;
const syncStatus: number = MessageType.SyncStatus;
/** Hocuspocus's second message type for sync: an answer that asks for no answer. */
const syncReply = 4;
/** The relay's echo of our own leaving, which a log that has come back must not take for its own. */
const ownLeaving = 'provider_initiated';

export class HocuspocusLog {
	readonly copy: Copy;
	readonly awareness: Awareness | null;
	readonly #options: LogOptions;
	readonly #provider: LogProvider;
	/** What each push that is still to be answered reaches, by strand: the relay answers in order. */
	#sent: Map<number, number>[] = [];
	readonly #declined = new Set<number>();
	#refusal = 'refused';
	#unready = 0;
	#resyncing = false;
	/** Who waits for the first exchange, or for those asked for beyond it: the relay answers in order. */
	#exchanges: ((answered: boolean) => void)[] = [];
	/** The relay has said on this connection what it holds: from then on what it lacks is pushed as it comes. */
	#asked = false;
	#synced = false;

	constructor(options: LogOptions) {
		this.#options = options;
		const { socket, log, events, withPresence } = options;
		this.copy = new Copy(events);
		this.awareness = withPresence ? new Awareness(this.copy.doc) : null;
		this.awareness?.setLocalState(null);
		this.#provider = new LogProvider(
			{
				websocketProvider: socket.socket,
				name: log,
				document: this.copy.doc,
				awareness: this.awareness,
				token: async () => {
					const nonce = await socket.nonce(log);
					return signToken({ nonce, address: socket.address, log }, options.reader);
				},
				onAuthenticationFailed: ({ reason }) => {
					this.#forget();
					events.denied(reason);
				},
				onStateless: ({ payload }) => this.#told(payload),
				onClose: ({ event }) => {
					if (event.reason === ownLeaving) return;
					this.#forget();
					events.closed(event.reason);
				}
			},
			(decoder) => this.#hear(decoder)
		);
	}

	/** Exchanged in full, both ways, since the connection was made. */
	get synced(): boolean {
		return this.#synced && this.#asked;
	}

	/** True while the relay has not answered everything that was sent. */
	get unanswered(): boolean {
		return this.#sent.length > 0;
	}

	attach(): void {
		this.#provider.attach();
	}

	/** Authenticates and exchanges everything again, on the same socket. */
	async askAgain(): Promise<void> {
		this.#forget();
		await this.#provider.askAgain();
	}

	/** Asks what the relay holds, and so pushes what it lacks. True when it has answered in full; false if it cannot. */
	exchange(): Promise<boolean> {
		this.#resyncing = false;
		if (!this.synced) return Promise.resolve(false);
		return new Promise((answered) => {
			this.#exchanges.push(answered);
			this.#provider.forceSync();
		});
	}

	/** True once everything has been exchanged since the connection was made; false if the connection is lost before. */
	firstExchange(): Promise<boolean> {
		if (this.#synced) return Promise.resolve(true);
		return new Promise((answered) => this.#exchanges.push(answered));
	}

	put(frames: readonly Frame[]): void {
		const came = frames.filter((frame) => this.copy.hasShown(frame));
		const news = this.copy.put(frames, this.#provider);
		if (!this.#asked) return;
		this.#push(news);
		// A relay hands on what it has stored. One's own may come from there, too: another device has written it.
		const reached = new Map(came.map(({ client, seq }) => [client, seq + 1]));
		if (came.length > 0) this.#options.events.acknowledged(this.copy.sound(reached));
	}

	close(): void {
		this.#forget();
		this.#provider.destroy();
		this.copy.doc.destroy();
	}

	/** Answers true if the message has been dealt with here. */
	#hear(decoder: decoding.Decoder): boolean {
		const type = decoding.readVarUint(decoder);
		if (type === syncStatus) this.#answered(decoding.readVarInt(decoder) === 1);
		if (type !== sync && type !== syncReply) return false;
		const kind = decoding.readVarUint(decoder);
		const bytes = decoding.readVarUint8Array(decoder);
		if (kind === messageYjsSyncStep1) this.#give(readStateVector(bytes));
		else this.copy.take(bytes, this.#provider);
		if (kind === messageYjsSyncStep2) {
			if (!this.#synced && this.awareness) presentAgain(this.awareness);
			const answered = this.#synced ? this.#exchanges.splice(0, 1) : this.#exchanges.splice(0);
			for (const answer of answered) answer(true);
			this.#synced = true;
			this.#options.events.changed();
		}
		return true;
	}

	/** Beside each refusal its reason, before the answer; and which generation is the newest. */
	#told(payload: string): void {
		const { refused, newest } = statelessOf(payload);
		if (isGeneration(newest)) this.#options.events.newest(newest);
		else this.#refusal = typeof refused === 'string' ? refused : 'refused';
	}

	/** The relay says what it holds, which it has stored; what it lacks goes out in pushes that it can take. */
	#give(held: Map<number, number>): void {
		this.#asked = true;
		this.#options.events.acknowledged(this.copy.stored(held));
		this.#push(this.copy.beyond(held));
		this.#options.events.changed();
	}

	#push(frames: readonly Frame[]): void {
		for (const some of inPushes(frames.filter(({ client }) => !this.#declined.has(client)))) {
			const reached = new Map(some.map(({ client, seq }) => [client, seq + 1]));
			// On a socket that is closing nothing may be left in a queue: its answer would be taken for another's.
			if (this.#provider.push(some)) this.#sent.push(reached);
		}
	}

	/** Every push is answered by one SyncStatus. */
	#answered(taken: boolean): void {
		const reached = this.#sent.shift();
		if (!reached) return;
		if (taken) {
			this.#unready = 0;
			this.#options.events.acknowledged(this.copy.sound(reached));
		} else this.#refused(reached);
		this.#options.events.changed();
	}

	/** A push is refused whole: strands that shared it go out again one by one, and the one that is to blame remains. */
	#refused(reached: ReadonlyMap<number, number>): void {
		if (passing.has(this.#refusal)) return this.#resyncLater();
		const strands = [...reached.keys()];
		if (strands.length > 1) return strands.forEach((client) => this.#push(this.copy.strand(client)));
		for (const client of strands) {
			this.#declined.add(client);
			this.#options.events.declined(client, this.#refusal);
		}
	}

	/** Once for however many pushes were refused: each exchange sends them all again. */
	#resyncLater(): void {
		if (this.#resyncing) return;
		this.#resyncing = true;
		this.#options.events.unready(this.#unready++);
	}

	#forget(): void {
		for (const answered of this.#exchanges.splice(0)) answered(false);
		this.#sent = [];
		this.#declined.clear();
		this.#asked = false;
		this.#synced = false;
	}
}

/**
 * The stock provider with four differences: messages go through the copy before anything is believed; a relay's state vector is
 * answered in messages that it can take, not in one that may be larger; what is put into the document is sent by us alone; and nothing
 * goes out before the token, since a relay keeps it for whoever proves next under this name: a farewell would end that session.
 */
class LogProvider extends HocuspocusProvider {
	readonly #hear: (decoder: decoding.Decoder) => boolean;
	#introduced = false;

	constructor(
		configuration: ConstructorParameters<typeof HocuspocusProvider>[0],
		hear: (decoder: decoding.Decoder) => boolean
	) {
		super(configuration);
		this.#hear = hear;
	}

	override onOpen(event: Event): Promise<void> {
		this.#introduced = false;
		return super.onOpen(event);
	}

	override send(...[message, args]: Parameters<HocuspocusProvider['send']>): void {
		this.#introduced ||= 'token' in Object(args);
		if (this.#introduced) super.send(message, args);
	}

	override onMessage(event: MessageEvent): void {
		const decoder = decoding.createDecoder(new Uint8Array(event.data as ArrayBuffer));
		decoding.readVarString(decoder);
		if (!this.#hear(decoder)) super.onMessage(event);
	}

	/** Sends frames as an update, or answers false if the socket would not take them now. */
	push(frames: readonly Frame[]): boolean {
		const { websocketProvider } = this.configuration;
		if (websocketProvider.webSocket?.readyState !== 1) return false;
		const encoder = encoding.createEncoder();
		encoding.writeVarString(encoder, this.effectiveName);
		encoding.writeVarUint(encoder, sync);
		writeUpdate(encoder, structUpdate(frames));
		websocketProvider.send(encoding.toUint8Array(encoder));
		return true;
	}

	/** What the stock provider does when its socket opens. */
	async askAgain(): Promise<void> {
		const event = this.configuration.websocketProvider.receivedOnOpenPayload;
		if (this.isAttached && event) await this.onOpen(event);
	}
}

function statelessOf(payload: string): { readonly refused?: unknown; readonly newest?: unknown } {
	try {
		return Object(JSON.parse(payload)) as object;
	} catch {
		return {};
	}
}

/** Slices of at most `largestPush` bytes, each strand's frames in order. */
function* inPushes(frames: readonly Frame[]): Generator<readonly Frame[]> {
	let some: Frame[] = [];
	let size = 0;
	for (const frame of frames) {
		if (some.length > 0 && size + frame.bytes.length > largestPush) {
			yield some;
			some = [];
			size = 0;
		}
		some.push(frame);
		size += frame.bytes.length;
	}
	if (some.length > 0) yield some;
}
