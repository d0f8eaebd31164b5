import { createContext } from 'svelte';

/** What is needed of the browser's speech synthesis. */
export type Speech = Pick<
	SpeechSynthesis,
	'getVoices' | 'speak' | 'cancel' | 'addEventListener' | 'removeEventListener'
>;

/** Reads words aloud by a voice that lives on this device: one that speaks by way of a server would tell it the plan. */
export class Reading {
	/** What is being read, by the name that it was given. */
	now: string | null = $state(null);
	readonly #speech: Speech | undefined;
	readonly #language: string;
	#voice: SpeechSynthesisVoice | null = $state.raw(null);
	/** Counts, so that the end of what was stopped does not end what came after it. */
	#round = 0;

	/** @param speech none where the browser cannot speak */
	constructor(speech: Speech | undefined, language: string) {
		this.#speech = speech;
		this.#language = language;
	}

	get isPossible(): boolean {
		return this.#voice !== null;
	}

	/** Voices come late, and come and go. The answer ends it, in the middle of a word. */
	watch(): () => void {
		const speech = this.#speech;
		if (!speech) return () => undefined;
		const look = () => (this.#voice = voiceFor(speech.getVoices(), this.#language));
		look();
		speech.addEventListener('voiceschanged', look);
		return () => {
			speech.removeEventListener('voiceschanged', look);
			this.stop();
		};
	}

	/** In place of what is being read. */
	read(name: string, words: string): void {
		if (!this.#speech || !this.#voice) return;
		this.stop();
		const round = ++this.#round;
		const said = new SpeechSynthesisUtterance(words);
		said.voice = this.#voice;
		said.lang = this.#voice.lang;
		said.onend = said.onerror = () => {
			if (round === this.#round) this.now = null;
		};
		this.now = name;
		this.#speech.speak(said);
	}

	stop(): void {
		this.#round += 1;
		this.now = null;
		this.#speech?.cancel();
	}
}

/** Of this language, and of this device. */
function voiceFor(voices: readonly SpeechSynthesisVoice[], language: string): SpeechSynthesisVoice | null {
	const fitting = voices.filter(
		({ lang, localService }) => localService && lang.split(/[-_]/)[0]?.toLowerCase() === language
	);
	return fitting.find((voice) => voice.default) ?? fitting[0] ?? null;
}

export const [getReading, setReading] = createContext<Reading>();
