import { describe, expect, it } from 'vitest';
import type { StateChange } from './history.ts';
import { crossedChanges, openEnds } from './history.ts';

type State = 'active' | 'done' | 'paused';

function change(id: string, to: State, ...after: string[]): StateChange<State> {
	return { id, at: 1, by: 'x', from: null, to, reason: '', after };
}

describe('crossedChanges', () => {
	it('says nothing of changes made one after the other', () => {
		expect(crossedChanges([])).toBeUndefined();
		expect(crossedChanges([change('a', 'active'), change('b', 'done', 'a')])).toBeUndefined();
	});

	it('finds a change that was overtaken by two others', () => {
		const [a, b1, c1, c2] = [
			change('a', 'active'),
			change('b1', 'done', 'a'),
			change('c1', 'paused', 'a'),
			change('c2', 'active', 'c1')
		] as const;
		expect(openEnds([a, b1, c1, c2])).toEqual([b1, c2]);
		expect(crossedChanges([a, b1, c1, c2])).toEqual({ stands: c2, lost: [b1] });
	});

	it('is settled by a change that saw both, and needs none when both meant the same', () => {
		const crossed = [change('a', 'active'), change('b', 'done', 'a'), change('c', 'paused', 'a')];
		expect(crossedChanges([...crossed, change('d', 'done', 'b', 'c')])).toBeUndefined();
		expect(crossedChanges([change('b', 'done'), change('c', 'done')])).toBeUndefined();
	});
});
