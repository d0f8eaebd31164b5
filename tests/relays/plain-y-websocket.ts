/** A Yjs relay as anyone might run it: y-websocket's protocol, documents in memory, and no idea of what we are. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { WebSocketServer, type WebSocket } from 'ws';
import {
	applyAwarenessUpdate,
	Awareness,
	encodeAwarenessUpdate,
	removeAwarenessStates
} from 'y-protocols/awareness';
import { readSyncMessage, writeSyncStep1, writeUpdate } from 'y-protocols/sync';
import * as Y from 'yjs';

const messageSync = 0;
const messageAwareness = 1;

export class PlainRelay {
	readonly rooms = new Map<string, Room>();
	readonly #http: Server;
	readonly #sockets: WebSocketServer;

	private constructor(http: Server, sockets: WebSocketServer) {
		this.#http = http;
		this.#sockets = sockets;
	}

	static async start(port = 0): Promise<PlainRelay> {
		const http = createServer();
		const sockets = new WebSocketServer({ server: http });
		const relay = new PlainRelay(http, sockets);
		sockets.on('connection', (socket, request) => relay.room(request.url ?? '/').join(socket));
		await new Promise<void>((ready) => http.listen(port, '127.0.0.1', ready));
		return relay;
	}

	get address(): string {
		return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
	}

	room(name: string): Room {
		const room = this.rooms.get(name) ?? new Room();
		this.rooms.set(name, room);
		return room;
	}

	/** Cuts every connection, as a network would. */
	cut(): void {
		for (const socket of this.#sockets.clients) socket.terminate();
	}

	async stop(): Promise<void> {
		this.cut();
		this.#sockets.close();
		await new Promise((closed) => this.#http.close(closed));
		for (const room of this.rooms.values()) room.destroy();
	}
}

export class Room {
	readonly doc = new Y.Doc();
	readonly awareness = new Awareness(this.doc);
	readonly #sockets = new Map<WebSocket, Set<number>>();

	constructor() {
		this.awareness.setLocalState(null);
		this.doc.on('update', (update: Uint8Array, from: unknown) => {
			const encoder = encoding.createEncoder();
			encoding.writeVarUint(encoder, messageSync);
			writeUpdate(encoder, update);
			this.#send(encoding.toUint8Array(encoder), from);
		});
		this.awareness.on(
			'update',
			({ added, updated, removed }: Record<'added' | 'updated' | 'removed', number[]>, from: unknown) => {
				const own = this.#sockets.get(from as WebSocket);
				for (const client of added) own?.add(client);
				const encoder = encoding.createEncoder();
				encoding.writeVarUint(encoder, messageAwareness);
				const clients = [...added, ...updated, ...removed];
				encoding.writeVarUint8Array(encoder, encodeAwarenessUpdate(this.awareness, clients));
				this.#send(encoding.toUint8Array(encoder), from);
			}
		);
	}

	join(socket: WebSocket): void {
		this.#sockets.set(socket, new Set());
		socket.binaryType = 'arraybuffer';
		socket.on('message', (data: ArrayBuffer) => this.#hear(socket, new Uint8Array(data)));
		socket.on('close', () => {
			removeAwarenessStates(this.awareness, [...(this.#sockets.get(socket) ?? [])], null);
			this.#sockets.delete(socket);
		});
		const encoder = encoding.createEncoder();
		encoding.writeVarUint(encoder, messageSync);
		writeSyncStep1(encoder, this.doc);
		socket.send(encoding.toUint8Array(encoder));
		const states = [...this.awareness.getStates().keys()];
		if (states.length === 0) return;
		const presence = encoding.createEncoder();
		encoding.writeVarUint(presence, messageAwareness);
		encoding.writeVarUint8Array(presence, encodeAwarenessUpdate(this.awareness, states));
		socket.send(encoding.toUint8Array(presence));
	}

	/** Sends everyone an update's bytes, whatever they are. */
	shout(update: Uint8Array): void {
		const encoder = encoding.createEncoder();
		encoding.writeVarUint(encoder, messageSync);
		writeUpdate(encoder, update);
		this.#send(encoding.toUint8Array(encoder), null);
	}

	/** Sends everyone raw bytes. */
	babble(message: Uint8Array): void {
		this.#send(message, null);
	}

	destroy(): void {
		this.awareness.destroy();
		this.doc.destroy();
	}

	#hear(socket: WebSocket, message: Uint8Array): void {
		const decoder = decoding.createDecoder(message);
		const type = decoding.readVarUint(decoder);
		if (type === messageAwareness) {
			applyAwarenessUpdate(this.awareness, decoding.readVarUint8Array(decoder), socket);
		}
		if (type !== messageSync) return;
		const encoder = encoding.createEncoder();
		encoding.writeVarUint(encoder, messageSync);
		readSyncMessage(decoder, encoder, this.doc, socket);
		if (encoding.length(encoder) > 1) socket.send(encoding.toUint8Array(encoder));
	}

	#send(message: Uint8Array, except: unknown): void {
		for (const socket of this.#sockets.keys()) if (socket !== except) socket.send(message);
	}
}
