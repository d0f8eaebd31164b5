/** Formats of length-prefixed bytes taken apart into their fields, so that a fuzzer can change one and leave the rest as it is. */
import { FrameError, FrameReader, joined } from '#lib/seal/frame-bytes.ts';

/** A number is that many raw bytes; `long` is bytes behind eight bytes of length; `rest` is whatever is left. */
export type Field = number | 'u8' | 'u16' | 'u32' | 'u64' | 'name' | 'part' | 'long' | 'rest' | Many;

interface Many {
	readonly count: 'u8' | 'u16' | 'u32';
	readonly of: readonly Field[];
}

export interface Piece {
	/** A number may be a length or a count. */
	readonly kind: 'number' | 'raw';
	readonly bytes: Uint8Array;
}

const widths = { u8: 1, u16: 2, u32: 4, u64: 8 } as const;

/** The pieces, joined, are the bytes. What does not follow the grammar is one piece. */
export function takeApart(bytes: Uint8Array, grammar: readonly Field[]): Piece[] {
	try {
		const read = new FrameReader(bytes);
		const pieces: Piece[] = [];
		for (const field of grammar) takeField(read, field, pieces);
		if (read.left > 0) pieces.push(raw(read, read.left));
		return pieces;
	} catch (error) {
		if (error instanceof FrameError) return [{ kind: 'raw', bytes }];
		throw error;
	}
}

export function putTogether(pieces: readonly Piece[]): Uint8Array {
	return joined(...pieces.map(({ bytes }) => bytes));
}

function takeField(read: FrameReader, field: Field, pieces: Piece[]): void {
	if (typeof field === 'number') pieces.push(raw(read, field));
	else if (field === 'rest') pieces.push(raw(read, read.left));
	else if (field === 'name') takeCounted(read, 1, pieces);
	else if (field === 'part') takeCounted(read, 4, pieces);
	else if (field === 'long') takeCounted(read, 8, pieces);
	else if (typeof field === 'string') pieces.push(number(read, widths[field]));
	else {
		const count = number(read, widths[field.count]);
		pieces.push(count);
		for (let left = valueOf(count); left > 0; left--) {
			for (const each of field.of) takeField(read, each, pieces);
		}
	}
}

function takeCounted(read: FrameReader, width: number, pieces: Piece[]): void {
	const length = number(read, width);
	pieces.push(length, raw(read, valueOf(length)));
}

function number(read: FrameReader, width: number): Piece {
	return { kind: 'number', bytes: read.raw(width) };
}

function raw(read: FrameReader, length: number): Piece {
	return { kind: 'raw', bytes: read.raw(length) };
}

function valueOf({ bytes }: Piece): number {
	return bytes.reduce((value, byte) => value * 256 + byte, 0);
}
