import type { Draft, Outbox, OwnEntry, OwnStrand, Waiting } from './outbox.ts';

/** An outbox that lasts as long as the page. */
export function memoryOutbox(): Outbox {
	const stored = { kind: 'stored' } as const;
	let drafts: Draft[] = [];
	let entries: { entry: OwnEntry; waiting: Set<Waiting> }[] = [];
	let strands: OwnStrand[] = [];
	return {
		async putDraft(draft) {
			drafts.push(draft);
			return stored;
		},
		async putEntry(entry, strand, covers) {
			const { log, client, seq } = entry;
			entries.push({ entry, waiting: new Set(['ledger', 'relay']) });
			strands = strands.filter((own) => own.log !== log || own.client !== client);
			strands.push({ log, client, strand, next: seq + 1 });
			drafts = drafts.filter(
				(draft) => draft.log !== log || draft.client !== client || draft.number > covers
			);
			return stored;
		},
		drafts: async (log) => drafts.filter((draft) => draft.log === log).sort((a, b) => a.number - b.number),
		entries: async (log) =>
			entries
				.map(({ entry }) => entry)
				.filter((entry) => entry.log === log)
				.sort((a, b) => a.client - b.client || a.seq - b.seq),
		strands: async (log) => strands.filter((own) => own.log === log),
		async settle(log, client, count, what) {
			for (const { entry, waiting } of entries) {
				if (entry.log === log && entry.client === client && entry.seq < count) waiting.delete(what);
			}
			entries = entries.filter(({ waiting }) => waiting.size > 0);
			return stored;
		},
		unsent: async (log) =>
			entries.filter(({ entry, waiting }) => entry.log === log && waiting.has('relay')).length,
		async forget(log) {
			drafts = drafts.filter((draft) => draft.log !== log);
			entries = entries.filter(({ entry }) => entry.log !== log);
			strands = strands.filter((own) => own.log !== log);
			return stored;
		},
		close: async () => undefined
	};
}
