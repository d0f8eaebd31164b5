import type * as Y from 'yjs';
import type { Strength } from '#lib/domain/strength.ts';
import type { Entry, Making } from './list.ts';
import { addRecord, readListed } from './list.ts';
import { readTexts } from './text.ts';

export interface NewStrength extends Making {
	readonly words?: string;
}

export function addStrength(doc: Y.Doc, { words, ...making }: NewStrength): void {
	addRecord(doc, 'strength', making, {}, { words });
}

export function readStrength(doc: Y.Doc, entry: Entry): Strength {
	return { ...readListed(entry), ...readTexts(doc, 'strength', entry.id) };
}
