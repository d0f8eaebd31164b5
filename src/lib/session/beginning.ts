/**
 * From which packs a channel is opened on this device: those of its generation that have been checked here. Kept in the outbox; it holds
 * nothing secret.
 *
 *   u32 generation · u8 1 from the state, 0 from the originals · u8 h, h × 32 roster heads ·
 *   u8 n, n × 32 state pack's id · u8 l, l × u32 generation left
 */
import { FrameError, FrameReader, FrameWriter } from '#lib/seal/frame-bytes.ts';

export interface Beginning {
	readonly generation: number;
	/** False if what the state holds does not count any more. */
	readonly fromState: boolean;
	/** The roster that was known when they were checked. */
	readonly rosterHeads: readonly Uint8Array[];
	/** Ids of state packs; the first is the one to open from. */
	readonly checked: readonly Uint8Array[];
	/** Generations that were left, and may still lie in storage. */
	readonly left: readonly number[];
}

export function encodeBeginning(beginning: Beginning): Uint8Array {
	const { generation, fromState, rosterHeads, checked, left } = beginning;
	const write = new FrameWriter()
		.u32(generation)
		.u8(fromState ? 1 : 0)
		.u8(rosterHeads.length);
	for (const head of rosterHeads) write.raw(head);
	write.u8(checked.length);
	for (const id of checked) write.raw(id);
	write.u8(left.length);
	for (const one of left) write.u32(one);
	return write.done();
}

/** Null for bytes that are none: then the channel is opened from its first generation. */
export function readBeginning(bytes: Uint8Array): Beginning | null {
	try {
		const read = new FrameReader(bytes);
		const generation = read.u32();
		const fromState = read.u8() === 1;
		const rosterHeads = Array.from({ length: read.u8() }, () => read.raw(32));
		const checked = Array.from({ length: read.u8() }, () => read.raw(32));
		const left = Array.from({ length: read.u8() }, () => read.u32());
		read.end();
		return { generation, fromState, rosterHeads, checked, left };
	} catch (error) {
		if (error instanceof FrameError) return null;
		throw error;
	}
}
