/**
 * The originals of a span of a channel, small: contents and what differs between headers. Ids, nonces and ciphertexts are rebuilt, since
 * a nonce is a keyed hash of header and content; of the signatures each strand's last is kept, which by the hash chain stands for all.
 *
 *   Numbers are LEB128 varints; those with a sign have it as bit 64 of their first byte, above the lowest six bits. A list is its length
 *   and its members; runs are pairs of an index and how often it stands there.
 *
 *   number of entries · list of strands (32 author · 16 strand · first seq · 64 signature of the last entry here) · list of keys (epoch ·
 *   32 key id) · list of lists of roster heads (32 each) · runs of strands · runs of keys · runs of roster heads · each entry's time, as
 *   difference (with a sign) to the one before · each entry's list of heads (2 + strand's index · seq; or, where it is no strand of this volume,
 *   1 · client · seq if it is in an earlier one, else 0 · client · seq · 32 id) · each payload's length · the payloads
 */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import nacl from 'tweetnacl';
import { encodeContent, type Content, type Head } from './content.ts';
import { FrameError, FrameWriter, joined, sameBytes, toText, type ChannelName } from './frame-bytes.ts';
import { strandClient } from './frame-hash.ts';
import { Frame, headerBytes, type FrameHeader } from './frame.ts';
import type { ChannelKey } from './keys.ts';
import { entryNonce } from './seal.ts';

export interface Original {
	readonly frame: Frame;
	readonly content: Content;
}

export interface VolumeContext {
	/** 32 bytes. */
	readonly document: Uint8Array;
	readonly channel: ChannelName;
	/** Undefined if this device was not given it; null if it is not the one in force there. */
	readonly key: (
		epoch: number,
		keyId: Uint8Array,
		rosterHeads: readonly Uint8Array[]
	) => ChannelKey | null | undefined;
	/** The id of an entry of an earlier volume. */
	readonly idOf: (client: number, seq: number) => Uint8Array | undefined;
}

export type VolumeFault =
	/** Sealed under a key that this device has not been given. */
	| 'key'
	/** It cites an entry that is neither here nor in an earlier volume. */
	| 'unknown'
	/** Not in the one form. */
	| 'form';

export class VolumeError extends Error {
	readonly fault: VolumeFault;
	constructor(fault: VolumeFault) {
		super(`volume: ${fault}`);
		this.name = 'VolumeError';
		this.fault = fault;
	}
}

/** More would not fit into the memory of a small device, and they can be written in a few bytes each. */
export const mostOriginals = 100_000;

/** How a cited entry is named. */
const explicit = 0;
const earlier = 1;
const here = 2;
const noSignature = new Uint8Array(64);
/** At least, besides what runs say of it: its time, how many heads it has, its payload's length. */
const bytesOfEntry = 3;

/** Not deflated yet. The entries come in an order in which each follows what it cites; those of one strand are consecutive. */
export function writeVolume(originals: readonly Original[], idOf: VolumeContext['idOf']): Uint8Array {
	const strands = new Table<StrandHere>();
	const keys = new Table<Frame>();
	const rosterHeads = new Table<Frame>();
	const columns = { strand: new Runs(), key: new Runs(), heads: new Runs() };
	const times = encoding.createEncoder();
	const heads = encoding.createEncoder();
	const lengths = encoding.createEncoder();
	let time = 0;
	for (const { frame, content } of originals) {
		const strand = strands.at(String(frame.client), () => ({ first: frame, last: frame }));
		strand.value.last = frame;
		columns.strand.push(strand.index);
		columns.key.push(keys.at(`${frame.epoch} ${toText(frame.keyId)}`, () => frame).index);
		columns.heads.push(rosterHeads.at(frame.rosterHeads.map(toText).join(), () => frame).index);
		encoding.writeVarInt(times, content.time - time);
		({ time } = content);
		encoding.writeVarUint(heads, content.heads.length);
		for (const head of content.heads) writeHead(heads, head, strands, idOf);
		encoding.writeVarUint(lengths, content.payload.length);
	}
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, originals.length);
	strands.write(encoder, ({ first, last }) => {
		encoding.writeUint8Array(encoder, first.author);
		encoding.writeUint8Array(encoder, first.strand);
		encoding.writeVarUint(encoder, first.seq);
		encoding.writeUint8Array(encoder, last.signature);
	});
	keys.write(encoder, ({ epoch, keyId }) => {
		encoding.writeVarUint(encoder, epoch);
		encoding.writeUint8Array(encoder, keyId);
	});
	rosterHeads.write(encoder, (frame) => {
		encoding.writeVarUint(encoder, frame.rosterHeads.length);
		for (const head of frame.rosterHeads) encoding.writeUint8Array(encoder, head);
	});
	for (const column of [columns.strand, columns.key, columns.heads]) column.write(encoder);
	for (const column of [times, heads, lengths]) {
		encoding.writeUint8Array(encoder, encoding.toUint8Array(column));
	}
	for (const { content } of originals) encoding.writeUint8Array(encoder, content.payload);
	return encoding.toUint8Array(encoder);
}

