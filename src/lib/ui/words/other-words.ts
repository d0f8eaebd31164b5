import { baseLocale, type Locale } from '#lib/paraglide/runtime.js';
import type * as Words from '#lib/paraglide/messages/en.js';

type Other = Exclude<Locale, typeof baseLocale>;

/** The words of the languages that have come. The built messages look here, so that a page loads those that it speaks and no more. */
export const otherWords: Partial<Record<Other, typeof Words>> = {};

const come: Record<Other, () => Promise<typeof Words>> = {
	es: () => import('#lib/paraglide/messages/es.js')
};

/** Throws where they cannot come. */
export async function bringWords(language: Locale): Promise<void> {
	if (language === baseLocale) return;
	otherWords[language] ??= await come[language]();
}
