import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keepSame } from './keep-same.ts';

test('what says the same is the same object', () => {
	const before = {
		goals: [{ id: 'a', words: 'Walk', steps: [{ id: 's', words: 'Stairs' }] }],
		stage: 'planning'
	};
	const kept = keepSame(before, structuredClone(before));
	expect(kept).toBe(before);
});

test('a change is passed on, and everything beside it stays', () => {
	const before = {
		goals: [
			{ id: 'a', words: 'Walk', steps: [{ id: 's', words: 'Stairs' }] },
			{ id: 'b', words: 'Cook', steps: [] }
		],
		risks: [{ id: 'r', what: 'A fall' }]
	};
	const after = structuredClone(before);
	Object.assign(after.goals[0] ?? {}, { words: 'Walk to the shop' });
	const kept = keepSame(before, after);
	expect(kept).toEqual(after);
	expect(kept.goals[0]?.steps).toBe(before.goals[0]?.steps);
	expect(kept.goals[1]).toBe(before.goals[1]);
	expect(kept.risks).toBe(before.risks);
});

test('records are known again where the order has changed', () => {
	const before = [{ id: 'a' }, { id: 'b' }];
	const kept = keepSame(before, [{ id: 'b' }, { id: 'a' }]);
	expect(kept).toEqual([{ id: 'b' }, { id: 'a' }]);
	expect(kept[0]).toBe(before[1]);
});

test('whatever came before, the content is that of now', () => {
	const plain = fc.jsonValue();
	fc.assert(
		fc.property(plain, plain, (before, after) => {
			expect(keepSame(before, after)).toEqual(after);
			expect(keepSame(before, structuredClone(before))).toBe(before);
		})
	);
});
