/**
 * The messages that a client may send, read before Hocuspocus sees them: it prints document names and parts of what it cannot read.
 * Each begins with the log's name (perhaps NUL and a session) and a type.
 */
import * as decoding from 'lib0/decoding';
import { parseLogName, type LogName } from '#lib/wire/frame-name.ts';
import { readStateVector } from '#lib/wire/frame-struct.ts';

export type ClientMessage =
	| { readonly kind: 'auth' | 'ask' | 'close'; readonly address: string; readonly log: LogName }
	/** `at`: where the byte stands that tells a second sync step from an update. */
	| {
			readonly kind: 'update';
			readonly address: string;
			readonly log: LogName;
			readonly at: number;
			/** The update itself. */
			readonly body: Uint8Array;
	  }
	| {
			readonly kind: 'presence';
			readonly address: string;
			readonly log: LogName;
			readonly states: Uint8Array;
	  }
	/** Well formed and of no use here. */
	| { readonly kind: 'idle' }
	| { readonly kind: 'malformed' };

const sync = 0;
export const awareness = 1;
const auth = 2;
const queryAwareness = 3;
const syncReply = 4;
const stateless = 5;
const close = 7;
const step1 = 0;
const update = 2;
const longestToken = 256;
const longestVersion = 64;

export function readMessage(bytes: Uint8Array): ClientMessage {
	try {
		return read(decoding.createDecoder(bytes));
	} catch {
		return { kind: 'malformed' };
	}
}

function read(decoder: decoding.Decoder): ClientMessage {
	const address = boundedString(decoder, 160);
	const [name = '', session, ...more] = address.split('\0');
	const log = parseLogName(name);
	const isNamed = session === undefined || /^[a-z0-9]{1,32}$/i.test(session);
	if (!log || !isNamed || more.length > 0) return { kind: 'malformed' };
	const type = decoding.readVarUint(decoder);
	switch (type) {
		case sync:
		case syncReply:
			return readSync(decoder, address, log);
		case awareness: {
			const states = decoding.readVarUint8Array(decoder);
			ended(decoder);
			return { kind: 'presence', address, log, states };
		}
		case auth:
			if (decoding.readVarUint(decoder) !== 0) return { kind: 'malformed' };
			boundedString(decoder, longestToken);
			if (decoding.hasContent(decoder)) boundedString(decoder, longestVersion);
			ended(decoder);
			return { kind: 'auth', address, log };
		case close:
			return { kind: 'close', address, log };
		case queryAwareness:
		case stateless:
		default:
			return { kind: 'idle' };
	}
}

function readSync(decoder: decoding.Decoder, address: string, log: LogName): ClientMessage {
	const at = decoder.pos;
	const kind = decoding.readVarUint(decoder);
	const body = decoding.readVarUint8Array(decoder);
	ended(decoder);
	if (kind > update || decoder.arr[at] !== kind) return { kind: 'malformed' };
	if (kind !== step1) return { kind: 'update', address, log, at, body };
	readStateVector(body);
	return { kind: 'ask', address, log };
}

/** Makes a second sync step an update: Hocuspocus treats both alike, except that it answers refused updates more plainly. */
export function asUpdate(bytes: Uint8Array, at: number): void {
	bytes[at] = update;
}

function boundedString(decoder: decoding.Decoder, most: number): string {
	const bytes = decoding.readVarUint8Array(decoder);
	if (bytes.length > most) throw new Error('too long');
	return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
}

function ended(decoder: decoding.Decoder): void {
	if (decoding.hasContent(decoder)) throw new Error('something follows');
}
