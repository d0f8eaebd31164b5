/** The ledger as Yjs knows it: one root array of bytes for each strand, entry `seq` being the struct (client, clock = seq). */
import * as Y from 'yjs';
import { sameBytes } from '#lib/seal/frame-bytes.ts';
import { parseFrame, type Frame } from '#lib/seal/frame.ts';

export type Strands = ReadonlyMap<number, readonly Frame[]>;

/** Puts entries behind what the document holds, in one transaction, and so in one update. Throws where one would not fit on. */
export function appendFrames(doc: Y.Doc, frames: readonly Frame[]): void {
	const strands = new Map<number, Frame[]>();
	for (const frame of frames) {
		const strand = strands.get(frame.client) ?? [];
		const next = Y.getState(doc.store, frame.client) + strand.length;
		if (frame.seq < next) continue;
		if (frame.seq > next) throw new Error('a strand has no gaps');
		strand.push(frame);
		strands.set(frame.client, strand);
	}
	const own = doc.clientID;
	doc.transact(() => {
		for (const [client, strand] of strands) {
			doc.clientID = client;
			doc.getArray<Uint8Array>(String(client)).push(strand.map(({ bytes }) => bytes));
		}
		doc.clientID = own;
	});
}

/** A Yjs update (V1) of these entries alone: strands without gaps, from seq 0. */
export function framesUpdate(frames: readonly Frame[]): Uint8Array {
	const doc = new Y.Doc();
	appendFrames(doc, frames);
	return Y.encodeStateAsUpdate(doc);
}

export interface Row {
	/** Entries that stand in their place; the held object itself where the same entry is held. */
	readonly frames: readonly Frame[];
	/** Structs that are no entries in their place, and deletions. */
	readonly junk: number;
}

/** Reads an update that storage gave back. Never throws, whatever it holds. */
export function readRow(update: unknown, held: Strands): Row {
	const decoded = decode(update);
	if (!decoded) return { frames: [], junk: 1 };
	const structs = decoded.structs.filter((struct) => !(struct instanceof Y.Skip));
	const frames = structs.flatMap((struct) => entryOf(struct, held) ?? []);
	return { frames, junk: structs.length - frames.length + decoded.ds.clients.size };
}

function decode(update: unknown) {
	try {
		return update instanceof Uint8Array ? Y.decodeUpdate(update) : null;
	} catch {
		return null;
	}
}

function entryOf(struct: Y.AbstractStruct, held: Strands): Frame | null {
	if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentBinary)) return null;
	const { client, clock } = struct.id;
	if (struct.rightOrigin || struct.parentSub !== null) return null;
	const follows =
		clock === 0
			? struct.origin === null && (struct.parent as unknown) === String(client)
			: struct.origin?.client === client && struct.origin.clock === clock - 1;
	if (!follows) return null;
	const bytes = struct.content.content;
	const known = held.get(client)?.[clock];
	if (known && sameBytes(known.bytes, bytes)) return known;
	const parsed = parseFrame(bytes);
	if (parsed.kind === 'broken') return null;
	return parsed.frame.client === client && parsed.frame.seq === clock ? parsed.frame : null;
}
