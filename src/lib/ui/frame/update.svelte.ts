/** Sent to a waiting service worker: the person wants the new version now. */
export const USE_NOW = 'use-now';

/** Keeps the whole app on the device, so that it opens without a network; where the browser allows none of it, the app goes on without. */
export async function keepApp(workers: ServiceWorkerContainer | undefined): Promise<void> {
	await workers?.register('/service-worker.js').catch(() => undefined);
}

/**
 * A new version of the app that has been fetched and waits. It never takes over by itself: the page reloads only when
 * the person says so, so nothing is interrupted.
 */
export class Update {
	#waiting = $state.raw<ServiceWorker>();
	#putOff = $state(false);
	#reload: () => void;

	constructor(reload: () => void = () => location.reload()) {
		this.#reload = reload;
	}

	get ready(): boolean {
		return this.#waiting !== undefined && !this.#putOff;
	}

	/** Listens until the returned function is called. */
	watch(workers: ServiceWorkerContainer | undefined): () => void {
		const stop = new AbortController();
		const { signal } = stop;
		void workers?.ready.then((registration) => {
			if (signal.aborted) return;
			const look = (): void => {
				const coming = registration.installing;
				coming?.addEventListener('statechange', () => this.#found(registration.waiting), { signal });
				this.#found(registration.waiting);
			};
			registration.addEventListener('updatefound', look, { signal });
			look();
		});
		return () => stop.abort();
	}

	use(): void {
		const waiting = this.#waiting;
		if (waiting === undefined) return;
		// Another tab may have switched already; then there is nothing to wait for.
		if (waiting.state === 'activated') return this.#reload();
		waiting.addEventListener('statechange', () => waiting.state === 'activated' && this.#reload());
		waiting.postMessage(USE_NOW);
	}

	later(): void {
		this.#putOff = true;
	}

	#found(waiting: ServiceWorker | null): void {
		if (waiting === null || waiting === this.#waiting) return;
		this.#waiting = waiting;
		this.#putOff = false;
	}
}
