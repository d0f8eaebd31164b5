import type * as Y from 'yjs';
import type { TalkItem } from '#lib/domain/talk.ts';
import { parseTalkItem } from '#lib/domain/talk.ts';

export interface StrandItem {
	/** Yjs client id, which is the strand that said it. */
	readonly client: number;
	readonly item: TalkItem;
}

/**
 * What every strand has said in a talk document: strands in order of their ids, each in its own order.
 *
 * A strand speaks only in the root array that bears its own client id as a decimal number. Somebody else's program
 * could push into that array as well; Yjs notes for every item which client made it, and those are passed over.
 */
export function* strandItems(doc: Y.Doc): Generator<StrandItem> {
	const strands = [...doc.share.keys()].filter((name) => /^(0|[1-9]\d{0,15})$/.test(name)).map(Number);
	for (const client of strands.sort((a, b) => a - b)) {
		if (!Number.isSafeInteger(client)) continue;
		for (let next = doc.getArray(String(client))._start; next !== null; next = next.right) {
			if (next.id.client !== client || next.deleted || !next.countable) continue;
			for (const value of next.content.getContent()) {
				const item = parseTalkItem(value);
				if (item) yield { client, item };
			}
		}
	}
}
