import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { Delta, Splice } from './text-splice.ts';
import { applySplice, applySplices, rebaseIndex, rebaseSplice, spliceBetween } from './text-splice.ts';

const seed = Date.now() & 0x7fffffff;
const runs = { seed, numRuns: 400 };
// Few letters, so that equal neighbours are common; an astral character, so that pairs can be split.
const letters = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '😀', '😁', 'é'), maxLength: 12 });

describe(`spliceBetween (seed ${seed})`, () => {
	it('turns the older text into the newer one', () => {
		fc.assert(
			fc.property(letters, letters, fc.nat(30), (before, after, caret) => {
				expect(applySplice(before, spliceBetween(before, after, caret))).toBe(after);
			}),
			runs
		);
	});

	it('never begins or ends inside a surrogate pair', () => {
		fc.assert(
			fc.property(letters, letters, fc.nat(30), (before, after, caret) => {
				const { index, remove, insert } = spliceBetween(before, after, caret);
				for (const part of [before.slice(0, index), before.slice(index, index + remove), insert]) {
					expect(part.isWellFormed()).toBe(true);
				}
			}),
			runs
		);
	});

	it('finds exactly what was typed at the caret, among equal letters too', () => {
		fc.assert(
			fc.property(letters, letters, fc.nat(12), (text, typed, place) => {
				const at = [...text].slice(0, place).join('').length;
				const after = text.slice(0, at) + typed + text.slice(at);
				expect(spliceBetween(text, after, at + typed.length)).toEqual({
					index: at,
					remove: 0,
					insert: typed
				});
			}),
			runs
		);
	});

	it.each<[string, string, string, number, Splice]>([
		['a doubled letter', 'helo', 'hello', 3, { index: 2, remove: 0, insert: 'l' }],
		['backspace in a run', 'aaa', 'aa', 1, { index: 1, remove: 1, insert: '' }],
		['delete in a run', 'aaa', 'aa', 0, { index: 0, remove: 1, insert: '' }],
		['a word corrected behind the caret', 'teh end', 'the end', 7, { index: 1, remove: 2, insert: 'he' }],
		['one emoji for another', '😀', '😁', 2, { index: 0, remove: 2, insert: '😁' }],
		['nothing', 'same', 'same', 2, { index: 2, remove: 0, insert: '' }],
		['all of it', 'old', '', 0, { index: 0, remove: 3, insert: '' }]
	])('%s', (_name, before, after, caret, expected) => {
		expect(spliceBetween(before, after, caret)).toEqual(expected);
	});
});

describe('rebaseSplice', () => {
	it('keeps what others typed inside the removed range', () => {
		const splices = rebaseSplice({ index: 0, remove: 4, insert: 'XY' }, [[{ retain: 2 }, { insert: 'new' }]]);
		expect(applySplices('abnewcd', splices)).toBe('XYnew');
	});

	it('has nothing left to do when others removed the same', () => {
		expect(rebaseSplice({ index: 1, remove: 2, insert: '' }, [[{ retain: 1 }, { delete: 2 }]])).toEqual([]);
	});

	it('goes behind what others typed at the same place', () => {
		const splices = rebaseSplice({ index: 1, remove: 0, insert: '!' }, [
			[{ retain: 1 }, { insert: 'b' }],
			[{ retain: 2 }, { insert: 'c' }]
		]);
		expect(applySplices('abc', splices)).toBe('abc!');
	});

	it(`loses no letter of either side, on a real pair of documents (seed ${seed})`, () => {
		fc.assert(fc.property(fc.array(edit(), { maxLength: 6 }), edit(), bothSidesStay), runs);
	});
});

describe('rebaseIndex', () => {
	it.each<[string, number, Delta, 'before' | 'after', number]>([
		['in front of an insert', 1, [{ retain: 3 }, { insert: 'x' }], 'after', 1],
		['behind an insert', 3, [{ retain: 1 }, { insert: 'xy' }], 'before', 5],
		['at an insert, staying', 1, [{ retain: 1 }, { insert: 'xy' }], 'before', 1],
		['at an insert, moving along', 1, [{ retain: 1 }, { insert: 'xy' }], 'after', 3],
		['inside what was removed', 4, [{ retain: 2 }, { delete: 5 }], 'after', 2],
		['behind what was removed', 9, [{ retain: 2 }, { delete: 5 }], 'after', 4],
		['beside an embed', 2, [{ insert: {} }], 'before', 3]
	])('%s', (_name, index, delta, side, expected) => {
		expect(rebaseIndex(index, delta, side)).toBe(expected);
	});
});

interface Edit {
	readonly index: number;
	readonly remove: number;
	readonly insert: number;
}

function edit(): fc.Arbitrary<Edit> {
	return fc.record({ index: fc.nat(30), remove: fc.nat(6), insert: fc.nat(4) });
}

/** Every letter is used once in a run, so that each can be followed through the merge. */
function bothSidesStay(remoteEdits: readonly Edit[], localEdit: Edit): void {
	let next = 0x4e00;
	const fresh = (length: number): string =>
		Array.from({ length }, () => String.fromCharCode(next++)).join('');
	const fit = (length: number, { index, remove, insert }: Edit): Splice => {
		const at = Math.min(index, length);
		return { index: at, remove: Math.min(remove, length - at), insert: fresh(insert) };
	};

	const here = new Y.Doc();
	const there = new Y.Doc();
	here.getText('t').insert(0, fresh(12));
	Y.applyUpdate(there, Y.encodeStateAsUpdate(here));
	const shown = here.getText('t').toString();
	const local = fit(shown.length, localEdit);

	const deltas: Delta[] = [];
	here.getText('t').observe((event) => deltas.push(event.delta as Delta));
	const typedThere: string[] = [];
	for (const one of remoteEdits) {
		const splice = fit(there.getText('t').length, one);
		there.getText('t').delete(splice.index, splice.remove);
		there.getText('t').insert(splice.index, splice.insert);
		typedThere.push(splice.insert);
		Y.applyUpdate(here, Y.encodeStateAsUpdate(there, Y.encodeStateVector(here)));
	}
	const remote = here.getText('t').toString();
	const text = here.getText('t');
	const rebased = rebaseSplice(local, [...deltas]);
	expect(applySplices(remote, rebased)).toContain(local.insert);
	for (const { index, remove, insert } of rebased) {
		text.delete(index, remove);
		text.insert(index, insert);
	}

	const taken = new Set(shown.slice(local.index, local.index + local.remove));
	const expected = new Set([...remote, ...local.insert].filter((letter) => !taken.has(letter)));
	const merged = text.toString();
	expect(new Set(merged)).toEqual(expected);
	expect([...merged].filter((letter) => !local.insert.includes(letter)).join('')).toBe(
		[...remote].filter((letter) => !taken.has(letter)).join('')
	);
	Y.applyUpdate(there, Y.encodeStateAsUpdate(here));
	expect(there.getText('t').toString()).toBe(merged);
}
