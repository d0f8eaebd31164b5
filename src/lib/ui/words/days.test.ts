import { expect, test } from 'vitest';
import { dayAt, dayWords, momentWords } from './days.ts';

test('a day is written as its reader writes it, with the month as a word', () => {
	expect(dayWords('2026-11-22', undefined, 'en-GB')).toBe('22 November 2026');
	expect(dayWords('2026-11-22', undefined, 'en-US')).toBe('November 22, 2026');
	expect(dayWords('2026-11-22', undefined, 'es')).toBe('22 de noviembre de 2026');
});

test('the year is said only where it is another', () => {
	expect(dayWords('2026-11-22', '2026-01-01', 'en-GB')).toBe('22 November');
	expect(dayWords('2027-11-22', '2026-01-01', 'en-GB')).toBe('22 November 2027');
});

test('what is no day is not said', () => {
	expect(dayWords('soon', undefined, 'en-GB')).toBe('');
});

test('a moment has its weekday and its time', () => {
	const at = new Date(2026, 10, 22, 15, 4).getTime();
	expect(dayAt(at)).toBe('2026-11-22');
	expect(momentWords(at, 'en-GB')).toMatch(/^Sunday,? 22 November 2026 at 15:04$/);
});
