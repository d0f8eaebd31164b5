import type * as Y from 'yjs';
import type { Need, NeedArea, NeedState } from '#lib/domain/need.ts';
import { needAreas, needStates } from '#lib/domain/need.ts';
import { codeField, idField } from './fields.ts';
import type { Entry, Making } from './list.ts';
import { addRecord, changeRecord, readListed } from './list.ts';
import { readTexts } from './text.ts';

export interface NeedFields {
	readonly area?: NeedArea | null;
	readonly state?: NeedState;
	readonly because?: string | null;
}

export interface NewNeed extends Making, NeedFields {
	readonly words?: string;
	readonly note?: string;
}

export function addNeed(doc: Y.Doc, need: NewNeed): void {
	addRecord(doc, 'need', need, fieldsFrom(need), need);
}

export function changeNeed(doc: Y.Doc, id: string, changes: NeedFields): boolean {
	return changeRecord(doc, 'need', id, fieldsFrom(changes));
}

export function readNeed(doc: Y.Doc, entry: Entry): Need {
	const { id, fields } = entry;
	return {
		...readListed(entry),
		...readTexts(doc, 'need', id),
		area: codeField(fields, 'area', needAreas),
		state: codeField(fields, 'state', needStates) ?? 'active',
		because: idField(fields, 'because')
	};
}

function fieldsFrom({ area, state, because }: NeedFields) {
	return { area, state, because };
}
