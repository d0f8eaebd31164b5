import type * as Y from 'yjs';
import type { Act, ListKind, Removed } from '#lib/domain/record.ts';
import { listKinds } from '#lib/domain/record.ts';
import { actField } from './fields.ts';
import type { Entry } from './list.ts';
import { changeRecord, entriesOf, fieldsOf, isShown, mostListed } from './list.ts';
import type { TextRef } from './text.ts';
import { readText, readTexts, textFields } from './text.ts';

/** Takes a record out of sight. Nothing of it is deleted, and what others write in it meanwhile stays too. */
export function removeRecord(doc: Y.Doc, kind: ListKind, id: string, { at, by }: Act): boolean {
	return changeRecord(doc, kind, id, { removed: { at, by } });
}

/** Puts it back where it stood. */
export function restoreRecord(doc: Y.Doc, kind: ListKind, id: string): boolean {
	const fields = fieldsOf(doc, kind, id);
	if (!fields || isShown({ fields })) return false;
	if (!fields.has('created')) fields.set('created', null);
	return changeRecord(doc, kind, id, { removed: null });
}

/** What can be put back, last removed first. The steps of a removed goal come back with it and are not listed. */
export function readRemoved(doc: Y.Doc): Removed[] {
	const removed = listKinds.flatMap((record) =>
		entriesOf(doc, record)
			.filter((entry) => !isShown(entry) && hasContent(doc, record, entry))
			.map(({ id, fields }) => ({ record, id, removed: actField(fields, 'removed') }))
	);
	return removed
		.sort((a, b) => (b.removed?.at ?? 0) - (a.removed?.at ?? 0) || (a.id < b.id ? -1 : 1))
		.slice(0, mostListed)
		.map((entry) => ({ ...entry, title: titleOf(doc, entry.record, entry.id) }));
}

/** Undoing the creation of a record nobody else has touched leaves nothing that could be put back. */
function hasContent(doc: Y.Doc, record: ListKind, { id, fields }: Entry): boolean {
	if (fields.size > 0) return true;
	return Object.values<string>(readTexts(doc, record, id)).some((text) => text.trim() !== '');
}

function titleOf(doc: Y.Doc, record: ListKind, id: string): string {
	return readText(doc, { record, id, field: textFields[record][0] } as TextRef);
}
