/** The relay's WebSockets: crossws as Hocuspocus uses it, with a gate before each connection. */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Hocuspocus, WebSocketLike } from '@hocuspocus/server';
import crossws from 'crossws/adapters/node';
import type { Clock } from '#lib/clock.ts';
import type { LogName } from '#lib/wire/frame-name.ts';
import type { Read } from './append-answer.ts';
import { Gate } from './gate.ts';
import { pathOf } from './http-server.ts';
import type { Limits } from './limits.ts';
import type { Log } from './log.ts';

export interface SocketOptions {
	readonly hocuspocus: Hocuspocus;
	readonly limits: Limits;
	readonly clock: Clock;
	readonly log: Log;
	readonly read: (log: LogName, update: Uint8Array) => Promise<Read>;
	readonly left: (name: string, update: Uint8Array, request: Request) => void;
}

type Adapter = ReturnType<typeof crossws>;
type Peer = Parameters<
	NonNullable<NonNullable<NonNullable<Parameters<typeof crossws>[0]>['hooks']>['open']>
>[0];
type Client = ReturnType<Hocuspocus['handleConnection']>;

/** Providers take a silent socket for a dead one; a message for a log that nobody has is heard and ignored. */
const stillHere = Uint8Array.of(0, 9);
const sayStillHereEvery = 15_000;
/** Seconds between pings; a connection that has not answered one by the next is dead. */
const idleTimeout = 12;

export class Sockets {
	readonly #options: SocketOptions;
	readonly #adapter: Adapter;
	readonly #open = new Map<string, { readonly peer: Peer; readonly gate: Gate; readonly client: Client }>();
	readonly #gates = new WeakMap<Request, Gate>();
	#stopSaying: () => void = () => undefined;

	constructor(options: SocketOptions) {
		this.#options = options;
		this.#adapter = crossws({
			idleTimeout,
			serverOptions: { maxPayload: options.limits.largestMessage, perMessageDeflate: false },
			hooks: {
				open: (peer) => this.#opened(peer),
				message: (peer, message) => this.#heard(peer, message.rawData),
				close: (peer, { code, reason }) => this.#closed(peer, code, reason),
				error: (peer) => {
					options.log('connection-broken', {});
					this.#closed(peer, 1006, '');
				}
			}
		});
		this.#saySoon();
	}

	attach(server: Server): void {
		server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
			socket.on('error', () => socket.destroy());
			if (pathOf(request) !== '/relay') {
				socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
				return;
			}
			void this.#adapter.handleUpgrade(request, socket, head);
		});
	}

	get count(): number {
		return this.#open.size;
	}

	gate(request: Request): Gate | undefined {
		return this.#gates.get(request);
	}

	async close(): Promise<void> {
		this.#stopSaying();
		for (const { peer } of this.#open.values()) peer.close(1001, 'the relay is closing');
		await this.#adapter.close(1001, 'the relay is closing');
	}

	/** For those who do not answer a close. */
	terminate(): void {
		for (const { peer } of this.#open.values()) peer.terminate();
	}

	#opened(peer: Peer): void {
		const { hocuspocus, limits, clock, log, read, left } = this.#options;
		const request = peer.request;
		const end = (fault: string) => {
			peer.close(1008, fault);
			// Whoever floods may not hear a close.
			clock.after(2_000, () => peer.terminate());
		};
		const gate = new Gate({
			limits,
			clock,
			log,
			read,
			left: (name, update) => left(name, update, request),
			end
		});
		this.#gates.set(request, gate);
		const client = hocuspocus.handleConnection(this.#takenBy(peer), request);
		this.#open.set(peer.id, { peer, gate, client });
	}

	/** What is sent to a reader who does not take it would pile up here: looked at before each message, since one may be a whole log. */
	#takenBy(peer: Peer): WebSocketLike {
		const { limits, log } = this.#options;
		const socket = peer.websocket as WebSocketLike;
		return {
			get readyState() {
				return socket.readyState;
			},
			send(data) {
				if (peer.bufferedAmount <= limits.unread) return socket.send(data);
				log('connection-refused', { reason: 'unread' });
				peer.terminate();
			},
			close: (code, reason) => socket.close(code, reason)
		};
	}

	#heard(peer: Peer, raw: unknown): void {
		const open = this.#open.get(peer.id);
		if (!open) return;
		const passing = open.gate.pass(raw instanceof Uint8Array ? raw : typeof raw === 'string' ? raw : '');
		if (passing) open.client.handleMessage(passing);
	}

	#closed(peer: Peer, code: number | undefined, reason: string | undefined): void {
		const open = this.#open.get(peer.id);
		if (!open) return;
		this.#open.delete(peer.id);
		open.gate.close();
		open.client.handleClose({ code: code ?? 1006, reason: reason ?? '' });
	}

	#saySoon(): void {
		this.#stopSaying = this.#options.clock.after(sayStillHereEvery, () => {
			for (const { peer } of this.#open.values()) {
				if (peer.bufferedAmount > this.#options.limits.unread) peer.terminate();
				else peer.send(stillHere);
			}
			this.#saySoon();
		});
	}
}
