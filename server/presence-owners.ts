/**
 * A client id of presence belongs to the reader whose connection used it first: nobody can take another's presence away or speak in its
 * place. The same reader may come again by another connection, as when a phone changes networks and the old one is not yet known to be dead.
 */
import type { Connection, Document } from '@hocuspocus/server';
import * as decoding from 'lib0/decoding';
import { applyAwarenessUpdate } from 'y-protocols/awareness';
import type { MemberId } from '#lib/seal/frame-bytes.ts';

export interface ReaderContext {
	reader?: MemberId;
}

const mostClients = 4;

/**
 * Takes out of `states` what is not the connection's own; what it may have becomes its own. Hocuspocus reads each message into a scratch
 * document whose own empty state would go out with the rest: out as well.
 */
export function claimPresence(document: Document, connection: Connection, states: Map<number, object>): void {
	for (const [client, state] of [...states]) {
		if (!('s' in state) || !claim(document, connection, client)) states.delete(client);
	}
}

/** `left`: an awareness update of nulls; nothing happens if any of it is not the connection's own. */
export function takeAway(document: Document, connection: Connection, left: Uint8Array): void {
	if (!clientsIn(left).every((client) => claim(document, connection, client))) return;
	applyAwarenessUpdate(document.awareness, left, { source: 'connection', connection });
}

function claim(document: Document, connection: Connection, client: number): boolean {
	const own = document.connections.get(connection)?.clients as Set<number> | undefined;
	if (!own || own.has(client)) return own !== undefined;
	for (const [other, { clients }] of document.connections) {
		if (!clients.has(client)) continue;
		if (readerOf(other) !== readerOf(connection)) return false;
		clients.delete(client);
		own.add(client);
		return true;
	}
	if (own.size >= mostClients) return false;
	own.add(client);
	return true;
}

function readerOf(connection: Connection): MemberId | undefined {
	return (connection.context as ReaderContext).reader;
}

function clientsIn(update: Uint8Array): number[] {
	const decoder = decoding.createDecoder(update);
	return Array.from({ length: decoding.readVarUint(decoder) }, () => {
		const client = decoding.readVarUint(decoder);
		decoding.readVarUint(decoder);
		decoding.readVarString(decoder);
		return client;
	});
}
