/** Shift, three times within five seconds and with no other key between: so that nobody leaves who writes in capitals. */
const wanted = 3;
const within = 5_000;

export class Shifts {
	readonly #done: () => void;
	#pressed: number[] = [];

	constructor(done: () => void) {
		this.#done = done;
	}

	/** A key goes down, at `at` (ms). Answers how many presses are missing, or null where none has begun. */
	press({ key, repeat }: Pick<KeyboardEvent, 'key' | 'repeat'>, at: number): number | null {
		if (repeat) return this.#missing;
		const recent = this.#pressed.filter((time) => at - time < within);
		this.#pressed = key === 'Shift' ? [...recent, at] : [];
		const missing = this.#missing;
		if (missing === 0) {
			this.#pressed = [];
			this.#done();
		}
		return missing;
	}

	get #missing(): number | null {
		return this.#pressed.length === 0 ? null : wanted - this.#pressed.length;
	}
}
