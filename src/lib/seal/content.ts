/**
 * What is sealed inside an entry, before padding:
 *
 *   u64 author's time (ms since 1970, as claimed) · u16 h, h × (u64 strand client · u32 seq · 32 entry id) · u32 n, n payload
 *
 * Heads are the author's, as changes since their previous entry. Then zeros up to the padded length.
 */
import { FrameError, FrameReader, FrameWriter, isZero } from './frame-bytes.ts';

export interface Head {
	/** The strand, as its Yjs client id. */
	readonly client: number;
	readonly seq: number;
	/** 32 bytes. */
	readonly id: Uint8Array;
}

export interface Content {
	/** Milliseconds since 1970 by the author's clock: shown as claimed, never deciding validity. */
	readonly time: number;
	readonly heads: readonly Head[];
	/** A Yjs update (V1), or a statement's details. */
	readonly payload: Uint8Array;
}

export function encodeContent(content: Content): Uint8Array {
	const write = new FrameWriter().u64(Math.max(0, Math.trunc(content.time))).u16(content.heads.length);
	for (const head of content.heads) write.u64(head.client).u32(head.seq).raw(head.id);
	const bytes = write.part(content.payload).done();
	const padded = new Uint8Array(paddedLength(bytes.length));
	padded.set(bytes);
	return padded;
}

/** Throws FrameError: also on padding that is not the one form, so that it carries nothing. */
export function decodeContent(padded: Uint8Array): Content {
	const read = new FrameReader(padded);
	const time = read.u64();
	const heads: Head[] = [];
	for (let left = read.u16(); left > 0; left--) {
		heads.push({ client: read.u64(), seq: read.u32(), id: read.raw(32) });
	}
	const payload = read.part();
	const rest = padded.subarray(read.at);
	if (padded.length !== paddedLength(read.at) || !isZero(rest)) throw new FrameError('length');
	return { time, heads, payload };
}

/** At least 512 bytes, then PADMÉ (Nikitin et al., PETS 2019): a length leaks O(log log n) bits and costs at most 12 %. */
export function paddedLength(length: number): number {
	if (length <= 512) return 512;
	const exponent = Math.floor(Math.log2(length));
	const kept = Math.floor(Math.log2(exponent)) + 1;
	const step = 2 ** (exponent - kept);
	return Math.ceil(length / step) * step;
}
