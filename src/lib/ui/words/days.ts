import { isIsoDate, type IsoDate } from '#lib/domain/date.ts';
import { ownLanguage } from './own-language.ts';

/** The calendar day at this device's place. @param at milliseconds since 1970 */
export function dayAt(at: number): IsoDate {
	const date = new Date(at);
	const two = (part: number) => String(part).padStart(2, '0');
	return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The moment at which the day after this one begins, at this device's place; milliseconds since 1970. */
export function endOfDay(day: IsoDate): number {
	const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
	return new Date(year, month - 1, date + 1).getTime();
}

/** "5 December 2026", or without the year where it is that of `today`. The month is a word: 5/12 is two days. */
export function dayWords(day: IsoDate, today?: IsoDate, language = ownLanguage()): string {
	if (!isIsoDate(day)) return '';
	const inThisYear = today?.slice(0, 4) === day.slice(0, 4);
	// A calendar day has no zone: it is written and read in one.
	return formatter(language, {
		day: 'numeric',
		month: 'long',
		...(inThisYear ? {} : { year: 'numeric' }),
		timeZone: 'UTC'
	}).format(new Date(`${day}T00:00:00Z`));
}

/** The whole moment, at this device's place. @param at milliseconds since 1970 */
export function momentWords(at: number, language = ownLanguage()): string {
	return formatter(language, { dateStyle: 'full', timeStyle: 'short' }).format(at);
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Making a formatter takes longer than all else on a page of dates. */
function formatter(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
	const key = `${language} ${JSON.stringify(options)}`;
	const known = formatters.get(key) ?? new Intl.DateTimeFormat(language, options);
	formatters.set(key, known);
	return known;
}
