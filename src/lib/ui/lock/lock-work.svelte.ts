/** One thing at a time that takes a moment and can be stopped. */
export class LockWork<O> {
	working = $state(false);
	#stop: AbortController | null = null;

	/** Null while another is under way. */
	async run(work: (signal: AbortSignal) => Promise<O>): Promise<O | null> {
		if (this.#stop) return null;
		const stop = (this.#stop = new AbortController());
		this.working = true;
		try {
			return await work(stop.signal);
		} finally {
			this.#stop = null;
			this.working = false;
		}
	}

	stop(): void {
		this.#stop?.abort();
	}
}
