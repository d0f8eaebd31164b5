import type { Frame } from '#lib/seal/frame.ts';
import type { Ledger } from './ledger.ts';
import { StrandList } from './strand-list.ts';

/** A ledger that lasts as long as the page: for guests, for private windows, and for tests. */
export function memoryLedger(log: string): Ledger {
	const strands = new StrandList();
	const listeners = new Set<(frames: readonly Frame[]) => void>();
	const stored = { kind: 'stored' } as const;
	return {
		log,
		strands: strands.frames,
		stored,
		async add(frames) {
			const added = strands.add(frames);
			if (added.length > 0) for (const listener of listeners) listener(added);
			return stored;
		},
		retry: async () => stored,
		onAdded(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		onFound: () => () => undefined,
		onLost: () => () => undefined,
		close: async () => undefined
	};
}
