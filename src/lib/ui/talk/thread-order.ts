import { isShown, type Remark, type Thread } from '#lib/domain/thread.ts';

/** The threads that a page shows, by how they stand. */
export interface Sorted {
	/** Somebody waits for help. */
	readonly helps: readonly Thread[];
	readonly open: readonly Thread[];
	readonly settled: readonly Thread[];
}

/**
 * What moved last stands first, as it was when the page was opened: nothing jumps away under the hands of somebody
 * who writes while others answer. What was begun since stands above.
 * @param known refs of all remarks that were there then
 */
export function sortThreads(threads: readonly Thread[], known: ReadonlySet<string>): Sorted {
	const order = threads
		.filter(isShown)
		.map((thread) => ({ thread, at: movedAt(thread, known) }))
		.sort((a, b) => compare(b.at, a.at) || (a.thread.id < b.thread.id ? -1 : 1))
		.map(({ thread }) => thread);
	return {
		helps: order.filter(({ asksForHelp, resolved }) => asksForHelp && !resolved),
		open: order.filter(({ asksForHelp, resolved }) => !asksForHelp && !resolved),
		settled: order.filter(({ resolved }) => resolved)
	};
}

export function refsIn(threads: readonly Thread[]): Set<string> {
	return new Set(threads.flatMap(remarksOf).map(({ id }) => id));
}

/** A thread's remarks as they are read, the opening first. */
export function remarksOf({ said, replies }: Thread): Remark[] {
	return [said, ...replies];
}

/** Whom or what an answer goes to: the last that was said. */
export function lastRemark(thread: Thread): Remark {
	return thread.replies.at(-1) ?? thread.said;
}

function movedAt(thread: Thread, known: ReadonlySet<string>): number {
	if (!known.has(thread.said.id)) return Infinity;
	return Math.max(...remarksOf(thread).flatMap(({ id, at }) => (known.has(id) ? at : [])));
}

/** By hand: Infinity less Infinity is no number. */
function compare(a: number, b: number): number {
	return a === b ? 0 : a < b ? -1 : 1;
}
