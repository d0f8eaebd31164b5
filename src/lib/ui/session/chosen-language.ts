import type { Device } from '#lib/session/device.ts';
import { chosenLanguage, noteLanguage, onLanguage } from '#lib/session/language.ts';
import { languageOf, speak, type Locale } from '../words/language.svelte.ts';

/** The language that a person chooses. The browser's languages decide until then, and while their device is not open. */
export class ChosenLanguage {
	#device: Device | null = null;
	/** Chosen before the device was open. */
	#early: Locale | null = null;

	choose(language: Locale): void {
		void speak(language);
		if (this.#device) void noteLanguage(this.#device, language);
		else this.#early = language;
	}

	/** The answer stops following it. */
	follow(device: Device): () => void {
		this.#device = device;
		if (this.#early) void noteLanguage(device, this.#early);
		else void this.#takeUp(device);
		this.#early = null;
		const stop = onLanguage(device, () => void this.#takeUp(device));
		return () => {
			stop();
			this.#device = null;
		};
	}

	async #takeUp(device: Device): Promise<void> {
		const language = languageOf((await chosenLanguage(device)) ?? '');
		if (language) await speak(language);
	}
}
