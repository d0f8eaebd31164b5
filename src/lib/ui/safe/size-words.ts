import { ownLanguage } from '../words/own-language.ts';

/** A file's size as people say it: "64 kB", "3.2 MB". */
export function sizeWords(bytes: number): string {
	const [value, unit] =
		bytes < 1e6 ? [Math.max(1, Math.round(bytes / 1e3)), 'kilobyte'] : [bytes / 1e6, 'megabyte'];
	return new Intl.NumberFormat(ownLanguage(), {
		style: 'unit',
		unit,
		unitDisplay: 'short',
		maximumFractionDigits: value < 10 ? 1 : 0
	}).format(value);
}
