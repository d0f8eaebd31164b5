/** Speaks Hocuspocus by hand, so that a test can say what no honest client would. */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import type { MemberKeys } from '#lib/seal/keys.ts';
import type { Frame } from '#lib/seal/frame.ts';
import { structUpdate } from '#lib/wire/frame-struct.ts';
import { proof } from './sealed-case.ts';

export const type = {
	sync: 0,
	awareness: 1,
	auth: 2,
	query: 3,
	syncReply: 4,
	stateless: 5,
	broadcast: 6,
	close: 7,
	status: 8
};

export type Heard =
	| { readonly kind: 'admitted' }
	| { readonly kind: 'denied'; readonly reason: string }
	| { readonly kind: 'status'; readonly taken: boolean }
	| { readonly kind: 'stateless'; readonly payload: string }
	| { readonly kind: 'newest'; readonly log: string; readonly generation: number }
	| { readonly kind: 'sync'; readonly step: number; readonly body: Uint8Array }
	| { readonly kind: 'presence'; readonly body: Uint8Array }
	| { readonly kind: 'closed-log'; readonly log: string; readonly reason: string }
	| { readonly kind: 'closed'; readonly code: number; readonly reason: string };

export type Answer =
	| { readonly kind: 'stored' }
	| { readonly kind: 'refused'; readonly reason: string; readonly clock: number | null };

export class RawClient {
	readonly #socket: WebSocket;
	readonly #address: string;
	readonly #heard: Heard[] = [];
	#wake: () => void = () => undefined;

	private constructor(address: string, socket: WebSocket) {
		this.#address = address;
		this.#socket = socket;
		socket.binaryType = 'arraybuffer';
		socket.onmessage = ({ data }) => this.#hear(read(new Uint8Array(data as ArrayBuffer)));
		socket.onclose = ({ code, reason }) => this.#hear({ kind: 'closed', code, reason });
	}

	static async connect(address: string, path = '/relay'): Promise<RawClient> {
		const socket = new WebSocket(`${address.replace(/^http/, 'ws')}${path}`);
		const client = new RawClient(address, socket);
		await new Promise<void>((opened, failed) => {
			socket.onopen = () => opened();
			socket.onerror = () => failed(new Error('no WebSocket'));
		});
		return client;
	}

	/** Connected and admitted to one log. */
	static async reading(address: string, log: string, reader: MemberKeys): Promise<RawClient> {
		const client = await RawClient.connect(address);
		const answer = await client.authenticate(log, await proof(address, log, reader));
		if (answer.kind !== 'admitted') throw new Error(`not admitted: ${JSON.stringify(answer)}`);
		return client;
	}

	async authenticate(log: string, token: string): Promise<Heard> {
		this.send(
			message(log, type.auth, (encoder) => {
				encoding.writeVarUint(encoder, 0);
				encoding.writeVarString(encoder, token);
			})
		);
		return this.next('admitted', 'denied', 'closed');
	}

