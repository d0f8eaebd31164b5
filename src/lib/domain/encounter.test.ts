import { expect, test } from 'vitest';
import { daysLate, latestFirst, type Encounter } from './encounter.ts';

const on = (day: string | null, id = day ?? 'none'): Encounter => ({
	id,
	created: null,
	about: '',
	words: '',
	on: day,
	way: null,
	who: null,
	withWhom: null
});

test.each([
	['2026-11-20', '2026-11-20', 0],
	['2026-11-20', '2026-11-23', 0],
	['2026-11-20', '2026-11-24', 4],
	['2026-10-31', '2026-11-04', 4],
	['2026-11-24', '2026-11-20', 0]
])('of %s, written on %s: %i days late', (day, written, days) => {
	expect(daysLate(on(day), written)).toBe(days);
});

test('without a day nothing is late', () => {
	expect(daysLate(on(null), '2026-11-24')).toBe(0);
	expect(daysLate(on('2026-11-20'), null)).toBe(0);
});

test('the latest stands first, and above it what has no day yet', () => {
	const all = [on('2026-11-01'), on(null), on('2026-11-20', 'a'), on('2026-11-20', 'b'), on('2025-12-31')];
	expect(latestFirst(all).map(({ id }) => id)).toEqual(['none', 'a', 'b', '2026-11-01', '2025-12-31']);
});
