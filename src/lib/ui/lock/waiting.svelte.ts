import type { Clock } from '#lib/clock.ts';

/** Counts down, second by second. */
export class Waiting {
	seconds = $state(0);
	readonly #clock: Clock;
	#stop: (() => void) | null = null;

	constructor(clock: Clock) {
		this.#clock = clock;
	}

	/** In ms since 1970. The answer stops counting. */
	until(at: number): () => void {
		this.#stop?.();
		const left = at - this.#clock.now();
		this.seconds = Math.max(0, Math.ceil(left / 1000));
		this.#stop = this.seconds > 0 ? this.#clock.after(left % 1000 || 1000, () => void this.until(at)) : null;
		return () => this.#stop?.();
	}
}
