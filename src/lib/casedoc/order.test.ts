import fc from 'fast-check';
import { generateNKeysBetween } from 'fractional-indexing';
import { describe, expect, it } from 'vitest';
import { byOrder, keyAfter, keysFor, sortKey } from './order.ts';

const seed = Date.now() & 0x7fffffff;
const [a, b, c] = generateNKeysBetween(null, null, 3) as [string, string, string];

describe('keysFor', () => {
	it('gives only the moved item a key where there is room', () => {
		expect([...keysFor([a, c, b], 1).keys()]).toEqual([1]);
	});

	it('makes room where two people added at once', () => {
		expect([...keysFor([a, 'whatever', a, b], 1).keys()]).toEqual([1, 2]);
	});

	it(`leaves any list of good and broken keys in the order given (seed ${seed})`, () => {
		const good = fc.constantFrom(...generateNKeysBetween(null, null, 8), ...generateNKeysBetween(a, b, 8));
		const key = fc
			.oneof(good, fc.string({ maxLength: 5 }), fc.constantFrom('zz', 'a', 'a00', '~'))
			.map(sortKey);
		fc.assert(
			fc.property(fc.array(key, { minLength: 1, maxLength: 12 }), fc.nat(), (keys, n) => {
				const fresh = keysFor(keys, n % keys.length);
				const list = keys.map((old, index) => ({ id: `${9 - index}`, key: fresh.get(index) ?? old, index }));
				const shown = list.toSorted(byOrder).map(({ index }) => index);
				expect(shown).toEqual(keys.map((_, index) => index));
			}),
			{ seed, numRuns: 500 }
		);
	});
});

describe('keyAfter', () => {
	it('comes after every key, and passes over what is none', () => {
		expect(keyAfter([]) > '').toBe(true);
		expect(keyAfter([b, a, '~', 'zz']) > b).toBe(true);
	});
});
