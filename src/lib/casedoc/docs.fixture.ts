import * as Y from 'yjs';
import type { Making } from './list.ts';

/** Documents of several people, for tests: who syncs with whom is up to the test. */
export function docs(count: number): Y.Doc[] {
	return Array.from({ length: count }, (_, n) => {
		const doc = new Y.Doc();
		doc.clientID = n + 1;
		return doc;
	});
}

export function sync(...all: readonly Y.Doc[]): void {
	for (const from of all) {
		for (const to of all) {
			if (from !== to) Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)));
		}
	}
}

/** Makings of one person: fresh ids, and a clock that moves a second each time. */
export function maker(by: string, start = Date.UTC(2026, 0, 5)): (newId?: string) => Making {
	let made = 0;
	return (newId = `${by}-${made + 1}`) => ({ newId, at: start + 1000 * made++, by });
}
