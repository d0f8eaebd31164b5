/** When a pack is made: of many entries soon, of some when it has been quiet; and not by everybody at the same moment. */
import type { Clock } from '#lib/clock.ts';
import type { Random } from '#lib/seal/keys.ts';

export interface PackerContext {
	readonly clock: Clock;
	readonly random: Random;
	/** How many entries no pack stands for; Infinity if the last pack's state is of no use any more. */
	readonly loose: () => number;
	/** Whether this device may make one now. */
	readonly ready: () => boolean;
	readonly pack: () => void;
}

const many = 2_000;
/** Fewer are opened faster than a pack is made. */
const some = 200;
const quiet = 60_000;
const spread = 20_000;
const soonest = 1_000;

export class Packer {
	readonly #context: PackerContext;
	#stop: (() => void) | null = null;
	#soon = false;

	constructor(context: PackerContext) {
		this.#context = context;
	}

	/** Something has been written, or has come. */
	look(): void {
		const loose = this.#context.loose();
		if (loose >= many && this.#soon) return;
		this.close();
		if (loose < some) return;
		this.#soon = loose >= many;
		const [dice = 0] = this.#context.random(1);
		const wait = (this.#soon ? soonest : quiet) + (spread * dice) / 256;
		this.#stop = this.#context.clock.after(wait, () => this.#pack());
	}

	close(): void {
		this.#stop?.();
		this.#stop = null;
		this.#soon = false;
	}

	#pack(): void {
		this.close();
		if (this.#context.loose() < some) return;
		if (this.#context.ready()) this.#context.pack();
		else this.look();
	}
}
