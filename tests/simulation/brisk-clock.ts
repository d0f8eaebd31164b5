import { HandClock } from './hand-clock.ts';

/** What people hardly notice in ms: batches, drafts, a hint after a pause. Beats, retries and expiries are longer. */
const brief = 2_500;

/** For pages that a test uses as a person does: brief waits pass as soon as nothing else happens; longer ones by hand only. */
export class BriskClock extends HandClock {
	#passing: Promise<void> = Promise.resolve();

	constructor(now = Date.now()) {
		super(now);
	}

	override after(ms: number, run: () => void): () => void {
		const due = this.now() + ms;
		if (ms <= brief) this.#passing = this.#passing.then(() => this.advance(Math.max(0, due - this.now())));
		return super.after(ms, run);
	}
}
