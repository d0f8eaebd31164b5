import { expect, test } from 'vitest';
import { nextItem } from './roving.ts';

const labels = ['Talk', 'Move', 'Remove', 'Rename'];
const key = (name: string, more: object = {}): Parameters<typeof nextItem>[2] => ({
	key: name,
	ctrlKey: false,
	metaKey: false,
	altKey: false,
	...more
});

test.each([
	[0, 'ArrowDown', 1],
	[3, 'ArrowDown', 0],
	[0, 'ArrowUp', 3],
	[-1, 'ArrowUp', 3],
	[2, 'Home', 0],
	[0, 'End', 3],
	[0, 'r', 2],
	[2, 'R', 3],
	[3, 'r', 2],
	[0, 'x', undefined],
	[0, ' ', undefined],
	[0, 'Enter', undefined]
])('from %i, %s leads to %s', (from, name, to) => expect(nextItem(labels, from, key(name))).toBe(to));

test('an empty menu and shortcuts lead nowhere', () => {
	expect(nextItem([], -1, key('ArrowDown'))).toBeUndefined();
	expect(nextItem(labels, 0, key('r', { ctrlKey: true }))).toBeUndefined();
});
