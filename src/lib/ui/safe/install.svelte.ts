/** Chromium's event, which no standard has. */
interface InstallOffer extends Event {
	prompt(): Promise<{ readonly outcome: 'accepted' | 'dismissed' }>;
}

/** Whether and how this app can be put on the home screen. The browser's own offer is held back until the person asks. */
export class Install {
	#offer = $state.raw<InstallOffer | null>(null);
	#installed = $state(false);
	readonly #apple: boolean;

	constructor() {
		this.#apple = /\b(iPhone|iPad|iPod)\b/.test(navigator.userAgent);
		this.#installed = matchMedia('(display-mode: standalone)').matches;
	}

	get state(): 'installed' | 'offered' | 'apple' | 'other' {
		if (this.#installed) return 'installed';
		if (this.#offer) return 'offered';
		return this.#apple ? 'apple' : 'other';
	}

	watch(): () => void {
		const stop = new AbortController();
		const { signal } = stop;
		addEventListener(
			'beforeinstallprompt',
			(event) => {
				event.preventDefault();
				this.#offer = event as InstallOffer;
			},
			{ signal }
		);
		addEventListener('appinstalled', () => (this.#installed = true), { signal });
		return () => stop.abort();
	}

	async ask(): Promise<void> {
		const offer = this.#offer;
		this.#offer = null;
		await offer?.prompt();
	}
}
