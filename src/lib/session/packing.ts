/** The long work of packing, which is not for the page's own thread. */
import { mergeState, sameState } from './merging.ts';

export interface Packing {
	/** The state (Yjs, V2) that these updates (V1) make of the state before. Rejects if one of them builds upon what is not there. */
	merge(before: Uint8Array | null, updates: readonly Uint8Array[]): Promise<Uint8Array>;
	/** Whether a state (V2) is what these updates make of the state before. Rejects if that cannot be found out now. */
	matches(state: Uint8Array, before: Uint8Array | null, updates: readonly Uint8Array[]): Promise<boolean>;
	close(): void;
}

/** Where there is no page to keep free. */
export function inlinePacking(): Packing {
	return {
		merge: async (before, updates) => mergeState(before, updates),
		matches: async (state, before, updates) => stateMatches(state, before, updates),
		close: () => undefined
	};
}

export function stateMatches(
	state: Uint8Array,
	before: Uint8Array | null,
	updates: readonly Uint8Array[]
): boolean {
	try {
		return sameState(state, mergeState(before, updates));
	} catch {
		return false;
	}
}
