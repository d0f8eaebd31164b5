import { ownLanguage } from './own-language.ts';

/** "200,000". */
export function numberWords(number: number, language = ownLanguage()): string {
	return number.toLocaleString(language);
}
