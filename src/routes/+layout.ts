import { browserLanguage, speak } from '#lib/ui/words/language.svelte.ts';

export const ssr = false;
export const prerender = false;

/** Nothing is shown in a language that its reader may not know, if it can be helped. */
export async function load(): Promise<void> {
	await speak(browserLanguage());
}