/**
 * The originals, each behind what it cites. All but the last frame of each strand have zeros for a signature: the caller checks that
 * one, which proves the others. Throws VolumeError. To be called in slices: each step seals an entry anew.
 */
export function* readVolume(bytes: Uint8Array, context: VolumeContext): Generator<Original> {
	yield* new VolumeReader(bytes, context).originals();
}

/** How many it says to hold: known before any of them is made. Throws VolumeError. */
export function originalsIn(bytes: Uint8Array): number {
	try {
		return decoding.readVarUint(decoding.createDecoder(bytes));
	} catch {
		throw new VolumeError('form');
	}
}

interface StrandHere {
	readonly first: Frame;
	last: Frame;
}

interface SealedUnder {
	readonly epoch: number;
	readonly keyId: Uint8Array;
}

interface ReadStrand {
	readonly author: Uint8Array;
	readonly strand: Uint8Array;
	readonly client: number;
	readonly first: number;
	readonly signature: Uint8Array;
	/** Of the entries that have been rebuilt. */
	readonly ids: Uint8Array[];
	/** How many there are in all. */
	count: number;
}

class VolumeReader {
	readonly #context: VolumeContext;
	readonly #decoder: decoding.Decoder;
	#strands: ReadStrand[] = [];

	constructor(bytes: Uint8Array, context: VolumeContext) {
		this.#context = context;
		this.#decoder = decoding.createDecoder(bytes);
	}

	*originals(): Generator<Original> {
		const count = this.#number();
		if (count > mostOriginals || count > this.#left / bytesOfEntry) throw new VolumeError('form');
		this.#strands = this.#list(() => this.#strand());
		const keys = this.#list(() => ({ epoch: this.#number(), keyId: this.#raw(32) }));
		const rosterHeads = this.#list(() => this.#list(() => this.#raw(32)));
		const ofStrand = this.#runs(count, this.#strands);
		const ofKey = this.#runs(count, keys);
		const ofHeads = this.#runs(count, rosterHeads);
		for (const strand of ofStrand) strand.count += 1;
		const times = this.#times(count);
		const heads = this.#many(count, () => this.#list(() => this.#head()));
		const lengths = this.#many(count, () => this.#number());
		for (const [i, strand] of ofStrand.entries()) {
			const payload = this.#raw(lengths[i] ?? 0);
			const cited = (heads[i] ?? []).map((head) => head());
			const content: Content = { time: times[i] ?? 0, heads: cited, payload };
			const key = this.#keyFor(ofKey[i], ofHeads[i] ?? []);
			yield { frame: this.#rebuild(content, strand, key, ofHeads[i] ?? []), content };
		}
		if (decoding.hasContent(this.#decoder)) throw new VolumeError('form');
	}

	#keyFor(sealed: SealedUnder | undefined, rosterHeads: readonly Uint8Array[]): ChannelKey {
		const key = sealed && this.#context.key(sealed.epoch, sealed.keyId, rosterHeads);
		if (!key) throw new VolumeError(key === null ? 'form' : 'key');
		return { ...key, epoch: sealed.epoch, id: sealed.keyId };
	}

	#rebuild(content: Content, strand: ReadStrand, key: ChannelKey, rosterHeads: readonly Uint8Array[]): Frame {
		const seq = strand.first + strand.ids.length;
		const previous = seq === 0 ? new Uint8Array(32) : this.#idOf(strand, seq - 1);
		const isLast = strand.ids.length === strand.count - 1;
		const signature = isLast ? strand.signature : noSignature;
		const { document, channel } = this.#context;
		const { author, strand: name } = strand;
		const place = { document, channel, author, strand: name, seq, previous, rosterHeads };
		const frame = sealedAnew(place, content, key, signature);
		strand.ids.push(frame.id);
		return frame;
	}

	/** Of an entry that is in this volume already, or in an earlier one. */
	#idOf({ client, first, ids }: ReadStrand, seq: number): Uint8Array {
		const id = seq < first ? this.#context.idOf(client, seq) : ids[seq - first];
		if (!id) throw new VolumeError('unknown');
		return id;
	}

	#strand(): ReadStrand {
		const author = this.#raw(32);
		const strand = this.#raw(16);
		const { document, channel } = this.#context;
		return {
			author,
			strand,
			client: strandClient(document, channel, author, strand),
			first: this.#number(),
			signature: this.#raw(64),
			ids: [],
			count: 0
		};
	}

