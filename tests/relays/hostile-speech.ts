/** What a relay says in the Hocuspocus protocol, message by message. */
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { structUpdate, type Placed } from '#lib/wire/frame-struct.ts';
import { message, type } from './raw-client.ts';

export const syncStep1 = 0;
const syncStep2 = 1;
const syncUpdate = 2;

export function admitted(log: string): Uint8Array {
	return message(log, type.auth, (encoder) => {
		encoding.writeVarUint(encoder, 2);
		encoding.writeVarString(encoder, 'read-write');
	});
}

export function denied(log: string, reason: string): Uint8Array {
	return message(log, type.auth, (encoder) => {
		encoding.writeVarUint(encoder, 1);
		encoding.writeVarString(encoder, reason);
	});
}

/** One entry, alone: so a relay can leave gaps, repeat and reorder. */
export function entrySaid(log: string, placed: Placed): Uint8Array {
	return updateSaid(log, structUpdate([placed]));
}

export function updateSaid(log: string, update: Uint8Array): Uint8Array {
	return synced(log, type.sync, syncUpdate, update);
}

/** The end of an exchange in full. */
export function allSaid(log: string): Uint8Array {
	return synced(log, type.syncReply, syncStep2, structUpdate([]));
}

export function holdingSaid(log: string, counts: ReadonlyMap<number, number>): Uint8Array {
	const vector = encoding.createEncoder();
	encoding.writeVarUint(vector, counts.size);
	for (const [client, count] of counts) {
		encoding.writeVarUint(vector, client);
		encoding.writeVarUint(vector, count);
	}
	return synced(log, type.sync, syncStep1, encoding.toUint8Array(vector));
}

export function statusSaid(log: string, taken: boolean): Uint8Array {
	return message(log, type.status, (encoder) => encoding.writeVarInt(encoder, taken ? 1 : 0));
}

export function refusalSaid(log: string, reason: string): Uint8Array {
	return statelessSaid(log, JSON.stringify({ refused: reason }));
}

export function statelessSaid(log: string, payload: string): Uint8Array {
	return message(log, type.stateless, (encoder) => encoding.writeVarString(encoder, payload));
}

/** The binary items of an update, in the places where it has them. */
export function placedIn(update: Uint8Array): Placed[] {
	return Y.decodeUpdate(update).structs.flatMap((struct) =>
		struct instanceof Y.Item && struct.content instanceof Y.ContentBinary
			? [{ client: struct.id.client, seq: struct.id.clock, bytes: struct.content.content }]
			: []
	);
}

function synced(log: string, kind: number, step: number, body: Uint8Array): Uint8Array {
	return message(log, kind, (encoder) => {
		encoding.writeVarUint(encoder, step);
		encoding.writeVarUint8Array(encoder, body);
	});
}
