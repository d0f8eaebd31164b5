import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applySplice, applySplices, type Delta, type Splice } from '#lib/casedoc/text-splice.ts';
import { Pending } from './pending.ts';

const letters = fc.string({ maxLength: 6, unit: fc.constantFrom('a', 'b', '\n', '汉') });

/** A change that fits any text: fractions of its length. */
const change = fc.record({
	own: fc.boolean(),
	at: fc.double({ min: 0, max: 1, noNaN: true }),
	remove: fc.nat({ max: 5 }),
	insert: letters
});

describe('own and pending changes', () => {
	test('meet in one text, whatever is typed here and there meanwhile', () => {
		fc.assert(
			fc.property(letters, fc.array(change, { maxLength: 12 }), (start, changes) => {
				const pending = new Pending();
				let shown = start;
				let shared = start;
				let theirs = 0;
				for (const { own, at, remove, insert } of changes) {
					const text = own ? shown : shared;
					const index = Math.floor(at * text.length);
					const splice: Splice = { index, remove: Math.min(remove, text.length - index), insert };
					if (own) {
						shared = applySplices(shared, pending.step(splice));
						shown = applySplice(shown, splice);
					} else {
						shared = applySplice(shared, splice);
						pending.add(deltaOf(splice));
						theirs++;
					}
				}
				expect(pending.replay(shown)).toBe(shared);
				expect(pending.isEmpty).toBe(theirs === 0);
			}),
			{ numRuns: 2000 }
		);
	});

	test('a caret behind what was composed stays behind it', () => {
		const pending = new Pending();
		pending.add([{ insert: 'Hello ' }]);
		expect(pending.step({ index: 0, remove: 0, insert: 'ni' })).toEqual([
			{ index: 6, remove: 0, insert: 'ni' }
		]);
		expect(pending.index(2)).toBe(8);
	});
});

function deltaOf({ index, remove, insert }: Splice): Delta {
	return [
		...(index > 0 ? [{ retain: index }] : []),
		...(remove > 0 ? [{ delete: remove }] : []),
		...(insert !== '' ? [{ insert }] : [])
	];
}
