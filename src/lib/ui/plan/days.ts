import { isIsoDate, type IsoDate } from '#lib/domain/date.ts';
import { getLocale } from '#lib/paraglide/runtime.js';

/** The calendar day at this device's place. @param at milliseconds since 1970 */
export function dayAt(at: number): IsoDate {
	const date = new Date(at);
	const two = (part: number) => String(part).padStart(2, '0');
	return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** "5 December 2026", or without the year where it is that of `today`. */
export function dayWords(day: IsoDate, today?: IsoDate): string {
	if (!isIsoDate(day)) return '';
	const inThisYear = today?.slice(0, 4) === day.slice(0, 4);
	return formatter(getLocale(), inThisYear).format(new Date(`${day}T00:00:00Z`));
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Making a formatter takes longer than all else on a page of dates. */
function formatter(locale: string, withoutYear: boolean): Intl.DateTimeFormat {
	const key = `${locale} ${withoutYear}`;
	let known = formatters.get(key);
	if (!known) {
		const year = withoutYear ? {} : { year: 'numeric' as const };
		// A calendar day has no zone: it is written and read in one.
		known = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', ...year, timeZone: 'UTC' });
		formatters.set(key, known);
	}
	return known;
}
