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
			const length = this.#frames.get(frame.client)?.length ?? 0;
			if (frame.seq > length) throw new Error('a strand has no gaps');
			return this.#append(frame);
		});
	}

	/** Takes, in any order, what follows on; answers it in order. The rest is passed over. */
	take(frames: readonly Frame[]): Frame[] {
		return [...frames].sort((a, b) => a.seq - b.seq).filter((frame) => this.#append(frame));
	}

	#append(frame: Frame): boolean {
		const strand = this.#frames.get(frame.client) ?? [];
		if (frame.seq !== strand.length) return false;
		strand.push(frame);
		this.#frames.set(frame.client, strand);
		return true;
	}
}
