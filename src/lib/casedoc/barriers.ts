import type * as Y from 'yjs';
import {
	barrierKinds,
	barrierStates,
	type Barrier,
	type BarrierKind,
	type BarrierState
} from '#lib/domain/barrier.ts';
import type { NeedArea } from '#lib/domain/need.ts';
import { codeField, idField, type Fields } from './fields.ts';
import { readLinks, writeLinks } from './links.ts';
import { addRecord, changeRecord, fieldsOf, readListed, type Entry, type Making } from './list.ts';
import { addNeed } from './needs.ts';
import { readHistory, setState, type Setting } from './state-history.ts';
import { readTexts, type TextsOf } from './text.ts';

export interface BarrierFields {
	readonly kind?: BarrierKind | null;
	readonly service?: string | null;
	readonly wanted?: string | null;
}

export interface NewBarrier extends Making, BarrierFields, Partial<TextsOf<'barrier'>> {
	readonly needs?: readonly string[];
	readonly goals?: readonly string[];
}

export function addBarrier(doc: Y.Doc, barrier: NewBarrier): void {
	const fields = addRecord(doc, 'barrier', barrier, fieldsFrom(barrier), barrier);
	writeLinks(fields, 'needs', barrier.needs);
	writeLinks(fields, 'goals', barrier.goals);
}

export function changeBarrier(doc: Y.Doc, id: string, changes: BarrierFields): boolean {
	return changeRecord(doc, 'barrier', id, fieldsFrom(changes));
}

export function setBarrierState(doc: Y.Doc, id: string, to: BarrierState, setting: Setting): boolean {
	const fields = fieldsOf(doc, 'barrier', id);
	if (!fields) return false;
	return setState(doc, { record: 'barrier', id }, fields, barrierStates, stateOf(fields), to, setting);
}

/** Opens the need for what is missing. False when there is no such barrier. */
export function wantWhatIsMissing(
	doc: Y.Doc,
	id: string,
	need: Making & { readonly words: string; readonly area: NeedArea | null }
): boolean {
	if (!fieldsOf(doc, 'barrier', id)) return false;
	addNeed(doc, need);
	return changeBarrier(doc, id, { kind: 'secondary-missing', wanted: need.newId });
}

export function readBarrier(doc: Y.Doc, entry: Entry): Barrier {
	const { id, fields } = entry;
	return {
		...readListed(entry),
		...readTexts(doc, 'barrier', id),
		kind: codeField(fields, 'kind', barrierKinds),
		state: stateOf(fields),
		history: readHistory(doc, { record: 'barrier', id }, barrierStates),
		service: idField(fields, 'service'),
		wanted: idField(fields, 'wanted'),
		needs: readLinks(fields, 'needs'),
		goals: readLinks(fields, 'goals')
	};
}

function fieldsFrom({ kind, service, wanted }: BarrierFields) {
	return { kind, service, wanted };
}

function stateOf(fields: Fields): BarrierState {
	return codeField(fields, 'state', barrierStates) ?? 'active';
}
