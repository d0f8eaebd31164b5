/** Yjs updates that no honest client makes, byte by byte where need be. */
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import type { Payload } from './hostile-member.ts';

/** What an ordinary Y.Doc of that client would send. */
export function made(write: (doc: Y.Doc) => void): Payload {
	return (client) => {
		const doc = new Y.Doc();
		doc.clientID = client;
		write(doc);
		return Y.encodeStateAsUpdate(doc);
	};
}

/** A goal's words, as a root text of the plan. */
export function words(text: string): Payload {
	return made((doc) => doc.getText('plan/plan/mattersToMe').insert(0, text));
}

/** The second half of what was written: it lacks what comes before. */
export function secondHalf(): Payload {
	return (client) => {
		const doc = new Y.Doc();
		doc.clientID = client;
		doc.getText('x').insert(0, 'first');
		const before = Y.encodeStateVector(doc);
		doc.getText('x').insert(5, 'second');
		return Y.encodeStateAsUpdate(doc, before);
	};
}

export function asClient(client: number, payload: Payload): Payload {
	return () => payload(client);
}

export function deleting(client: number, clock: number, length: number): Payload {
	return () => update([], [{ client, clock, length }]);
}

export interface RawText {
	readonly clock: number;
	readonly text: string;
	/** Behind this own clock; the root `x` where none is given. */
	readonly after?: number;
	readonly of?: number;
}

/** Texts in sections of the update: Yjs itself writes one section for each client. */
export function sections(...given: readonly (readonly RawText[])[]): Payload {
	return (client) => update(given.map((texts) => ({ client, texts })));
}

/** An item behind an item of another strand. */
export function behind(other: number, clock: number): Payload {
	return (client) => update([{ client, texts: [{ clock: 0, text: 'hangs', after: clock, of: other }] }]);
}

/** Maps inside maps, `depth` of them. */
export function nested(depth: number, from = 0): Payload {
	return (client) =>
		written((encoder) => {
			encoding.writeVarUint(encoder, 1);
			encoding.writeVarUint(encoder, depth);
			encoding.writeVarUint(encoder, client);
			encoding.writeVarUint(encoder, from);
			for (let clock = from; clock < from + depth; clock++) {
				encoding.writeUint8(encoder, 7 | 32);
				encoding.writeVarUint(encoder, clock === 0 ? 1 : 0);
				if (clock === 0) encoding.writeVarString(encoder, 'deep');
				else {
					encoding.writeVarUint(encoder, client);
					encoding.writeVarUint(encoder, clock - 1);
				}
				encoding.writeVarString(encoder, 'k');
				encoding.writeVarUint(encoder, 1);
			}
			encoding.writeVarUint(encoder, 0);
		});
}

/** One thing said in talk: lists in lists, `depth` of them. */
export function list(depth: number): Payload {
	return (client) =>
		written((encoder) => {
			for (const each of [1, 1, client, 0]) encoding.writeVarUint(encoder, each);
			encoding.writeUint8(encoder, 8);
			encoding.writeVarUint(encoder, 1);
			encoding.writeVarString(encoder, String(client));
			encoding.writeVarUint(encoder, 1);
			for (let i = 0; i < depth; i++) {
				encoding.writeUint8(encoder, 117);
				encoding.writeVarUint(encoder, i + 1 < depth ? 1 : 0);
			}
			encoding.writeVarUint(encoder, 0);
		});
}

interface Section {
	readonly client: number;
	readonly texts: readonly RawText[];
}

interface Deletion {
	readonly client: number;
	readonly clock: number;
	readonly length: number;
}

function update(given: readonly Section[], deletions: readonly Deletion[] = []): Uint8Array {
	return written((encoder) => {
		encoding.writeVarUint(encoder, given.length);
		for (const { client, texts } of given) {
			encoding.writeVarUint(encoder, texts.length);
			encoding.writeVarUint(encoder, client);
			encoding.writeVarUint(encoder, texts[0]?.clock ?? 0);
			for (const text of texts) writeText(encoder, client, text);
		}
		encoding.writeVarUint(encoder, deletions.length);
		for (const { client, clock, length } of deletions) {
			encoding.writeVarUint(encoder, client);
			encoding.writeVarUint(encoder, 1);
			encoding.writeVarUint(encoder, clock);
			encoding.writeVarUint(encoder, length);
		}
	});
}

function writeText(encoder: encoding.Encoder, client: number, { text, after, of }: RawText): void {
	const string = 4;
	const hasOrigin = 0b10000000;
	if (after === undefined) {
		encoding.writeUint8(encoder, string);
		encoding.writeVarUint(encoder, 1);
		encoding.writeVarString(encoder, 'x');
	} else {
		encoding.writeUint8(encoder, string | hasOrigin);
		encoding.writeVarUint(encoder, of ?? client);
		encoding.writeVarUint(encoder, after);
	}
	encoding.writeVarString(encoder, text);
}

function written(write: (encoder: encoding.Encoder) => void): Uint8Array {
	const encoder = encoding.createEncoder();
	write(encoder);
	return encoding.toUint8Array(encoder);
}
