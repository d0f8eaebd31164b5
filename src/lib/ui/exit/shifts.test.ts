import { expect, test, vi } from 'vitest';
import { Shifts } from './shifts.ts';

const shift = { key: 'Shift', repeat: false };

test('three presses of Shift within five seconds', () => {
	const done = vi.fn<() => void>();
	const shifts = new Shifts(done);
	expect([0, 2000, 4999].map((at) => shifts.press(shift, at))).toEqual([2, 1, 0]);
	expect(done).toHaveBeenCalledOnce();
	expect(shifts.press(shift, 5000)).toBe(2);
	expect(done).toHaveBeenCalledOnce();
});

test.each([
	['other keys come between, as in capitals', [shift, { key: 'A', repeat: false }, shift, shift]],
	['it is held down', [shift, { ...shift, repeat: true }, { ...shift, repeat: true }, shift]]
])('not where %s', (_, keys) => {
	const done = vi.fn<() => void>();
	const shifts = new Shifts(done);
	keys.forEach((key, i) => shifts.press(key, i * 100));
	expect(done).not.toHaveBeenCalled();
});

test('not where it takes longer', () => {
	const done = vi.fn<() => void>();
	const shifts = new Shifts(done);
	for (const at of [0, 3000, 5000, 8500]) shifts.press(shift, at);
	expect(done).not.toHaveBeenCalled();
});