	async prove(log: string, reader: MemberKeys): Promise<Heard> {
		return this.authenticate(log, await proof(this.#address, log, reader));
	}

	/** Sends entries as one update. */
	append(log: string, ...frames: readonly Frame[]): Promise<Answer> {
		return this.update(log, structUpdate(frames));
	}

	update(log: string, update: Uint8Array, step = 2): Promise<Answer> {
		this.push(log, update, step);
		return this.answer();
	}

	push(log: string, update: Uint8Array, step = 2): void {
		this.send(
			message(log, type.sync, (encoder) => {
				encoding.writeVarUint(encoder, step);
				encoding.writeVarUint8Array(encoder, update);
			})
		);
	}

	/** The answer to the earliest update that has none yet. */
	async answer(): Promise<Answer> {
		const refusal = await this.next('stateless', 'status', 'closed');
		if (refusal.kind === 'status' && refusal.taken) return { kind: 'stored' };
		if (refusal.kind !== 'stateless') throw new Error(`unexpected: ${JSON.stringify(refusal)}`);
		const status = await this.next('status', 'closed');
		if (status.kind !== 'status' || status.taken) throw new Error('a refusal was acknowledged');
		const { refused, clock } = JSON.parse(refusal.payload) as { refused: string; clock: number | null };
		return { kind: 'refused', reason: refused, clock };
	}

	/** Everything that the relay holds of a log. */
	async read(log: string): Promise<Y.Doc> {
		const doc = new Y.Doc();
		this.send(
			message(log, type.sync, (encoder) => {
				encoding.writeVarUint(encoder, 0);
				encoding.writeVarUint8Array(encoder, Y.encodeStateVector(doc));
			})
		);
		for (;;) {
			const heard = await this.next('sync', 'closed');
			if (heard.kind !== 'sync') throw new Error('closed');
			if (heard.step === 0) continue;
			Y.applyUpdate(doc, heard.body);
			if (heard.step === 1) return doc;
		}
	}

	send(bytes: Uint8Array | string): void {
		this.#socket.send(bytes as Uint8Array<ArrayBuffer>);
	}

	/** The next that was heard of these kinds; what was heard before it is dropped. */
	async next(...kinds: readonly Heard['kind'][]): Promise<Heard> {
		const deadline = performance.now() + 10_000;
		for (;;) {
			for (let heard = this.#heard.shift(); heard; heard = this.#heard.shift()) {
				if (kinds.includes(heard.kind)) return heard;
			}
			const left = deadline - performance.now();
			if (left <= 0) throw new Error(`nothing heard of ${kinds.join(', ')}`);
			let timer: ReturnType<typeof setTimeout> | undefined;
			await new Promise<void>((woken) => {
				this.#wake = woken;
				timer = setTimeout(woken, left);
			});
			clearTimeout(timer);
		}
	}

	async close(): Promise<void> {
		if (this.#socket.readyState === WebSocket.CLOSED) return;
		this.#socket.close();
		await this.next('closed');
	}

	#hear(heard: Heard | null): void {
		if (heard) this.#heard.push(heard);
		this.#wake();
	}
}

export function message(
	log: string,
	kind: number,
	write: (encoder: encoding.Encoder) => void = () => undefined
): Uint8Array {
	const encoder = encoding.createEncoder();
	encoding.writeVarString(encoder, log);
	encoding.writeVarUint(encoder, kind);
	write(encoder);
	return encoding.toUint8Array(encoder);
}

export function presence(log: string, client: number, clock: number, state: string): Uint8Array {
	const states = encoding.createEncoder();
	encoding.writeVarUint(states, 1);
	encoding.writeVarUint(states, client);
	encoding.writeVarUint(states, clock);
	encoding.writeVarString(states, state);
	return message(log, type.awareness, (encoder) =>
		encoding.writeVarUint8Array(encoder, encoding.toUint8Array(states))
	);
}

function read(bytes: Uint8Array): Heard | null {
	const decoder = decoding.createDecoder(bytes);
	const log = decoding.readVarString(decoder);
	switch (decoding.readVarUint(decoder)) {
		case type.sync:
		case type.syncReply:
			return { kind: 'sync', step: decoding.readVarUint(decoder), body: decoding.readVarUint8Array(decoder) };
		case type.awareness:
			return { kind: 'presence', body: decoding.readVarUint8Array(decoder) };
		case type.auth:
			return decoding.readVarUint(decoder) === 2
				? { kind: 'admitted' }
				: { kind: 'denied', reason: decoding.readVarString(decoder) };
		case type.stateless:
			return statelessIn(decoding.readVarString(decoder), log);
		case type.close:
			return { kind: 'closed-log', log, reason: decoding.readVarString(decoder) };
		case type.status:
			return { kind: 'status', taken: decoding.readVarInt(decoder) === 1 };
		default:
			return null;
	}
}

function statelessIn(payload: string, log: string): Heard {
	const { newest } = JSON.parse(payload) as { newest?: number };
	return newest === undefined ? { kind: 'stateless', payload } : { kind: 'newest', log, generation: newest };
}
