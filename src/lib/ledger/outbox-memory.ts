import type { Draft, Outbox, OwnEntry, OwnStrand, Waiting } from './outbox.ts';

/** An outbox that lasts as long as the page. */
export function memoryOutbox(): Outbox {
	const stored = { kind: 'stored' } as const;
	let drafts: Draft[] = [];
	let entries: { entry: OwnEntry; waiting: Set<Waiting> }[] = [];
	let strands: OwnStrand[] = [];
	const beginnings = new Map<string, Uint8Array>();
	return {
		async putDraft(draft, strand) {
			drafts = drafts.filter((other) => !sameStrand(draft)(other) || other.number !== draft.number);
			drafts.push(draft);
			const { log, client } = draft;
			if (!strands.some(sameStrand(draft))) strands.push({ log, client, strand, next: 0 });
			return stored;
		},
		async putEntry(entry, strand, covers) {
			const { log, client, seq } = entry;
			const inStrand = sameStrand(entry);
			const before = strands.find(inStrand)?.next ?? 0;
			entries = entries.filter(({ entry: other }) => !inStrand(other) || other.seq !== seq);
			entries.push({ entry, waiting: new Set(['ledger', 'relay']) });
			strands = strands.filter((own) => !inStrand(own));
			strands.push({ log, client, strand, next: Math.max(before, seq + 1) });
			drafts = drafts.filter((draft) => !inStrand(draft) || draft.number > covers);
			return stored;
		},
		drafts: async (log) => drafts.filter((draft) => draft.log === log).sort((a, b) => a.number - b.number),
		entries: async (log) =>
			entries
				.map(({ entry }) => entry)
				.filter((entry) => entry.log === log)
				.sort((a, b) => a.client - b.client || a.seq - b.seq),
		strands: async (log) => strands.filter((own) => own.log === log).sort((a, b) => a.client - b.client),
		async settle(log, client, count, what) {
			const inStrand = sameStrand({ log, client });
			for (const { entry, waiting } of entries) {
				if (inStrand(entry) && entry.seq < count) waiting.delete(what);
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
			beginnings.delete(log);
			return stored;
		},
		async begin(channel, beginning) {
			beginnings.set(channel, beginning);
			return stored;
		},
		beginning: async (channel) => beginnings.get(channel) ?? null,
		onLost: () => () => undefined,
		close: async () => undefined
	};
}

interface InStrand {
	readonly log: string;
	readonly client: number;
}

function sameStrand({ log, client }: InStrand): (other: InStrand) => boolean {
	return (other) => other.log === log && other.client === client;
}
