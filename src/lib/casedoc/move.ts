import type * as Y from 'yjs';
import type { ListKind } from '#lib/domain/record.ts';
import { idField } from './fields.ts';
import type { Entry } from './list.ts';
import { entriesOf, fieldsOf, isShown } from './list.ts';
import { byOrder, keysFor } from './order.ts';

export type Place = { readonly before: string } | { readonly after: string };

/**
 * Moves a record within the list that people see; steps move among those of the same goal. False when there is
 * nothing to do: no such record or neighbour, or it stands there already.
 */
export function moveRecord(doc: Y.Doc, kind: ListKind, id: string, place: Place): boolean {
	const siblings = siblingsOf(doc, kind, id);
	const neighbour = 'before' in place ? place.before : place.after;
	const from = siblings.findIndex((sibling) => sibling.id === id);
	const moved = siblings[from];
	if (!moved || neighbour === id) return false;
	const others = siblings.filter((_sibling, index) => index !== from);
	const beside = others.findIndex((sibling) => sibling.id === neighbour);
	if (beside < 0) return false;
	const to = 'before' in place ? beside : beside + 1;
	if (to === from) return false;
	const wanted = [...others.slice(0, to), moved, ...others.slice(to)];
	for (const [index, key] of keysFor(
		wanted.map((sibling) => sibling.key),
		to
	)) {
		wanted[index]?.fields.set('order', key);
	}
	return true;
}

export function moveUp(doc: Y.Doc, kind: ListKind, id: string): boolean {
	const above = neighbourOf(doc, kind, id, -1);
	return above !== undefined && moveRecord(doc, kind, id, { before: above });
}

export function moveDown(doc: Y.Doc, kind: ListKind, id: string): boolean {
	const below = neighbourOf(doc, kind, id, 1);
	return below !== undefined && moveRecord(doc, kind, id, { after: below });
}

function neighbourOf(doc: Y.Doc, kind: ListKind, id: string, distance: 1 | -1): string | undefined {
	const siblings = siblingsOf(doc, kind, id);
	const index = siblings.findIndex((sibling) => sibling.id === id);
	return index < 0 ? undefined : siblings[index + distance]?.id;
}

function siblingsOf(doc: Y.Doc, kind: ListKind, id: string): Entry[] {
	const fields = fieldsOf(doc, kind, id);
	if (!fields) return [];
	const shown = entriesOf(doc, kind).filter(isShown);
	const siblings = kind === 'step' ? shown.filter(sameGoal(idField(fields, 'goal'))) : shown;
	return siblings.sort(byOrder);
}

function sameGoal(goal: string | null): (entry: Entry) => boolean {
	return ({ fields }) => idField(fields, 'goal') === goal;
}
