import { getLocale } from '#lib/paraglide/runtime.js';

/** Where nothing says which country's habits are meant. */
const usual: Readonly<Record<string, string>> = { en: 'en-GB' };

/**
 * The language in which dates, numbers and lists are written: that of the messages, as the reader's country writes it.
 * A reader of another language gets the usual form, for a date in one language amid a sentence in another helps nobody.
 * @param languages the reader's, the dearest first
 */
export function ownLanguage(
	languages: readonly string[] = globalThis.navigator.languages,
	spoken: string = getLocale()
): string {
	const speaks = (language: string | undefined) => language?.split('-')[0] === spoken;
	const own = speaks(languages[0]) ? languages.find((one) => speaks(one) && one !== spoken) : undefined;
	return own ?? usual[spoken] ?? spoken;
}
