import { beforeEach, expect, test, vi } from 'vitest';
import { Reading, type Speech } from './reading.svelte.ts';

const voice = (name: string, lang: string, localService: boolean, isDefault = false) =>
	({ name, lang, localService, default: isDefault, voiceURI: name }) as SpeechSynthesisVoice;

/** No test machine has a voice: what a browser would be asked to say is kept. */
class Utterance {
	voice: SpeechSynthesisVoice | null = null;
	lang = '';
	onend: (() => void) | null = null;
	onerror: (() => void) | null = null;
	readonly text: string;

	constructor(text: string) {
		this.text = text;
	}
}

class Browser implements Speech {
	voices: SpeechSynthesisVoice[] = [];
	readonly said: Utterance[] = [];
	cancelled = 0;
	#looks = new Set<() => void>();
	getVoices = () => this.voices;
	speak = (said: unknown) => void this.said.push(said as Utterance);
	cancel = () => {
		this.cancelled += 1;
	};
	addEventListener = (_: string, look: unknown) => void this.#looks.add(look as () => void);
	removeEventListener = (_: string, look: unknown) => void this.#looks.delete(look as () => void);
	changeVoices(voices: SpeechSynthesisVoice[]): void {
		this.voices = voices;
		for (const look of this.#looks) look();
	}
}

let browser: Browser;

beforeEach(() => {
	vi.stubGlobal('SpeechSynthesisUtterance', Utterance);
	browser = new Browser();
});

test('only a voice of this device, in this language, reads: others would be told the plan', () => {
	const reading = new Reading(browser, 'es');
	reading.watch();
	expect(reading.isPossible).toBe(false);
	browser.changeVoices([voice('far', 'es-ES', false, true), voice('english', 'en-US', true)]);
	expect(reading.isPossible).toBe(false);
	reading.read('step', 'Comprar zapatos');
	expect(browser.said).toEqual([]);
	browser.changeVoices([voice('far', 'es-ES', false, true), voice('near', 'es_MX', true)]);
	reading.read('step', 'Comprar zapatos');
	expect(browser.said.map(({ text, lang }) => [text, lang])).toEqual([['Comprar zapatos', 'es_MX']]);
	expect(reading.now).toBe('step');
});

test('one thing at a time; who leaves the page stops it', () => {
	browser.voices = [voice('near', 'en-GB', true)];
	const reading = new Reading(browser, 'en');
	const end = reading.watch();
	reading.read('one', 'First');
	reading.read('two', 'Second');
	browser.said[0]?.onend?.();
	expect(reading.now).toBe('two');
	browser.said[1]?.onend?.();
	expect(reading.now).toBeNull();
	reading.read('three', 'Third');
	const before = browser.cancelled;
	end();
	expect(reading.now).toBeNull();
	expect(browser.cancelled).toBe(before + 1);
	browser.changeVoices([]);
	expect(reading.isPossible).toBe(true);
});

test('a browser that cannot speak offers nothing', () => {
	const reading = new Reading(undefined, 'en');
	reading.watch()();
	reading.read('one', 'First');
	expect(reading.isPossible).toBe(false);
	expect(reading.now).toBeNull();
});
