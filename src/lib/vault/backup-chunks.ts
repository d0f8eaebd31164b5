import nacl from 'tweetnacl';

export const plainChunk = 65_536;
export const sealedChunk = plainChunk + nacl.secretbox.overheadLength;

export interface Chunk {
	/** Full but for the last; only good until the next chunk is asked for. */
	readonly bytes: Uint8Array;
	readonly last: boolean;
}

/** How many chunks hold `length` bytes; at least one byte is always there. */
export function chunkCount(length: number): number {
	return Math.ceil(length / plainChunk);
}

/** Pieces of any lengths as chunks of one length, with one chunk of memory. */
export function* chunked(pieces: readonly Uint8Array[]): Generator<Chunk, void, void> {
	const chunk = new Uint8Array(plainChunk);
	let filled = 0;
	for (const piece of pieces) {
		for (let at = 0; at < piece.length;) {
			if (filled === plainChunk) {
				yield { bytes: chunk, last: false };
				filled = 0;
			}
			const taken = piece.subarray(at, at + plainChunk - filled);
			chunk.set(taken, filled);
			filled += taken.length;
			at += taken.length;
		}
	}
	yield { bytes: chunk.subarray(0, filled), last: true };
	chunk.fill(0);
}
