import { m } from '#lib/paraglide/messages.js';
import { dayAt, dayWords } from '../words/days.ts';
import { ownLanguage } from '../words/own-language.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How long ago in words, or the day where that is longer than a week or lies ahead, as with a wrong clock. Both in ms since 1970. */
export function whenWords(at: number, now: number, language = ownLanguage()): string {
	const ago = now - at;
	if (ago < -2 * minute || ago > 7 * day) return dayWords(dayAt(at), dayAt(now), language);
	if (ago < minute) return m.talk_just_now();
	const words = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
	if (ago < hour) return words.format(-Math.floor(ago / minute), 'minute');
	if (ago < day && dayAt(at) === dayAt(now)) return words.format(-Math.floor(ago / hour), 'hour');
	return words.format(-daysBetween(dayAt(at), dayAt(now)), 'day');
}

function daysBetween(from: string, to: string): number {
	return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / day);
}
