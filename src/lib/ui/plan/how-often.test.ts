import { expect, test } from 'vitest';
import { dayWords } from '../words/days.ts';
import { howOften, spanWords } from './how-often.ts';

const none = { amount: null, unit: null, unitWords: '', interval: null, intervalWords: '' };

test('how much and how often is said in one phrase', () => {
	expect(howOften({ ...none, amount: 2, unit: 'visit', interval: 'week' })).toBe('2 visits a week');
	expect(howOften({ ...none, amount: 1, unit: 'quarter-hour', interval: 'day' })).toBe(
		'1 quarter hour a day'
	);
	expect(howOften({ ...none, amount: 1.5, unit: 'hour', interval: 'once' })).toBe('1.5 hours once');
});

test('other units and intervals are said in the words given', () => {
	const rides = { ...none, amount: 3, unit: 'other', unitWords: 'rides' } as const;
	expect(howOften({ ...rides, interval: 'other', intervalWords: 'every second week' })).toBe(
		'3 rides every second week'
	);
	expect(howOften({ ...rides, unitWords: ' ' })).toBe('3');
});

test('what is not known is left out', () => {
	expect(howOften(none)).toBe('');
	expect(howOften({ ...none, interval: 'month' })).toBe('a month');
	expect(howOften({ ...none, unit: 'visit' })).toBe('');
	expect(howOften({ ...none, amount: 2 })).toBe('2 times');
});

test('a span is open at either end', () => {
	const today = '2026-11-22';
	const said = (day: string) => dayWords(day, today);
	expect(spanWords({ from: '2026-11-19', to: '2027-02-11' }, today)).toBe(
		`${said('2026-11-19')} to ${said('2027-02-11')}`
	);
	expect(spanWords({ from: '2026-11-19', to: null }, today)).toBe(`from ${said('2026-11-19')}`);
	expect(spanWords({ from: null, to: '2026-12-01' }, today)).toBe(`until ${said('2026-12-01')}`);
	expect(spanWords({ from: null, to: null }, today)).toBe('');
});
