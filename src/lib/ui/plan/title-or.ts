import { m } from '#lib/paraglide/messages.js';

/** What a record is called: its own first words, `most` letters of them, or the words for one without. */
export function titleOr(words: string, most = Infinity): string {
	return words.trim().slice(0, most) || m.plan_untitled();
}
