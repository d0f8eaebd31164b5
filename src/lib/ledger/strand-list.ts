import type { Frame } from '#lib/seal/frame.ts';

/** Frames by strand, each strand in order from seq 0 without gaps. */
export class StrandList {
	readonly #frames = new Map<number, Frame[]>();

	get frames(): ReadonlyMap<number, readonly Frame[]> {
		return this.#frames;
	}

	/** Answers those that were new. Throws on a gap, which is a bug at the caller. */
	add(frames: readonly Frame[]): Frame[] {
		return frames.filter((frame) => {
			const strand = this.#frames.get(frame.client) ?? [];
			if (frame.seq < strand.length) return false;
			if (frame.seq > strand.length) throw new Error('a strand has no gaps');
			strand.push(frame);
			this.#frames.set(frame.client, strand);
			return true;
		});
	}
}
