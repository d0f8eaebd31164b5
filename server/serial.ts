/** One thing after another: each task begins when those before it have ended, however they ended. */
export class Serial {
	#last: Promise<unknown> = Promise.resolve();

	run<T>(task: () => Promise<T>): Promise<T> {
		const done = this.#last.then(task, task);
		this.#last = done.catch(() => undefined);
		return done;
	}
}
