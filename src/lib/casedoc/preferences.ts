import type * as Y from 'yjs';
import type { Preference } from '#lib/domain/preference.ts';
import type { Entry, Making } from './list.ts';
import { addRecord, readListed } from './list.ts';
import { readTexts } from './text.ts';

export interface NewPreference extends Making {
	readonly words?: string;
}

export function addPreference(doc: Y.Doc, { words, ...making }: NewPreference): void {
	addRecord(doc, 'preference', making, {}, { words });
}

export function readPreference(doc: Y.Doc, entry: Entry): Preference {
	return { ...readListed(entry), ...readTexts(doc, 'preference', entry.id) };
}
