/** One sealed log on a Hocuspocus relay: its copy, its provider, and exactly what the relay has said that it stored. */
import { HocuspocusProvider, MessageType } from '@hocuspocus/provider';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { Awareness } from 'y-protocols/awareness';
import { messageYjsSyncStep1, messageYjsSyncStep2, messageYjsUpdate, writeUpdate } from 'y-protocols/sync';
import * as Y from 'yjs';
import type { Frame } from '#lib/seal/frame.ts';
import { Copy } from './copy.ts';
import { structUpdate } from './frame-struct.ts';
import { signToken } from './frame-token.ts';
import type { RelaySocket } from './hocuspocus-socket.ts';
import type { Acknowledged, LinkReader } from './link.ts';

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
	/** What was pushed lacks something that may yet come: worth another exchange. */
	unready(): void;
}

export interface LogOptions {
	readonly socket: RelaySocket;
	readonly log: string;
	/** Presence rides on one log of a document only. */
	readonly withPresence: boolean;
	reader(): LinkReader;
	readonly events: LogEvents;
}

/** Far below the relay's limit for a message; a single frame may be larger and still pass. */
const largestPush = 1024 * 1024;
/** Answers after which the same push can succeed later. */
const passing = new Set(['gap', 'heads', 'waiting', 'store']);
/** Hocuspocus's second message type for sync: an answer that asks for no answer. */
const syncReply = 4;

export class HocuspocusLog {
	readonly copy: Copy;
	readonly awareness: Awareness | null;
	readonly #options: LogOptions;
	readonly #provider: LogProvider;
	/** What each push that is still to be answered reaches, by strand: the relay answers in order. */
	#sent: Map<number, number>[] = [];
	readonly #declined = new Set<number>();
	#refusal = 'refused';
	#synced = false;

	constructor(options: LogOptions) {
		this.#options = options;
		const { socket, log, reader, events, withPresence } = options;
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
					return signToken({ nonce, address: socket.address, log }, reader());
				},
				onAuthenticationFailed: ({ reason }) => events.denied(reason),
				onOutgoingMessage: ({ message }) => this.#note(message.toUint8Array()),
				onStateless: ({ payload }) => (this.#refusal = refusalOf(payload)),
				onClose: ({ event }) => this.#closed(event.reason)
			},
			(decoder) => this.#hear(decoder)
		);
	}

	/** Exchanged in full since the connection was made. */
	get synced(): boolean {
		return this.#synced;
	}

	/** True while the relay has not answered everything that was sent. */
	get unanswered(): boolean {
		return this.#sent.length > 0;
	}

	attach(): void {
		this.#provider.attach();
	}

	/** Authenticates and exchanges everything again, on the same socket. */
	reattach(): void {
		this.#forget();
		this.#provider.detach();
		this.#provider.attach();
	}

	/** Asks for the relay's state vector again, and so pushes what it lacks. */
	resync(): void {
		if (this.#synced) this.#provider.forceSync();
	}

	put(frames: readonly Frame[]): void {
		for (const some of inPushes(frames)) this.copy.put(some);
	}

	close(): void {
		this.#provider.destroy();
		this.copy.doc.destroy();
	}

	/** Every update that leaves is answered by one SyncStatus; its state vector says how far it reaches. */
	#note(message: Uint8Array): void {
		const decoder = decoding.createDecoder(message);
		decoding.readVarString(decoder);
		if (decoding.readVarUint(decoder) !== MessageType.Sync) return;
		const kind = decoding.readVarUint(decoder);
		if (kind !== messageYjsSyncStep2 && kind !== messageYjsUpdate) return;
		const update = decoding.readVarUint8Array(decoder);
		this.#sent.push(Y.decodeStateVector(Y.encodeStateVectorFromUpdate(update)));
	}

	/** Answers true if the message has been dealt with here. */
	#hear(decoder: decoding.Decoder): boolean {
		const type = decoding.readVarUint(decoder);
		if (type === MessageType.SyncStatus) this.#answered(decoding.readVarInt(decoder) === 1);
		if (type !== MessageType.Sync && type !== syncReply) return false;
		const kind = decoding.readVarUint(decoder);
		if (kind === messageYjsSyncStep1) {
			this.#give(Y.decodeStateVector(decoding.readVarUint8Array(decoder)));
			return true;
		}
		if (kind === messageYjsSyncStep2) {
			this.#synced = true;
			queueMicrotask(() => this.#options.events.changed());
		}
		return false;
	}

	/** The relay says what it holds, which it has stored; what it lacks goes out in pushes that it can take. */
	#give(held: Map<number, number>): void {
		const stored = new Map<number, number>();
		for (const [client, count] of held) stored.set(client, Math.min(count, this.copy.count(client)));
		this.#options.events.acknowledged(stored);
		const lacking = this.copy.framesBeyond(held).filter(({ client }) => !this.#declined.has(client));
		for (const some of inPushes(lacking)) this.#note(this.#provider.push(some));
		this.#options.events.changed();
	}

	#answered(taken: boolean): void {
		const reached = this.#sent.shift();
		if (!reached) return;
		if (taken) this.#options.events.acknowledged(reached);
		else this.#refused(reached);
		this.#options.events.changed();
	}

	/** A push is refused whole: strands that shared it go out again one by one, and the one that is to blame remains. */
	#refused(reached: ReadonlyMap<number, number>): void {
		if (passing.has(this.#refusal)) return this.#options.events.unready();
		const strands = [...reached.keys()];
		if (strands.length === 1 && strands[0] !== undefined) {
			this.#declined.add(strands[0]);
			return this.#options.events.declined(strands[0], this.#refusal);
		}
		for (const client of strands) {
			const frames = this.copy.framesBeyond(new Map()).filter((frame) => frame.client === client);
			for (const some of inPushes(frames)) this.#note(this.#provider.push(some));
		}
	}

	#closed(reason: string): void {
		this.#forget();
		this.#options.events.closed(reason);
	}

	#forget(): void {
		this.#sent = [];
		this.#synced = false;
	}
}

/** The stock provider answers a relay's state vector with one message that may be larger than any relay takes. */
class LogProvider extends HocuspocusProvider {
	readonly #hear: (decoder: decoding.Decoder) => boolean;

	constructor(
		configuration: ConstructorParameters<typeof HocuspocusProvider>[0],
		hear: (decoder: decoding.Decoder) => boolean
	) {
		super(configuration);
		this.#hear = hear;
	}

	override onMessage(event: MessageEvent): void {
		const decoder = decoding.createDecoder(new Uint8Array(event.data as ArrayBuffer));
		decoding.readVarString(decoder);
		if (!this.#hear(decoder)) super.onMessage(event);
	}

	/** Sends frames as an update; answers the message as it left. */
	push(frames: readonly Frame[]): Uint8Array {
		const encoder = encoding.createEncoder();
		encoding.writeVarString(encoder, this.effectiveName);
		encoding.writeVarUint(encoder, MessageType.Sync);
		writeUpdate(encoder, structUpdate(frames));
		const message = encoding.toUint8Array(encoder);
		this.configuration.websocketProvider.send(message);
		return message;
	}
}

function refusalOf(payload: string): string {
	try {
		const { refused } = JSON.parse(payload) as { refused?: unknown };
		return typeof refused === 'string' ? refused : 'refused';
	} catch {
		return 'refused';
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
