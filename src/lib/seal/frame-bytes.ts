/**
 * Bytes of the wire format: big-endian fixed-width numbers and length-prefixed parts, and the text form (base64url, no padding)
 * in which ids and keys are map keys, URL parts and IndexedDB keys.
 */

declare const brand: unique symbol;
export type Branded<T, B extends string> = T & { readonly [brand]: B };

/** base64url of the 32-byte hash of a founding statement. */
export type DocumentId = Branded<string, 'DocumentId'>;
/** base64url of a member's 32-byte Ed25519 public key: who a person is inside one sealed document. */
export type MemberId = Branded<string, 'MemberId'>;
/** base64url of an entry's 32-byte id. */
export type EntryId = Branded<string, 'EntryId'>;
/** A channel's name: 1 to 32 of a–z, 0–9 and '-', beginning with a letter. */
export type ChannelName = Branded<string, 'ChannelName'>;

export type FrameFault =
	'truncated' | 'trailing' | 'version' | 'kind' | 'channel' | 'heads' | 'length' | 'point' | 'too-large';

/** Thrown by readers of hostile bytes; caught where a frame is parsed and turned into a verdict. */
export class FrameError extends Error {
	readonly fault: FrameFault;
	constructor(fault: FrameFault) {
		super(`frame: ${fault}`);
		this.name = 'FrameError';
		this.fault = fault;
	}
}

const channelPattern = /^[a-z][a-z0-9-]{0,31}$/;

export function isChannelName(name: string): name is ChannelName {
	return channelPattern.test(name);
}

export function channelName(name: string): ChannelName {
	if (!isChannelName(name)) throw new FrameError('channel');
	return name;
}

/** Throws FrameError 'length' for a number that its width cannot hold: it would come back as another one. */
export class FrameWriter {
	#bytes = new Uint8Array(1024);
	#view = new DataView(this.#bytes.buffer);
	#length = 0;

	u8(value: number): this {
		fits(value, 2 ** 8);
		this.#reserve(1);
		this.#view.setUint8(this.#length, value);
		this.#length += 1;
		return this;
	}

	u16(value: number): this {
		fits(value, 2 ** 16);
		this.#reserve(2);
		this.#view.setUint16(this.#length, value);
		this.#length += 2;
		return this;
	}

	u32(value: number): this {
		fits(value, 2 ** 32);
		this.#reserve(4);
		this.#view.setUint32(this.#length, value);
		this.#length += 4;
		return this;
	}

	/** A whole number below 2^53, in eight bytes. */
	u64(value: number): this {
		fits(value, 2 ** 53);
		this.#reserve(8);
		this.#view.setUint32(this.#length, Math.floor(value / 2 ** 32));
		this.#view.setUint32(this.#length + 4, value >>> 0);
		this.#length += 8;
		return this;
	}

	raw(bytes: Uint8Array): this {
		this.#reserve(bytes.length);
		this.#bytes.set(bytes, this.#length);
		this.#length += bytes.length;
		return this;
	}

	/** Bytes behind their length in four bytes. */
	part(bytes: Uint8Array): this {
		return this.u32(bytes.length).raw(bytes);
	}

	/** UTF-8 behind its length in one byte. */
	name(text: string): this {
		const bytes = utf8(text);
		return this.u8(bytes.length).raw(bytes);
	}

	done(): Uint8Array {
		return this.#bytes.slice(0, this.#length);
	}

	#reserve(more: number): void {
		const needed = this.#length + more;
		if (needed <= this.#bytes.length) return;
		const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
		grown.set(this.#bytes.subarray(0, this.#length));
		this.#bytes = grown;
		this.#view = new DataView(grown.buffer);
	}
}

function fits(value: number, limit: number): void {
	if (!Number.isInteger(value) || value < 0 || value >= limit) throw new FrameError('length');
}

/** Reads what FrameWriter wrote. Parts are views of the given bytes, not copies. Throws FrameError. */
export class FrameReader {
	readonly #bytes: Uint8Array;
	readonly #view: DataView;
	#at = 0;

	constructor(bytes: Uint8Array) {
		this.#bytes = bytes;
		this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	}

	get at(): number {
		return this.#at;
	}

	get left(): number {
		return this.#bytes.length - this.#at;
	}

	u8(): number {
		return this.#view.getUint8(this.#step(1));
	}

	u16(): number {
		return this.#view.getUint16(this.#step(2));
	}

