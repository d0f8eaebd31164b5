/** Time as the core sees it; injected, so that expiry, presence and timeouts can be tested without waiting. */
export interface Clock {
	/** Milliseconds since 1970. */
	now(): number;
	/** Runs once after `ms` milliseconds; the answer stops it. */
	after(ms: number, run: () => void): () => void;
}

export const systemClock: Clock = {
	now: () => Date.now(),
	after(ms, run) {
		const timer = setTimeout(run, ms);
		return () => clearTimeout(timer);
	}
};
