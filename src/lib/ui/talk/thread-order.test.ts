import { expect, test } from 'vitest';
import type { Remark, Thread } from '#lib/domain/thread.ts';
import { lastRemark, refsIn, sortThreads } from './thread-order.ts';

function remark(id: string, at: number, withdrawn = false): Remark {
	return { id, at, by: 'm', text: withdrawn ? '' : id, edited: false, withdrawn };
}

function thread(id: string, at: number, more: Partial<Thread> = {}): Thread {
	return {
		id,
		suggests: null,
		about: { record: 'goal', id: 'g' },
		asksForHelp: false,
		said: remark(id, at),
		replies: [],
		resolved: null,
		...more
	};
}

const ids = (threads: readonly Thread[]) => threads.map(({ id }) => id);

test('what moved last stands first; help and what is settled stand apart', () => {
	const threads = [
		thread('old', 1, { replies: [remark('r', 9)] }),
		thread('new', 5),
		thread('help', 3, { asksForHelp: true }),
		thread('helped', 2, { asksForHelp: true, resolved: { at: 4, by: 'm' } }),
		thread('taken back', 8, { said: remark('taken back', 8, true) })
	];
	const { helps, open, settled } = sortThreads(threads, refsIn(threads));
	expect(ids(open)).toEqual(['old', 'new']);
	expect(ids(helps)).toEqual(['help']);
	expect(ids(settled)).toEqual(['helped']);
});

test('what arrives while the page is open moves nothing; what is begun meanwhile stands above', () => {
	const before = [thread('a', 1), thread('b', 2)];
	const known = refsIn(before);
	const after = [
		thread('a', 1, { replies: [remark('r', 50)] }),
		thread('b', 2),
		thread('c', 0),
		thread('d', 0)
	];
	expect(ids(sortThreads(after, known).open)).toEqual(['c', 'd', 'b', 'a']);
});

test('an answer goes to the last remark shown', () => {
	expect(lastRemark(thread('a', 1)).id).toBe('a');
	expect(lastRemark(thread('a', 1, { replies: [remark('r', 2), remark('s', 3)] })).id).toBe('s');
});
