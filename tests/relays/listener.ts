import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import crossws from 'crossws/adapters/node';

export interface Conversation {
	message(bytes: Uint8Array): void;
	close(): void;
}

/** HTTP and WebSockets on one free port of this computer, which stays the same when it is stopped and started. */
export class Listener {
	readonly #request: (request: IncomingMessage, response: ServerResponse) => void;
	readonly #open: (socket: WebSocket, request: Request) => Conversation;
	#port = 0;
	#server: Server | null = null;
	#sockets = new Set<{ terminate(): void }>();

	constructor(
		open: (socket: WebSocket, request: Request) => Conversation,
		request: (request: IncomingMessage, response: ServerResponse) => void = (_, response) => response.end()
	) {
		this.#open = open;
		this.#request = request;
	}

	get address(): string {
		return `http://127.0.0.1:${this.#port}`;
	}

	async start(): Promise<void> {
		const conversations = new Map<string, Conversation>();
		const sockets = crossws({
			hooks: {
				open: (peer) => {
					this.#sockets.add(peer);
					conversations.set(peer.id, this.#open(peer.websocket as WebSocket, peer.request));
				},
				message: (peer, message) => conversations.get(peer.id)?.message(message.uint8Array()),
				close: (peer) => {
					this.#sockets.delete(peer);
					conversations.get(peer.id)?.close();
				}
			}
		});
		const server = createServer(this.#request);
		server.on('upgrade', (request, socket, head) => void sockets.handleUpgrade(request, socket, head));
		await new Promise<void>((listening) => server.listen(this.#port, '127.0.0.1', listening));
		this.#port = (server.address() as AddressInfo).port;
		this.#server = server;
	}

	async stop(): Promise<void> {
		const server = this.#server;
		this.#server = null;
		if (!server) return;
		const closed = new Promise((done) => server.close(done));
		for (const socket of this.#sockets) socket.terminate();
		server.closeAllConnections();
		await closed;
	}
}
