import { expect, test } from 'vitest';
import { parseAmount } from './amount.ts';

test('an amount is a number as people write it', () => {
	expect(parseAmount(' 2 ')).toBe(2);
	expect(parseAmount('1.5')).toBe(1.5);
	expect(parseAmount('1,5')).toBe(1.5);
	expect(parseAmount('0')).toBe(0);
});

test('nothing written is no amount; anything else is refused', () => {
	expect(parseAmount('  ')).toBeNull();
	for (const wrong of ['two', '-1', '1e9', '1,000,000', '99999999999', 'NaN', '1.']) {
		expect(parseAmount(wrong)).toBeUndefined();
	}
});
