/**
 * A relay that means harm: a real server which speaks to real clients what Hocuspocus speaks, believes every byte, and does what a test
 * tells it to. It knows its readers by the keys with which they prove themselves, and asks nothing more of them.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import * as decoding from 'lib0/decoding';
import { rosterChannel } from '#lib/roster/capability.ts';
import { documentId, toText, type MemberId } from '#lib/seal/frame-bytes.ts';
import { splitFrames } from '#lib/wire/frame-list.ts';
import { logName } from '#lib/wire/frame-name.ts';
import { readStateVector, type Placed } from '#lib/wire/frame-struct.ts';
import { parseToken } from '#lib/wire/frame-token.ts';
import { HostileLog, type Kept } from './hostile-log.ts';
import * as say from './hostile-speech.ts';
import type { PushAnswer, Way } from './hostile-ways.ts';
import { Listener } from './listener.ts';
import { type } from './raw-client.ts';

interface Visitor {
	readonly send: (message: Uint8Array) => void;
	/** Who reads which log. */
	readonly readers: Map<string, MemberId>;
}

export class HostileRelay {
	readonly #listener: Listener;
	readonly #visitors = new Set<Visitor>();
	#logs = new Map<string, HostileLog>();
	#ways: readonly Way[] = [];
	/** Every presence message that it has heard, whole, with its log. */
	readonly presences: { readonly log: string; readonly from: MemberId; readonly message: Uint8Array }[] = [];

