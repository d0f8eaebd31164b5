import { expect, test } from 'vitest';
import { landingIndex } from './drag-order.ts';

const rows = [
	{ top: 0, height: 40 },
	{ top: 50, height: 100 },
	{ top: 160, height: 40 }
];

test.each([
	[0, 0, 0],
	[0, 70, 0],
	[0, 90, 1],
	[0, 1000, 2],
	[2, -70, 2],
	[2, -90, 1],
	[2, -1000, 0],
	[1, 90, 2],
	[9, 10, 9]
])('row %i moved by %i lands at %i', (from, by, to) => expect(landingIndex(rows, from, by)).toBe(to));
