/** Stock Hocuspocus behind our relay's addresses: it lets anyone read, believes every byte and acknowledges it at once. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Hocuspocus, OutgoingMessage } from '@hocuspocus/server';
import * as Y from 'yjs';
import { toText } from '#lib/seal/frame-bytes.ts';
import { Listener, type TestRelay } from './test-relay.ts';

export async function startBelievingRelay(): Promise<TestRelay> {
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
	return {
		address: listener.address,
		start: () => listener.start(),
		async stop() {
			await listener.stop();
			while (hocuspocus.getDocumentsCount() > 0) await new Promise((turn) => setImmediate(turn));
		},
		lose: () => held.clear(),
		held(log) {
			const open = hocuspocus.documents.get(log);
			const state = open ? Y.encodeStateVector(open) : Y.encodeStateVectorFromUpdate(stateOf(held, log));
			return Y.decodeStateVector(state);
		},
		async plant(log, update) {
			const open = hocuspocus.documents.get(log);
			if (open) Y.applyUpdate(open, update);
			const doc = new Y.Doc();
			Y.applyUpdate(doc, stateOf(held, log));
			Y.applyUpdate(doc, update);
			held.set(log, Y.encodeStateAsUpdate(open ?? doc));
		},
		shout(log, update) {
			for (const connection of hocuspocus.documents.get(log)?.getConnections() ?? []) {
				connection.send(new OutgoingMessage(log).createSyncMessage().writeUpdate(update).toUint8Array());
			}
		},
		close: () => listener.stop()
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