	u32(): number {
		return this.#view.getUint32(this.#step(4));
	}

	u64(): number {
		const at = this.#step(8);
		const value = this.#view.getUint32(at) * 2 ** 32 + this.#view.getUint32(at + 4);
		if (!Number.isSafeInteger(value)) throw new FrameError('length');
		return value;
	}

	raw(length: number): Uint8Array {
		const at = this.#step(length);
		return this.#bytes.subarray(at, at + length);
	}

	part(most = 2 ** 31): Uint8Array {
		const length = this.u32();
		if (length > most) throw new FrameError('length');
		return this.raw(length);
	}

	name(): string {
		const bytes = this.raw(this.u8());
		let text = '';
		// Nearly all names are a few ASCII letters, for which a decoder costs more than this.
		for (let i = 0; i < bytes.length; i++) {
			const byte = bytes[i] ?? 0;
			if (byte > 127) return fromUtf8(bytes);
			text += String.fromCharCode(byte);
		}
		return text;
	}

	end(): void {
		if (this.left !== 0) throw new FrameError('trailing');
	}

	#step(length: number): number {
		const at = this.#at;
		if (length > this.#bytes.length - at) throw new FrameError('truncated');
		this.#at = at + length;
		return at;
	}
}

const encoder = new TextEncoder();
// A byte order mark is kept: dropped, it would give one name two spellings in bytes.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

export function utf8(text: string): Uint8Array {
	return encoder.encode(text);
}

/** Malformed sequences become U+FFFD, as everywhere on the web. */
export function fromUtf8(bytes: Uint8Array): string {
	return decoder.decode(bytes);
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
	const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}

/** Not constant-time: for public bytes only. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
	if (a.length !== b.length) return false;
	for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
	return true;
}

/** Byte order, so that sets of ids have one form. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
	const length = Math.min(a.length, b.length);
	for (let i = 0; i < length; i++) {
		const difference = (a[i] ?? 0) - (b[i] ?? 0);
		if (difference !== 0) return difference;
	}
	return a.length - b.length;
}

export function isZero(bytes: Uint8Array): boolean {
	for (let i = 0; i < bytes.length; i++) if (bytes[i] !== 0) return false;
	return true;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const valueOf = new Map([...alphabet].map((letter, value) => [letter, value]));

/** base64url without padding (RFC 4648 §5). */
export function toText(bytes: Uint8Array): string {
	let text = '';
	for (let i = 0; i < bytes.length; i += 3) {
		const left = bytes.length - i;
		const bits = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
		text += alphabet.charAt(bits >> 18) + alphabet.charAt((bits >> 12) & 63);
		if (left > 1) text += alphabet.charAt((bits >> 6) & 63);
		if (left > 2) text += alphabet.charAt(bits & 63);
	}
	return text;
}

/** The bytes of base64url text, or null if it is not in the one canonical form. */
export function fromText(text: string): Uint8Array | null {
	if (text.length % 4 === 1) return null;
	const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
	let at = 0;
	for (let i = 0; i < text.length; i += 4) {
		let bits = 0;
		for (let j = 0; j < 4; j++) {
			const letter = text[i + j];
			const value = letter === undefined ? 0 : valueOf.get(letter);
			if (value === undefined) return null;
			bits = (bits << 6) | value;
		}
		for (let shift = 16; shift >= 0 && at < bytes.length; shift -= 8) bytes[at++] = (bits >> shift) & 255;
	}
	return toText(bytes) === text ? bytes : null;
}

/** The 32 bytes behind a branded id; throws on anything else, which is a bug at the caller. */
export function idBytes(id: DocumentId | MemberId | EntryId): Uint8Array {
	const bytes = fromText(id);
	if (bytes?.length !== 32) throw new FrameError('length');
	return bytes;
}

export function documentId(bytes: Uint8Array): DocumentId {
	return id32(bytes) as DocumentId;
}

export function memberId(publicKey: Uint8Array): MemberId {
	return id32(publicKey) as MemberId;
}

export function entryId(bytes: Uint8Array): EntryId {
	return id32(bytes) as EntryId;
}

/** A document's id as it stands in an address, or null if it cannot be one. */
export function parseDocumentId(text: string): DocumentId | null {
	return fromText(text)?.length === 32 ? (text as DocumentId) : null;
}

function id32(bytes: Uint8Array): string {
	if (bytes.length !== 32) throw new FrameError('length');
	return toText(bytes);
}
