import * as Y from 'yjs';
import type { Act, Listed, ListKind } from '#lib/domain/record.ts';
import { isId } from '#lib/domain/record.ts';
import type { Fields, FieldValue } from './fields.ts';
import { actField, writeFields } from './fields.ts';
import type { Ordered } from './order.ts';
import { byOrder, keyAfter, sortKey } from './order.ts';
import type { TextField } from './text.ts';
import { writeTexts } from './text.ts';

/** One list of a plan: a root map from id to a map of fields, which its creator sets once, under a fresh id. */
const listNames: Readonly<Record<ListKind, string>> = {
	strength: 'strengths',
	preference: 'preferences',
	need: 'needs',
	barrier: 'barriers',
	goal: 'goals',
	step: 'steps',
	service: 'services',
	risk: 'risks',
	emergency: 'emergencies',
	sign: 'signs',
	coping: 'copings',
	encounter: 'encounters',
	restriction: 'restrictions',
	contact: 'contacts',
	note: 'notes'
};

/** More than this of one kind are not read: no page could show them, and nobody wrote them by hand. */
export const mostListed = 2_000;

/** Who adds a record, when, and under which fresh id. */
export interface Making extends Act {
	readonly newId: string;
}

export interface Entry extends Ordered {
	readonly fields: Fields;
}

export interface List {
	readonly entries: readonly Entry[];
	/** How many more there are. */
	readonly leftOut: number;
}

/** The records of one kind that have not been removed, in the order that people gave them. */
export function readList(doc: Y.Doc, kind: ListKind): List {
	const all = entriesOf(doc, kind).filter(isShown).sort(byOrder);
	return { entries: all.slice(0, mostListed), leftOut: Math.max(0, all.length - mostListed) };
}

/**
 * A record is in sight from when it is created until it is removed. Undoing the creation takes away that field only
 * (see `mayUndo`), never the record, as others may have written in it.
 */
export function isShown({ fields }: Pick<Entry, 'fields'>): boolean {
	return fields.has('created') && !actField(fields, 'removed');
}

export function readListed({ id, fields }: Entry): Listed {
	return { id, created: actField(fields, 'created') };
}

/** Every record of a kind in no particular order, those out of sight among them. */
export function entriesOf(doc: Y.Doc, kind: ListKind): Entry[] {
	const entries: Entry[] = [];
	listOf(doc, kind).forEach((fields, id) => {
		if (fields instanceof Y.Map && isId(id)) entries.push({ id, fields, key: sortKey(fields.get('order')) });
	});
	return entries;
}

export function fieldsOf(doc: Y.Doc, kind: ListKind, id: string): Fields | undefined {
	const fields = listOf(doc, kind).get(id);
	return fields instanceof Y.Map ? fields : undefined;
}

/** Puts a new record at the end of its list. @throws RangeError when the id is malformed or taken. */
export function addRecord<Kind extends ListKind>(
	doc: Y.Doc,
	kind: Kind,
	{ newId, at, by }: Making,
	values: Readonly<Record<string, FieldValue | undefined>>,
	texts: { readonly [Field in TextField<Kind>]?: string | undefined }
): Fields {
	const list = listOf(doc, kind);
	if (!isId(newId) || list.has(newId)) throw new RangeError('a record needs a fresh id');
	const order = keyAfter(entriesOf(doc, kind).map(({ key }) => key));
	const fields = new Y.Map<unknown>();
	list.set(newId, fields);
	writeFields(fields, { order, created: { at, by }, ...values });
	writeTexts(doc, kind, newId, texts);
	return fields;
}

/** Writes fields of a record. False when there is none of this id, as after somebody undid adding it. */
export function changeRecord(
	doc: Y.Doc,
	kind: ListKind,
	id: string,
	changes: Readonly<Record<string, FieldValue | undefined>>
): boolean {
	const fields = fieldsOf(doc, kind, id);
	if (fields) writeFields(fields, changes);
	return fields !== undefined;
}

export function isListName(name: string): boolean {
	return Object.values(listNames).includes(name);
}

function listOf(doc: Y.Doc, kind: ListKind): Y.Map<unknown> {
	return doc.getMap(listNames[kind]);
}
