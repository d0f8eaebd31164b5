/** One WebSocket to a relay, shared by every sealed document that is kept there, and the relay's nonces. */
import { HocuspocusProviderWebsocket, WebSocketStatus } from '@hocuspocus/provider';
import { fromText } from '#lib/seal/frame-bytes.ts';
import type { Frame } from '#lib/seal/frame.ts';
import type { Clock } from '#lib/clock.ts';
import { joinFrames } from './frame-list.ts';

export interface Network {
	readonly clock: Clock;
	readonly WebSocket: typeof WebSocket;
	fetch(url: string, init?: RequestInit): Promise<Response>;
}

/** A nonce is asked for anew when it is older than this, well within the relay's minute. */
const nonceFor = 20_000;

export class RelaySocket {
	readonly address: string;
	readonly socket: HocuspocusProviderWebsocket;
	readonly #network: Network;
	#nonce: { asked: number; bytes: Promise<Uint8Array>; used: Set<string> } | null = null;

	constructor(address: string, network: Network) {
		this.address = address;
		this.#network = network;
		this.socket = new CarefulSocket({
			url: `${address.replace(/^http/, 'ws')}/relay`,
			WebSocketPolyfill: network.WebSocket,
			delay: 500,
			minDelay: 500,
			maxDelay: 15_000
		});
	}

	get connected(): boolean {
		return this.socket.status === WebSocketStatus.Connected;
	}

	get down(): boolean {
		return this.socket.status === WebSocketStatus.Disconnected;
	}

	/** A nonce that this log has not used. Throws when the relay cannot be reached. */
	nonce(log: string): Promise<Uint8Array> {
		const { clock } = this.#network;
		const held = this.#nonce;
		if (held && clock.now() - held.asked < nonceFor && !held.used.has(log)) {
			held.used.add(log);
			return held.bytes;
		}
		const bytes = this.#askNonce();
		this.#nonce = { asked: clock.now(), bytes, used: new Set([log]) };
		bytes.catch(() => (this.#nonce = null));
		return bytes;
	}

	/**
	 * Tells a relay that does not know a document, or somebody at its table, of its founding and
	 * what followed. Answers 'stored', or the relay's own word for why not. Throws when it should be asked again later.
	 */
	async tell(statements: readonly Frame[]): Promise<string> {
		const body = joinFrames(statements) as Uint8Array<ArrayBuffer>;
		const answer = await this.#network.fetch(`${this.address}/relay/found`, {
			method: 'POST',
			headers: { 'content-type': 'application/octet-stream' },
			body
		});
		if (answer.status >= 500 || answer.status === 429) throw new Error('the relay is busy');
		if (answer.ok) return 'stored';
		const { reason } = (await answer.json()) as { reason?: unknown };
		return typeof reason === 'string' ? reason : 'refused';
	}

	retry(): void {
		if (this.down) void this.socket.connect();
	}

	close(): void {
		this.socket.destroy();
	}

	async #askNonce(): Promise<Uint8Array> {
		const answer = await this.#network.fetch(`${this.address}/relay/nonce`, { cache: 'no-store' });
		const { nonce } = (await answer.json()) as { nonce?: unknown };
		const bytes = typeof nonce === 'string' ? fromText(nonce) : null;
		if (bytes?.length !== 32) throw new Error('the relay gave no nonce');
		return bytes;
	}
}

/** Nothing that a relay sends can throw into the page: what cannot be read ends the connection, and a new one is made. */
class CarefulSocket extends HocuspocusProviderWebsocket {
	override onMessage(event: MessageEvent): void {
		try {
			super.onMessage(event);
		} catch {
			this.webSocket?.close();
		}
	}
}
