import type { Clock } from '#lib/clock.ts';

/** A clock that moves only by hand. */
export class HandClock implements Clock {
	#now: number;
	#timers: { at: number; run: () => void }[] = [];

	constructor(now = Date.UTC(2026, 0, 5, 9)) {
		this.#now = now;
	}

	now(): number {
		return this.#now;
	}

	after(ms: number, run: () => void): () => void {
		const timer = { at: this.#now + ms, run };
		this.#timers.push(timer);
		return () => {
			this.#timers = this.#timers.filter((other) => other !== timer);
		};
	}

	/** Runs what falls due on the way, letting all that it starts come to rest each time. */
	async advance(ms: number): Promise<void> {
		const end = this.#now + ms;
		for (;;) {
			await rest();
			const next = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
			if (!next) break;
			this.#timers = this.#timers.filter((timer) => timer !== next);
			this.#now = Math.max(this.#now, next.at);
			next.run();
		}
		this.#now = end;
		await rest();
	}
}

/** Lets everything that promises lead to settle: a few empty turns of the event loop, no waiting for time. */
export async function rest(turns = 12): Promise<void> {
	for (let i = 0; i < turns; i++) await new Promise<void>((turn) => nextTurn(turn));
}

/** Also in a page, which has no turns of its own to wait for. */
const nextTurn: (run: () => void) => unknown = 'setImmediate' in globalThis ? setImmediate : setTimeout;
