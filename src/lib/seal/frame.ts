/**
 * An entry's frame: all that a relay can see of it. Numbers are big-endian.
 *
 *   u8 version (1) · u8 kind · 32 document · u8 n, n channel · u32 epoch · 32 key id · 32 author · 16 strand · u32 seq ·
 *   32 previous entry's id · u8 h, h × 32 roster heads · u32 c, c clear part · 24 nonce · u32 s, s ciphertext · 64 signature
 *
 * The id is the hash of everything before the signature; the signature is made over the id. A founding statement carries a zero
 * document and is itself what the document is named by.
 */
import {
	channelName,
	compareBytes,
	documentId,
	FrameError,
	FrameReader,
	FrameWriter,
	isZero,
	sameBytes,
	type ChannelName,
	type DocumentId,
	type FrameFault
} from './frame-bytes.ts';
import { hash, strandClient } from './frame-hash.ts';
import { readPackLabel, type PackLabel } from './frame-pack.ts';

/** 2 MiB: no frame is larger; relays and devices refuse one before they read it. */
export const largestFrame = 2 * 1024 * 1024;
export const mostRosterHeads = 32;
export const frameVersion = 1;

/** What an entry holds. */
export type FrameKind = 'update' | 'pack' | 'presence' | 'statement';

const kinds: readonly FrameKind[] = ['update', 'pack', 'presence', 'statement'];

/** What the signature covers besides ciphertext and nonce; nothing that decides how an entry is read stands elsewhere. */
export interface FrameHeader {
	readonly kind: FrameKind;
	readonly document: Uint8Array;
	readonly channel: ChannelName;
	readonly epoch: number;
	readonly keyId: Uint8Array;
	readonly author: Uint8Array;
	readonly strand: Uint8Array;
	readonly seq: number;
	/** Id of the strand's previous entry; zero at seq 0. */
	readonly previous: Uint8Array;
	/** Ids of the roster statements under which the author acts, ascending; none in a founding statement, at least one elsewhere. */
	readonly rosterHeads: readonly Uint8Array[];
	/** In clear for the relay: a statement's skeleton, a pack's label; empty in all other kinds. */
	readonly clear: Uint8Array;
}

export class Frame implements FrameHeader {
	readonly bytes: Uint8Array;
	readonly kind: FrameKind;
	readonly document: Uint8Array;
	readonly channel: ChannelName;
	readonly epoch: number;
	readonly keyId: Uint8Array;
	readonly author: Uint8Array;
	readonly strand: Uint8Array;
	readonly seq: number;
	readonly previous: Uint8Array;
	readonly rosterHeads: readonly Uint8Array[];
	readonly clear: Uint8Array;
	/** Null but for a pack. */
	readonly pack: PackLabel | null;
	/** The header as it stands in the frame: what the nonce is bound to. */
	readonly header: Uint8Array;
	readonly nonce: Uint8Array;
	readonly ciphertext: Uint8Array;
	readonly signature: Uint8Array;
	#id: Uint8Array | undefined;
	#belongsTo: Uint8Array | undefined;
	#client: number | undefined;

	/** Throws FrameError on anything but one whole canonical frame. */
	constructor(bytes: Uint8Array) {
		if (bytes.length > largestFrame) throw new FrameError('too-large');
		const read = new FrameReader(bytes);
		if (read.u8() !== frameVersion) throw new FrameError('version');
		const kind = kinds[read.u8() - 1];
		if (!kind) throw new FrameError('kind');
		this.bytes = bytes;
		this.kind = kind;
		this.document = read.raw(32);
		this.channel = channelName(read.name());
		this.epoch = read.u32();
		this.keyId = read.raw(32);
		this.author = read.raw(32);
		this.strand = read.raw(16);
		this.seq = read.u32();
		this.previous = read.raw(32);
		this.rosterHeads = readHeads(read);
		this.clear = read.part(largestFrame);
		this.header = bytes.subarray(0, read.at);
		this.nonce = read.raw(24);
		this.ciphertext = read.part(largestFrame);
		this.signature = read.raw(64);
		read.end();
		this.pack = kind === 'pack' ? readPackLabel(this.clear, this.seq) : null;
		if (kind !== 'statement' && kind !== 'pack' && this.clear.length !== 0) throw new FrameError('length');
		if ((this.seq === 0) !== isZero(this.previous)) throw new FrameError('heads');
		if (this.isFounding && this.kind !== 'statement') throw new FrameError('kind');
		if (this.isFounding !== (this.rosterHeads.length === 0)) throw new FrameError('heads');
	}