	/** Answers what it comes to once the entries before it have been rebuilt. */
	#head(): () => Head {
		const how = this.#number();
		if (how >= here) {
			const strand = this.#strands[how - here];
			const seq = this.#number();
			if (!strand) throw new VolumeError('form');
			return () => ({ client: strand.client, seq, id: this.#idOf(strand, seq) });
		}
		const client = this.#number();
		const seq = this.#number();
		if (how === explicit) {
			const id = this.#raw(32);
			return () => ({ client, seq, id });
		}
		const id = this.#context.idOf(client, seq);
		if (!id) throw new VolumeError('unknown');
		return () => ({ client, seq, id });
	}

	#times(count: number): number[] {
		let time = 0;
		return this.#many(count, () => {
			time += this.#signed();
			if (time < 0 || !Number.isSafeInteger(time)) throw new VolumeError('form');
			return time;
		});
	}

	/** One member of the table for each entry. */
	#runs<T>(count: number, table: readonly T[]): T[] {
		const members: T[] = [];
		while (members.length < count) {
			const member = table[this.#number()];
			const times = this.#number();
			if (member === undefined || times < 1 || members.length + times > count) throw new VolumeError('form');
			for (let i = 0; i < times; i++) members.push(member);
		}
		return members;
	}

	#list<T>(one: () => T): T[] {
		return this.#many(this.#number(), one);
	}

	/** Nothing is as short as no byte at all: a count that could not be true ends at once. */
	#many<T>(count: number, one: () => T): T[] {
		if (count > this.#left) throw new VolumeError('form');
		const members: T[] = [];
		for (let i = 0; i < count; i++) members.push(one());
		return members;
	}

	get #left(): number {
		return this.#decoder.arr.length - this.#decoder.pos;
	}

	#number(): number {
		return this.#read(decoding.readVarUint);
	}

	#signed(): number {
		return this.#read(decoding.readVarInt);
	}

	#read(number: (decoder: decoding.Decoder) => number): number {
		try {
			return number(this.#decoder);
		} catch {
			throw new VolumeError('form');
		}
	}

	#raw(length: number): Uint8Array {
		if (length > this.#left) throw new VolumeError('form');
		return decoding.readUint8Array(this.#decoder, length);
	}
}

/** Throws VolumeError for numbers that no frame can hold. */
function sealedAnew(
	place: Omit<FrameHeader, 'kind' | 'epoch' | 'keyId' | 'clear'>,
	content: Content,
	{ epoch, id, key }: ChannelKey,
	signature: Uint8Array
): Frame {
	try {
		const header = headerBytes({ ...place, kind: 'update', epoch, keyId: id, clear: new Uint8Array() });
		const plaintext = encodeContent(content);
		const nonce = entryNonce(key, header, plaintext);
		const ciphertext = nacl.secretbox(plaintext, nonce, key.reveal());
		return new Frame(joined(header, new FrameWriter().raw(nonce).part(ciphertext).raw(signature).done()));
	} catch (error) {
		if (error instanceof FrameError) throw new VolumeError('form');
		throw error;
	}
}

/** Each thing once, by a name, in the order in which they were first met. */
class Table<T> {
	readonly #members = new Map<string, { readonly index: number; readonly value: T }>();

	at(name: string, make: () => T): { readonly index: number; readonly value: T } {
		const known = this.#members.get(name) ?? { index: this.#members.size, value: make() };
		this.#members.set(name, known);
		return known;
	}

	find(name: string): { readonly index: number; readonly value: T } | undefined {
		return this.#members.get(name);
	}

	write(encoder: encoding.Encoder, one: (value: T) => void): void {
		encoding.writeVarUint(encoder, this.#members.size);
		for (const { value } of this.#members.values()) one(value);
	}
}

class Runs {
	readonly #runs: { readonly value: number; times: number }[] = [];

	push(value: number): void {
		const last = this.#runs.at(-1);
		if (last?.value === value) last.times += 1;
		else this.#runs.push({ value, times: 1 });
	}

	write(encoder: encoding.Encoder): void {
		for (const { value, times } of this.#runs) {
			encoding.writeVarUint(encoder, value);
			encoding.writeVarUint(encoder, times);
		}
	}
}

function writeHead(
	encoder: encoding.Encoder,
	{ client, seq, id }: Head,
	strands: Table<StrandHere>,
	idOf: VolumeContext['idOf']
): void {
	const strand = strands.find(String(client));
	if (strand && seq <= strand.value.last.seq) {
		encoding.writeVarUint(encoder, here + strand.index);
		encoding.writeVarUint(encoder, seq);
		return;
	}
	const known = idOf(client, seq);
	const isKnown = known !== undefined && sameBytes(known, id);
	encoding.writeVarUint(encoder, isKnown ? earlier : explicit);
	encoding.writeVarUint(encoder, client);
	encoding.writeVarUint(encoder, seq);
	if (!isKnown) encoding.writeUint8Array(encoder, id);
}
