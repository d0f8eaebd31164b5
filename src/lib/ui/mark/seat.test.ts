import { describe, expect, test } from 'vitest';
import { initials, seatLook } from './seat.ts';

describe('initials', () => {
	test.each([
		['Maria Keller', 'MK'],
		['Anna-Lena von der Heide', 'AH'],
		['  joe  ', 'J'],
		['', '?'],
		['   ', '?'],
		['مريم الخطيب', 'ما'],
		['田中 太郎', '田太'],
		['👩🏽‍⚕️ Okafor', '👩🏽‍⚕️O'],
		["Sean O'Neill", 'SN'],
		['émile Zola', 'ÉZ']
	])('%j is %s', (name, expected) => expect(initials(name)).toBe(expected));

	test('a name of 10,000 characters stays two letters', () => {
		expect(initials('x'.repeat(10_000))).toBe('X');
		expect(initials(`A ${'b '.repeat(5_000)}`)).toBe('AB');
	});
});

test('an id always looks the same, and ids spread over colours and shapes', () => {
	expect(seatLook('maria')).toEqual(seatLook('maria'));
	const looks = new Set(Array.from({ length: 400 }, (_, n) => JSON.stringify(seatLook(`member-${n}`))));
	expect(looks.size).toBeGreaterThan(44);
});
