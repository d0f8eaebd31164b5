import * as Y from 'yjs';
export interface Packing {
	merge(before: Uint8Array | null, updates: readonly Uint8Array[]): Promise<Uint8Array>;
	matches(state: Uint8Array, before: Uint8Array | null, updates: readonly Uint8Array[]): Promise<boolean>;
	close(): void;
}
export function inlinePacking(): Packing {
	const merge = (before: Uint8Array | null, updates: readonly Uint8Array[]) => {
		const doc = new Y.Doc();
		doc.transact(() => {
			if (before) Y.applyUpdateV2(doc, before);
			for (const u of updates) Y.applyUpdate(doc, u);
		});
		return Y.encodeStateAsUpdateV2(doc);
	};
	return {
		merge: async (b, u) => merge(b, u),
		matches: async (s, b, u) => {
			const m = merge(b, u);
			const d = new Y.Doc();
			Y.applyUpdateV2(d, s);
			const e = new Y.Doc();
			Y.applyUpdateV2(e, m);
			return (
				JSON.stringify(d.getMap('x').toJSON()) === JSON.stringify(e.getMap('x').toJSON()) &&
				Y.equalSnapshots(Y.snapshot(d), Y.snapshot(e)) &&
				Buffer.from(Y.encodeStateAsUpdateV2(d)).equals(Buffer.from(Y.encodeStateAsUpdateV2(e)))
			);
		},
		close: () => undefined
	};
}
