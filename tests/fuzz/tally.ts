import { fault } from './fault.ts';

/** What came of the cases of one kind. */
export class Tally {
	/** By what was answered. */
	readonly counts = new Map<string, number>();
	cases = 0;
	/** Milliseconds that the slowest case took. */
	slowest = 0;

	/** One input; `run` gives it to the code that is tried and answers in a word what that said. */
	try(run: () => string): void {
		const start = performance.now();
		this.#count(run(), performance.now() - start);
	}

	async tryLater(run: () => Promise<string>): Promise<void> {
		const start = performance.now();
		this.#count(await run(), performance.now() - start);
	}

	get words(): string {
		const [most] = [[...this.counts].sort(([, a], [, b]) => b - a)];
		return most.map(([answer, count]) => `${answer} ${count}`).join(', ');
	}

	#count(answer: string, took: number): void {
		this.cases += 1;
		this.counts.set(answer, (this.counts.get(answer) ?? 0) + 1);
		this.slowest = Math.max(this.slowest, took);
		if (took > mostMs) fault(`${answer} after ${Math.round(took)} ms`);
	}
}

const mostMs = 1000;
