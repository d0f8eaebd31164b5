import { describe, expect, it } from 'vitest';
import { addDays, isIsoDate } from './date.ts';

describe('calendar days', () => {
	it.each(['2026-01-01', '2028-02-29', '0099-12-31'])('%s is one', (date) => {
		expect(isIsoDate(date)).toBe(true);
	});

	it.each(['2026-02-29', '2026-13-01', '2026-1-1', '2026-01-01T00:00', '', null, 20260101, '٢٠٢٦-٠١-٠١'])(
		'%s is none',
		(value) => {
			expect(isIsoDate(value)).toBe(false);
		}
	);

	it('are counted over months, years and leap days, whatever the time zone', () => {
		expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
		expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
		expect(addDays('2026-03-28', 2)).toBe('2026-03-30');
		expect(() => addDays('soon', 1)).toThrow(RangeError);
	});
});
