import { expect, test } from 'vitest';
import { whenWords } from './when.ts';

const now = new Date(2026, 10, 22, 15, 0).getTime();
const minute = 60_000;

test.each([
	[0, 'just now'],
	[30_000, 'just now'],
	[5 * minute, '5 minutes ago'],
	[3 * 60 * minute, '3 hours ago'],
	[16 * 60 * minute, 'yesterday'],
	[3 * 24 * 60 * minute, '3 days ago'],
	[30 * 24 * 60 * minute, '23 October'],
	[400 * 24 * 60 * minute, '18 October 2025']
])('%d ms ago is said as “%s”', (ago, words) => {
	expect(whenWords(now - ago, now, 'en-GB')).toBe(words);
});

test('a clock that runs a little ahead makes nobody speak in the future', () => {
	expect(whenWords(now + minute, now, 'en-GB')).toBe('just now');
	expect(whenWords(now + 3 * 24 * 60 * minute, now, 'en-GB')).toBe('25 November');
});
