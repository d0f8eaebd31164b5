import { constants, inflateRawSync, inflateSync } from 'node:zlib';

export interface Inflated {
	readonly as: 'zlib' | 'gzip' | 'deflate';
	readonly content: Buffer;
}

/** Streams that were cut off are read as far as they go. */
const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 16 * 1024 * 1024 };

/** Anything shorter says nothing that a scan of the bytes themselves would not find. */
const SHORTEST = 8;

/**
 * What inflates, at whatever offset it begins. A deflate stream without a header is tried where a block with a code of its own
 * begins, the only kind whose words cannot be found in the bytes as they lie.
 */
export function* inflated(bytes: Buffer): Generator<Inflated> {
	for (let offset = 0; offset + SHORTEST < bytes.length; offset++) {
		const raw = (from: number) => () => inflateRawSync(bytes.subarray(from), options);
		if (isGzip(bytes, offset)) yield* attempt('gzip', raw(afterGzipHeader(bytes, offset)));
		if (isZlib(bytes, offset)) yield* attempt('zlib', () => inflateSync(bytes.subarray(offset), options));
		if (hasOwnCode(bytes, offset)) yield* attempt('deflate', raw(offset));
	}
}

function* attempt(as: Inflated['as'], inflate: () => Buffer): Generator<Inflated> {
	try {
		const content = inflate();
		if (content.length >= SHORTEST) yield { as, content };
	} catch {
		// It only looked like a stream.
	}
}

function isGzip(bytes: Buffer, offset: number): boolean {
	return bytes[offset] === 0x1f && bytes[offset + 1] === 0x8b && bytes[offset + 2] === 8;
}

/** RFC 1952 §2.3: ten bytes, and what its flags announce. What follows one stream would make `gunzip` refuse all of it. */
function afterGzipHeader(bytes: Buffer, offset: number): number {
	const flags = bytes[offset + 3] ?? 0;
	let at = offset + 10;
	if (flags & 4) at += 2 + (bytes[at] ?? 0) + (bytes[at + 1] ?? 0) * 256;
	for (const flag of [8, 16]) if (flags & flag) at = bytes.indexOf(0, at) + 1;
	return flags & 2 ? at + 2 : at;
}

/** RFC 1950 §2.2 */
function isZlib(bytes: Buffer, offset: number): boolean {
	const first = bytes[offset] ?? 0;
	return (first & 0x8f) === 8 && (first * 256 + (bytes[offset + 1] ?? 0)) % 31 === 0;
}

/** A block with dynamic Huffman codes (RFC 1951 §3.2.7) whose first code is complete: few places in random bytes are so. */
function hasOwnCode(bytes: Buffer, offset: number): boolean {
	let at = offset * 8;
	const bits = (count: number): number => {
		let value = 0;
		for (let bit = 0; bit < count; bit++, at++) value |= (((bytes[at >> 3] ?? 0) >> (at & 7)) & 1) << bit;
		return value;
	};
	const type = bits(3) >> 1;
	if (type !== 2 || bits(5) > 29 || bits(5) > 29) return false;
	let used = 0;
	for (let left = bits(4) + 4; left > 0; left--) {
		const length = bits(3);
		if (length > 0) used += 128 >> length;
	}
	return used === 128;
}
