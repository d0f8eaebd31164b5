/** Whether the browser believes that it has a network: a hint, good enough for saying that one is missing. */
export class Network {
	#online = $state(navigator.onLine);

	get online(): boolean {
		return this.#online;
	}

	watch(): () => void {
		const stop = new AbortController();
		const look = () => (this.#online = navigator.onLine);
		addEventListener('online', look, { signal: stop.signal });
		addEventListener('offline', look, { signal: stop.signal });
		look();
		return () => stop.abort();
	}
}
