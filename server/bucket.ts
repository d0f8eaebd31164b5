/** A rate with room for bursts: what is taken runs back in at `perSecond`. */
export class Bucket {
	readonly #perSecond: number;
	readonly #most: number;
	readonly #now: () => number;
	#left: number;
	#at: number;

	constructor(perSecond: number, most: number, now: () => number) {
		this.#perSecond = perSecond;
		this.#most = most;
		this.#now = now;
		this.#left = most;
		this.#at = now();
	}

	/** Takes, also more than there is; the answer is how many milliseconds until nothing is owed. */
	take(amount: number): number {
		const now = this.#now();
		this.#left = Math.min(this.#most, this.#left + (Math.max(0, now - this.#at) / 1000) * this.#perSecond) - amount;
		this.#at = now;
		return this.#left >= 0 ? 0 : (-this.#left / this.#perSecond) * 1000;
	}
}
