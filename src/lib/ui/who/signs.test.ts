import { expect, test } from 'vitest';
import { SEAT_COLOURS, seatLook } from '../mark/seat.ts';
import { signsApart } from './signs.ts';

test('no two signs to pick have one colour, and all are other ids', () => {
	const signs = signsApart();
	expect(new Set(signs.map((id) => seatLook(id).colour)).size).toBe(signs.length);
	expect(signs.length).toBe(SEAT_COLOURS);
	expect(new Set([...signs, ...signsApart()]).size).toBe(2 * SEAT_COLOURS);
});
