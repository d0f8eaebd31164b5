/**
 * What a relay can see of a pack: the label that each of its frames carries in clear.
 *
 *   u8 what (1 state, 2 volume, 3 carried, 4 next, 5 beside) · u32 frames of which the pack consists
 *
 * A pack is a strand of its own: its frames, from seq 0, hold the parts of one content.
 */
import { FrameError, FrameReader, FrameWriter } from './frame-bytes.ts';

export type PackKind =
	/** The merged state at given heads: begins a generation. */
	| 'state'
	/** The original entries that a state stands for and the state before it did not. */
	| 'volume'
	/** Entries of others, handed on where their own place is not: late ones of an earlier generation, and the two sides of a fork. */
	| 'carried'
	/** Says in a generation that the next has begun. */
	| 'next'
	/** Names a volume of an earlier generation's other pack, which holds what those of this one do not. */
	| 'beside';

export interface PackLabel {
	readonly what: PackKind;
	readonly frames: number;
}

/** With 2 MiB each: no pack is larger than 64 MiB. */
export const mostPackFrames = 32;

const kinds: readonly PackKind[] = ['state', 'volume', 'carried', 'next', 'beside'];

export function packLabel({ what, frames }: PackLabel): Uint8Array {
	return new FrameWriter()
		.u8(kinds.indexOf(what) + 1)
		.u32(frames)
		.done();
}

/** Throws FrameError on anything but a label of a frame at this seq. */
export function readPackLabel(clear: Uint8Array, seq: number): PackLabel {
	const read = new FrameReader(clear);
	const what = kinds[read.u8() - 1];
	const frames = read.u32();
	read.end();
	if (!what) throw new FrameError('kind');
	if (frames > mostPackFrames || seq >= frames) throw new FrameError('length');
	return { what, frames };
}
