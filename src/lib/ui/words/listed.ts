import { ownLanguage } from './own-language.ts';

/** "Rosa, Maya and Ben". */
export function listed(words: Iterable<string>, language = ownLanguage()): string {
	return new Intl.ListFormat(language).format(words);
}
