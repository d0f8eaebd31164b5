import type { Asked, Answered } from './packing-in-worker.ts';
import { mergeState } from './merging.ts';
import { stateMatches } from './packing.ts';

/** What is used of a worker's globals, whose types are not a page's. */
interface WorkerScope {
	addEventListener(type: 'message', hear: (event: MessageEvent<Asked>) => void): void;
	postMessage(answered: Answered): void;
}

const scope = globalThis as unknown as WorkerScope;

scope.addEventListener('message', ({ data }) => scope.postMessage(answer(data)));

function answer({ number, state, before, updates }: Asked): Answered {
	try {
		return state
			? { number, value: stateMatches(state, before, updates) }
			: { number, value: mergeState(before, updates) };
	} catch {
		return { number, value: null };
	}
}
