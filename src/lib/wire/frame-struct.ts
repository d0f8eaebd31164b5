/**
 * An entry as one Yjs struct of a sealed log. A sealed log is a plain Y.Doc with one root array for each strand, named by the
 * strand's client id in decimal; entry `seq` of a strand is the struct (client, clock = seq) with its predecessor as origin. So any
 * device that announces an entry makes the same struct, and strands do not depend on each other.
 */
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { parseFrame, type Frame } from '#lib/seal/frame.ts';

/** What a struct is made from: a frame, or what a store keeps of one. */
export type Placed = Pick<Frame, 'client' | 'seq' | 'bytes'>;

const binaryContent = 3;
const hasOrigin = 0b10000000;

export function strandRoot(client: number): string {
	return String(client);
}

/** A Yjs update (V1) with just these entries' structs, for copies and for the ledger. Entries of a strand stand in order. */
export function structUpdate(frames: readonly Placed[]): Uint8Array {
	const strands = new Map<number, Placed[]>();
	for (const frame of frames) {
		const strand = strands.get(frame.client);
		if (strand) strand.push(frame);
		else strands.set(frame.client, [frame]);
	}
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, strands.size);
	for (const [client, strand] of [...strands].sort(([a], [b]) => b - a)) {
		encoding.writeVarUint(encoder, strand.length);
		encoding.writeVarUint(encoder, client);
		encoding.writeVarUint(encoder, strand[0]?.seq ?? 0);
		for (const frame of strand) writeStruct(encoder, client, frame);
	}
	encoding.writeVarUint(encoder, 0); // no deletions
	return encoding.toUint8Array(encoder);
}

function writeStruct(encoder: encoding.Encoder, client: number, frame: Placed): void {
	if (frame.seq > 0) {
		encoding.writeUint8(encoder, binaryContent | hasOrigin);
		encoding.writeVarUint(encoder, client);
		encoding.writeVarUint(encoder, frame.seq - 1);
	} else {
		encoding.writeUint8(encoder, binaryContent);
		encoding.writeVarUint(encoder, 1); // the parent is a root type, named here
		encoding.writeVarString(encoder, strandRoot(client));
	}
	encoding.writeVarUint8Array(encoder, frame.bytes);
}

/** One struct of a hostile or honest log: where it stands and the bytes that it carries. */
export interface LogStruct {
	readonly client: number;
	readonly clock: number;
	readonly bytes: Uint8Array;
}

export type LogUpdate =
	{ readonly kind: 'appends'; readonly structs: readonly LogStruct[] } | { readonly kind: 'not-appends' };

/**
 * Reads an update that claims to be nothing but appends of entries: every struct a binary item behind its predecessor in its strand's
 * root array, nothing deleted. Whether bytes and place belong together is asked of each frame. Never throws on hostile bytes.
 */
export function readAppends(update: Uint8Array): LogUpdate {
	try {
		const { structs, ds } = Y.decodeUpdate(update);
		if (ds.clients.size > 0) return { kind: 'not-appends' };
		const found: LogStruct[] = [];
		for (const struct of structs) {
			const append = asAppend(struct);
			if (!append) return { kind: 'not-appends' };
			found.push(append);
		}
		return { kind: 'appends', structs: found };
	} catch {
		return { kind: 'not-appends' };
	}
}

/** The struct if it is an entry's append, else null. Also used on structs that a copy holds. */
export function asAppend(struct: Y.AbstractStruct): LogStruct | null {
	if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentBinary)) return null;
	const { client, clock } = struct.id;
	if (struct.rightOrigin || struct.parentSub !== null || struct.deleted) return null;
	if (clock === 0) {
		if (struct.origin || !isRootOf(struct.parent, client)) return null;
	} else if (struct.origin?.client !== client || struct.origin.clock !== clock - 1) {
		return null;
	}
	return { client, clock, bytes: struct.content.content };
}

/** A decoded struct names its root; an integrated one points at it. */
function isRootOf(parent: unknown, client: number): boolean {
	if (parent instanceof Y.AbstractType) {
		return parent._item === null && parent.doc?.share.get(strandRoot(client)) === parent;
	}
	return parent === strandRoot(client);
}

/** Reads a Yjs state vector: how many entries of each strand a log holds. Throws on malformed bytes. */
export function readStateVector(bytes: Uint8Array): Map<number, number> {
	return Y.decodeStateVector(bytes);
}

/** True if `bytes` stand where the frame that they hold says it belongs. */
export function standsInPlace(struct: LogStruct, frame: Frame): boolean {
	return frame.client === struct.client && frame.seq === struct.clock;
}

export type Place = Pick<Frame, 'client' | 'seq'>;

/** What is worth reading in an update from a stranger. */
export interface FoundFrames {
	/** In the places where they belong; in no order, perhaps with gaps or twice. */
	readonly frames: readonly Frame[];
	/** Where anything else stands, or has been deleted. Bytes that are no update are one piece of junk in no strand's place. */
	readonly junk: readonly Place[];
}

const nowhere: Place = { client: -1, seq: 0 };

/** Takes the frames out of any update. Never throws on hostile bytes. */
export function readFrames(update: Uint8Array): FoundFrames {
	try {
		const { structs, ds } = Y.decodeUpdate(update);
		const frames: Frame[] = [];
		const junk: Place[] = [];
		for (const struct of structs) {
			const frame = frameIn(struct);
			if (frame) frames.push(frame);
			else if (!(struct instanceof Y.Skip)) junk.push({ client: struct.id.client, seq: struct.id.clock });
		}
		for (const [client, deletions] of ds.clients) {
			for (const { clock } of deletions) junk.push({ client, seq: clock });
		}
		return { frames, junk };
	} catch {
		return { frames: [], junk: [nowhere] };
	}
}

function frameIn(struct: Y.AbstractStruct): Frame | null {
	const append = asAppend(struct);
	const parsed = append && parseFrame(append.bytes);
	return append && parsed?.kind === 'frame' && standsInPlace(append, parsed.frame) ? parsed.frame : null;
}
