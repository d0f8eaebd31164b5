import type { IsoDate } from '#lib/domain/date.ts';
import type { Span } from '#lib/domain/record.ts';
import type { Service } from '#lib/domain/service.ts';
import { m } from '#lib/paraglide/messages.js';
import { countWords } from './count-words.ts';
import { dayWords } from '../words/days.ts';
import { intervalWords } from './plan-words.ts';
import { ownLanguage } from '../words/own-language.ts';

/** "2 visits a week". */
export function howOften(
	service: Pick<Service, 'amount' | 'unit' | 'unitWords' | 'interval' | 'intervalWords'>
): string {
	const { amount, unit, interval } = service;
	const often =
		interval === 'other' ? service.intervalWords.trim() : interval ? intervalWords[interval]() : '';
	if (amount === null) return often;
	const much =
		unit === 'other'
			? `${amount.toLocaleString(ownLanguage())} ${service.unitWords.trim()}`
			: countWords[unit ?? 'none']({ count: amount });
	return `${much} ${often}`.trim();
}

export function spanWords({ from, to }: Span, today: IsoDate): string {
	if (from && to) return m.plan_from_to({ from: dayWords(from, today), to: dayWords(to, today) });
	if (from) return m.plan_from({ date: dayWords(from, today) });
	return to ? m.plan_until({ date: dayWords(to, today) }) : '';
}
