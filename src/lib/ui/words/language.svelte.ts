import { baseLocale, locales, overwriteGetLocale, type Locale } from '#lib/paraglide/runtime.js';
import { bringWords } from './other-words.ts';

export { locales, type Locale };

/** Each as those who speak it say it. */
export const languageNames: Readonly<Record<Locale, string>> = { en: 'English', es: 'Español' };

/** The language that this page speaks. Every message reads it, so whatever shows one follows. */
let spoken: Locale = $state(baseLocale);
let wanted: Locale = baseLocale;
overwriteGetLocale(() => spoken);

/** It goes on as before until the words are here, or where they cannot come. */
export async function speak(language: Locale): Promise<void> {
	wanted = language;
	try {
		await bringWords(language);
	} catch {
		return;
	}
	if (wanted === language) spoken = language;
}

/** The first of the reader's languages that there are words in. */
export function browserLanguage(languages: readonly string[] = navigator.languages): Locale {
	return languages.map(languageOf).find((language) => language !== null) ?? baseLocale;
}

/** "es" of "es-MX"; null for one that there are no words in. */
export function languageOf(tag: string): Locale | null {
	return locales.find((language) => language === tag.split('-')[0]?.toLowerCase()) ?? null;
}
