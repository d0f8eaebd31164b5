/** Stock Hocuspocus behind our relay's addresses: it lets anyone read, believes every byte and acknowledges it at once. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Hocuspocus, OutgoingMessage } from '@hocuspocus/server';
import * as Y from 'yjs';
import { toText } from '#lib/seal/frame-bytes.ts';
import { Listener } from './listener.ts';

export interface BelievingRelay {
	readonly address: string;
	/** By client, how many structs of a log it holds. */
	held(log: string): Map<number, number>;
	/** Puts an update into the log as if a client had sent it: it holds it and passes it on. */
	plant(log: string, update: Uint8Array): void;
	/** Sends an update's bytes to all who have the log open, whatever they are. */
	shout(log: string, update: Uint8Array): void;
	/** Sends raw bytes to all who have the log open. */
	babble(log: string, message: Uint8Array): void;
	/** Dies, and comes back on the same port with nothing. */
	loseAll(): Promise<void>;
	stop(): Promise<void>;
}

export async function startBelievingRelay(): Promise<BelievingRelay> {
	const held = new Map<string, Uint8Array>();
	const hocuspocus = new Hocuspocus({
		quiet: true,
		onLoadDocument: async ({ documentName, document }) => {
			Y.applyUpdate(document, held.get(documentName) ?? Y.encodeStateAsUpdate(new Y.Doc()));
		},
		onChange: async ({ documentName, document }) => {
			held.set(documentName, Y.encodeStateAsUpdate(document));
		}
	});
	const listener = new Listener((socket, request) => {
		const connection = hocuspocus.handleConnection(socket, request);
		return {
			message: (bytes) => connection.handleMessage(bytes),
			close: () => connection.handleClose({ code: 1006, reason: '' })
		};
	}, answer);
	await listener.start();
	const sendAll = (log: string, message: Uint8Array) => {
		for (const connection of hocuspocus.documents.get(log)?.getConnections() ?? []) connection.send(message);
	};
	const stop = async () => {
		await listener.stop();
		while (hocuspocus.getDocumentsCount() > 0) await new Promise((turn) => setImmediate(turn));
	};
	return {
		address: listener.address,
		held(log) {
			const open = hocuspocus.documents.get(log);
			return Y.decodeStateVector(
				Y.encodeStateVectorFromUpdate(open ? Y.encodeStateAsUpdate(open) : stateOf(held, log))
			);
		},
		plant(log, update) {
			const doc = hocuspocus.documents.get(log) ?? new Y.Doc();
			Y.applyUpdate(doc, stateOf(held, log));
			Y.applyUpdate(doc, update);
			held.set(log, Y.encodeStateAsUpdate(doc));
		},
		shout: (log, update) =>
			sendAll(log, new OutgoingMessage(log).createSyncMessage().writeUpdate(update).toUint8Array()),
		babble: sendAll,
		async loseAll() {
			await stop();
			held.clear();
			await listener.start();
		},
		stop
	};
}

function stateOf(held: ReadonlyMap<string, Uint8Array>, log: string): Uint8Array {
	return held.get(log) ?? Y.encodeStateAsUpdate(new Y.Doc());
}

function answer(request: IncomingMessage, response: ServerResponse): void {
	response.setHeader('content-type', 'application/json');
	if (request.url === '/relay/nonce') {
		response.end(JSON.stringify({ nonce: toText(crypto.getRandomValues(new Uint8Array(32))) }));
	} else {
		response.end(JSON.stringify({ kind: 'stored', count: 0 }));
	}
}