	/** 32 bytes; the signature is left out, because Ed25519 signatures can be varied by a third hand in some implementations. */
	get id(): Uint8Array {
		return (this.#id ??= hash('roundtable/entry/1', this.bytes.subarray(0, this.bytes.length - 64)));
	}

	/** A founding statement names its document by its own id. */
	get isFounding(): boolean {
		return isZero(this.document);
	}

	/** 32 bytes: the document that this entry belongs to. */
	get belongsTo(): Uint8Array {
		return (this.#belongsTo ??= this.isFounding ? hash('roundtable/document/1', this.id) : this.document);
	}

	/** The strand as a Yjs client id, in the sealed log and inside the channel. */
	get client(): number {
		return (this.#client ??= clientOf(this));
	}
}

/** Entries come strand by strand: the hash of the last one's strand is mostly the next one's too. */
let latest: { readonly frame: Frame; readonly client: number } | null = null;

function clientOf(frame: Frame): number {
	if (!latest || !sameStrand(latest.frame, frame)) {
		const { belongsTo, channel, author, strand } = frame;
		latest = { frame, client: strandClient(belongsTo, channel, author, strand) };
	}
	return latest.client;
}

function sameStrand(a: Frame, b: Frame): boolean {
	return (
		sameBytes(a.strand, b.strand) &&
		sameBytes(a.author, b.author) &&
		a.channel === b.channel &&
		sameBytes(a.belongsTo, b.belongsTo)
	);
}

export type Parsed = { readonly kind: 'frame'; readonly frame: Frame } | Broken;
export interface Broken {
	readonly kind: 'broken';
	readonly reason: FrameFault;
}

/** Any bytes in; a frame or the reason why they are none. Never throws. */
export function parseFrame(bytes: Uint8Array): Parsed {
	try {
		return { kind: 'frame', frame: new Frame(bytes) };
	} catch (error) {
		if (error instanceof FrameError) return { kind: 'broken', reason: error.fault };
		throw error;
	}
}

/** The bytes from the version to the clear part. */
export function headerBytes(header: FrameHeader): Uint8Array {
	const write = new FrameWriter()
		.u8(frameVersion)
		.u8(kinds.indexOf(header.kind) + 1)
		.raw(header.document)
		.name(header.channel)
		.u32(header.epoch)
		.raw(header.keyId)
		.raw(header.author)
		.raw(header.strand)
		.u32(header.seq)
		.raw(header.previous)
		.u8(header.rosterHeads.length);
	for (const head of header.rosterHeads) write.raw(head);
	return write.part(header.clear).done();
}

export function foundedDocument(founding: Frame): DocumentId {
	return documentId(founding.belongsTo);
}

/** Ids in the one order in which a frame may carry them. */
export function sortedHeads(heads: readonly Uint8Array[]): Uint8Array[] {
	return [...heads].sort(compareBytes);
}

function readHeads(read: FrameReader): Uint8Array[] {
	const count = read.u8();
	if (count > mostRosterHeads) throw new FrameError('heads');
	const heads: Uint8Array[] = [];
	for (let i = 0; i < count; i++) {
		const head = read.raw(32);
		const last = heads.at(-1);
		if (last && (sameBytes(last, head) || compareBytes(last, head) > 0)) throw new FrameError('heads');
		heads.push(head);
	}
	return heads;
}
