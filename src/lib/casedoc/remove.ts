import type * as Y from 'yjs';
import type { Act, ListKind, Removed } from '#lib/domain/record.ts';
import { listKinds } from '#lib/domain/record.ts';
import { actField } from './fields.ts';
import { changeRecord, entriesOf, fieldsOf, mostListed } from './list.ts';
import type { TextRef } from './text.ts';
import { readText, textFields } from './text.ts';

/** Takes a record out of sight. Nothing of it is deleted, and what others write in it meanwhile stays too. */
export function removeRecord(doc: Y.Doc, kind: ListKind, id: string, { at, by }: Act): boolean {
	return changeRecord(doc, kind, id, { removed: { at, by } });
}

/** Puts it back where it stood. */
export function restoreRecord(doc: Y.Doc, kind: ListKind, id: string): boolean {
	const fields = fieldsOf(doc, kind, id);
	return fields && actField(fields, 'removed') ? changeRecord(doc, kind, id, { removed: null }) : false;
}

/** What can be put back, last removed first. The steps of a removed goal come back with it and are not listed. */
export function readRemoved(doc: Y.Doc): Removed[] {
	const removed = listKinds.flatMap((record) =>
		entriesOf(doc, record).flatMap(({ id, fields }) => {
			const act = actField(fields, 'removed');
			return act ? [{ record, id, removed: act }] : [];
		})
	);
	return removed
		.sort((a, b) => b.removed.at - a.removed.at || (a.id < b.id ? -1 : 1))
		.slice(0, mostListed)
		.map((entry) => ({ ...entry, title: titleOf(doc, entry.record, entry.id) }));
}

function titleOf(doc: Y.Doc, record: ListKind, id: string): string {
	return readText(doc, { record, id, field: textFields[record][0] } as TextRef);
}
