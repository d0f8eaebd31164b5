import type * as Y from 'yjs';
import type { Coping, Sign } from '#lib/domain/crisis.ts';
import type { Entry, Making } from './list.ts';
import { addRecord, readListed } from './list.ts';
import { readTexts } from './text.ts';

export interface NewCrisisWords extends Making {
	readonly words?: string;
}

export function addSign(doc: Y.Doc, { words, ...making }: NewCrisisWords): void {
	addRecord(doc, 'sign', making, {}, { words });
}

export function addCoping(doc: Y.Doc, { words, ...making }: NewCrisisWords): void {
	addRecord(doc, 'coping', making, {}, { words });
}

export function readSign(doc: Y.Doc, entry: Entry): Sign {
	return { ...readListed(entry), ...readTexts(doc, 'sign', entry.id) };
}

export function readCoping(doc: Y.Doc, entry: Entry): Coping {
	return { ...readListed(entry), ...readTexts(doc, 'coping', entry.id) };
}
