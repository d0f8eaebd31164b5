import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeded } from '../../../tests/simulation/seeded.ts';
import { newToldCode, readToldCode, spokenCode } from './told-code.ts';

const { bytes } = seeded(7);
const code = () => newToldCode(bytes);

describe('a code that is told', () => {
	it('is read however it was typed', () => {
		const told = code();
		const [first, second] = [told.slice(0, 3), told.slice(3)];
		for (const typed of [told, spokenCode(told), `${first}-${second}`, ` ${first}\u00a0${second}\n`])
			expect(readToldCode(typed)).toBe(told);
	});

	it('is not read with a wrong digit, nor where two neighbours have changed places', () => {
		const digit = fc.integer({ min: 0, max: 5 });
		fc.assert(
			fc.property(digit, fc.integer({ min: 1, max: 9 }), (at, by) => {
				const told = code();
				const wrong = String((Number(told[at]) + by) % 10);
				expect(readToldCode(told.slice(0, at) + wrong + told.slice(at + 1))).toBeNull();
			})
		);
		let heard = 0;
		for (let times = 0; times < 1000; times++) {
			const [a = '', b = '', ...rest] = code();
			if (a !== b && readToldCode([b, a, ...rest].join('')) !== null) heard += 1;
		}
		expect(heard).toBeLessThan(60);
	});

	it('of any other text is none', () => {
		for (const typed of ['', '12345', '1234567', 'abcdef', '12 34 5a'])
			expect(readToldCode(typed)).toBeNull();
		fc.assert(fc.property(fc.string(), (typed) => void readToldCode(typed)));
	});

	it('is any of a hundred thousand, each as likely', () => {
		const counts = new Map<string, number>();
		for (let times = 0; times < 5000; times++)
			for (const digit of code().slice(0, 5)) counts.set(digit, (counts.get(digit) ?? 0) + 1);
		for (const count of counts.values()) expect(Math.abs(count - 2500)).toBeLessThan(300);
		expect(counts.size).toBe(10);
	});
});