	private constructor() {
		this.#listener = new Listener(
			(socket) => this.#meet(socket),
			(request, response) => void this.#answer(request, response)
		);
	}

	static async start(): Promise<HostileRelay> {
		const relay = new HostileRelay();
		await relay.#listener.start();
		return relay;
	}

	get address(): string {
		return this.#listener.address;
	}

	log(name: string): HostileLog {
		const log = this.#logs.get(name) ?? new HostileLog();
		this.#logs.set(name, log);
		return log;
	}

	/** Takes to these ways, and no others, from now on. */
	takeTo(...ways: readonly Way[]): void {
		this.#ways = ways;
	}

	/** Is honest from now on, and tells everyone all that it holds. */
	behave(): void {
		this.#ways = [];
		this.announce();
	}

	/** Tells everyone all that it shows them. */
	announce(): void {
		for (const visitor of this.#visitors) {
			for (const name of visitor.readers.keys()) this.#tell(visitor, name, this.log(name).all);
		}
	}

	/** Puts bytes where they follow on, as if somebody had sent them, and passes them on. */
	plant(name: string, placed: readonly Placed[]): void {
		this.#spread(name, this.log(name).take(placed, null), null);
	}

	/** Sends an update's bytes to all who have the log open, whatever they are. */
	shout(name: string, update: Uint8Array): void {
		this.babble(name, say.updateSaid(name, update));
	}

	/** Sends entries in the order and as often as they are given, to all or some of those who have the log open; keeps none of them. */
	whisper(name: string, placed: readonly Placed[], to?: readonly MemberId[]): void {
		for (const each of placed) this.babble(name, say.entrySaid(name, each), to);
	}

	babble(name: string, message: Uint8Array, to?: readonly MemberId[]): void {
		for (const { readers, send } of this.#visitors) {
			const reader = readers.get(name);
			if (reader && (!to || to.includes(reader))) send(message);
		}
	}

	/** Everything that it holds now, to come back to. */
	snapshot(): () => void {
		const logs = [...this.#logs].map(([name, log]) => [name, log.copy()] as const);
		return () => {
			this.#logs = new Map(logs.map(([name, log]) => [name, log.copy()]));
		};
	}

	/** Dies, has `meanwhile` happen to it, and comes back on the same port. */
	async crash(meanwhile: () => void | Promise<void> = () => undefined): Promise<void> {
		await this.#listener.stop();
		this.#visitors.clear();
		await meanwhile();
		await this.#listener.start();
	}

	stop(): Promise<void> {
		return this.#listener.stop();
	}

	#meet(socket: WebSocket) {
		const visitor: Visitor = {
			send: (message) => socket.readyState === 1 && socket.send(message as Uint8Array<ArrayBuffer>),
			readers: new Map()
		};
		this.#visitors.add(visitor);
		return {
			message: (bytes: Uint8Array) => this.#hear(visitor, bytes),
			close: () => void this.#visitors.delete(visitor)
		};
	}

	#hear(visitor: Visitor, bytes: Uint8Array): void {
		const decoder = decoding.createDecoder(bytes);
		const log = decoding.readVarString(decoder);
		const kind = decoding.readVarUint(decoder);
		if (kind === type.auth) return this.#admit(visitor, log, decoder);
		const reader = visitor.readers.get(log);
		if (!reader) return;
		if (kind === type.sync || kind === type.syncReply) this.#sync(visitor, reader, log, decoder);
		if (kind === type.awareness) this.#hearPresence(visitor, reader, log, bytes);
		if (kind === type.close) visitor.readers.delete(log);
	}

	#admit(visitor: Visitor, log: string, decoder: decoding.Decoder): void {
		decoding.readVarUint(decoder);
		const token = parseToken(decoding.readVarString(decoder));
		if (!token) return visitor.send(say.denied(log, 'token'));
		const reason = this.#ways.map((way) => way.deny?.(token.reader, log)).find(Boolean);
		if (reason) return visitor.send(say.denied(log, reason));
		visitor.readers.set(log, token.reader);
		visitor.send(say.admitted(log));
	}

	#sync(visitor: Visitor, reader: MemberId, log: string, decoder: decoding.Decoder): void {
		const step = decoding.readVarUint(decoder);
		const body = decoding.readVarUint8Array(decoder);
		if (step !== say.syncStep1) return this.#take(visitor, reader, log, body);
		const known = readStateVector(body);
		const { all, counts } = this.log(log);
		this.#tell(
			visitor,
			log,
			all.filter(({ client, seq }) => seq >= (known.get(client) ?? 0))
		);
		visitor.send(say.allSaid(log));
		const claimed = this.#ways.reduce((so, way) => way.claim?.(so, reader, log) ?? so, counts);
		visitor.send(say.holdingSaid(log, claimed));
	}

	#take(visitor: Visitor, from: MemberId, name: string, update: Uint8Array): void {
		const kept = this.#ways.reduce<readonly Placed[]>(
			(so, way) => way.keep?.(so, from, name) ?? so,
			say.placedIn(update)
		);
		this.#spread(name, this.log(name).take(kept, from), visitor);
		const answer = this.#ways.reduce<PushAnswer>((so, way) => way.answer?.(from, name) ?? so, 'stored');
		if (answer === 'silence') return;
		if (answer === 'refused') visitor.send(say.refusalSaid(name, 'right'));
		visitor.send(say.statusSaid(name, answer !== 'refused'));
		if (answer === 'twice') visitor.send(say.statusSaid(name, true));
	}

	#spread(name: string, news: readonly Kept[], except: Visitor | null): void {
		for (const visitor of this.#visitors) if (visitor !== except) this.#tell(visitor, name, news);
	}

	#tell(visitor: Visitor, name: string, kept: readonly Kept[]): void {
		const reader = visitor.readers.get(name);
		if (!reader) return;
		const shown = this.#ways.reduce<readonly Placed[]>(
			(so, way) => way.show?.(so as readonly Kept[], reader, name) ?? so,
			kept
		);
		for (const placed of shown) visitor.send(say.entrySaid(name, placed));
	}

	#hearPresence(visitor: Visitor, from: MemberId, log: string, message: Uint8Array): void {
		this.presences.push({ log, from, message });
		if (this.#ways.some((way) => way.hush?.(from))) return;
		for (const other of this.#visitors) {
			if (other !== visitor && other.readers.has(log)) other.send(message);
		}
	}

	async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		response.setHeader('content-type', 'application/json');
		const nonce = toText(crypto.getRandomValues(new Uint8Array(32)));
		if (request.url === '/relay/nonce') return void response.end(JSON.stringify({ nonce }));
		const frames = splitFrames(new Uint8Array(await buffer(request))) ?? [];
		for (const frame of frames) {
			const document = documentId(frame.belongsTo);
			this.plant(logName({ document, channel: rosterChannel, generation: 0 }), [frame]);
		}
		response.end(JSON.stringify({ kind: 'stored', count: frames.length }));
	}
}
