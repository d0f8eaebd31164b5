import type * as Y from 'yjs';
import type { IsoDate } from '#lib/domain/date.ts';
import type { PersonRef } from '#lib/domain/person.ts';
import {
	missingReasons,
	restrictionStates,
	type Restriction,
	type RestrictionState
} from '#lib/domain/restriction.ts';
import { codeField, dateField, mustBeDate, personField, personValue, type Fields } from './fields.ts';
import { addRecord, changeRecord, fieldsOf, readListed, type Entry, type Making } from './list.ts';
import { readHistory, setState, type Setting } from './state-history.ts';
import { readTexts, type TextsOf } from './text.ts';

export interface RestrictionFields {
	readonly reviewOn?: IsoDate | null;
	readonly agreedBy?: PersonRef | null;
	readonly agreedOn?: IsoDate | null;
}

export interface NewRestriction extends Making, RestrictionFields, Partial<TextsOf<'restriction'>> {}

export function addRestriction(doc: Y.Doc, restriction: NewRestriction): void {
	addRecord(doc, 'restriction', restriction, fieldsFrom(restriction), restriction);
}

export function changeRestriction(doc: Y.Doc, id: string, changes: RestrictionFields): boolean {
	return changeRecord(doc, 'restriction', id, fieldsFrom(changes));
}

/** False, too, for one that is to be in force and lacks one of its eight reasons. */
export function setRestrictionState(doc: Y.Doc, id: string, to: RestrictionState, setting: Setting): boolean {
	const fields = fieldsOf(doc, 'restriction', id);
	if (!fields || (to === 'active' && missingReasons(reasonsOf(doc, id, fields)).length > 0)) return false;
	return setState(
		doc,
		{ record: 'restriction', id },
		fields,
		restrictionStates,
		stateOf(fields),
		to,
		setting
	);
}

export function readRestriction(doc: Y.Doc, entry: Entry): Restriction {
	const { id, fields } = entry;
	return {
		...readListed(entry),
		...reasonsOf(doc, id, fields),
		state: stateOf(fields),
		history: readHistory(doc, { record: 'restriction', id }, restrictionStates)
	};
}

function reasonsOf(doc: Y.Doc, id: string, fields: Fields) {
	return {
		...readTexts(doc, 'restriction', id),
		reviewOn: dateField(fields, 'reviewOn'),
		agreedBy: personField(fields, 'agreedBy'),
		agreedOn: dateField(fields, 'agreedOn')
	};
}

function fieldsFrom({ reviewOn, agreedBy, agreedOn }: RestrictionFields) {
	return { reviewOn: mustBeDate(reviewOn), agreedBy: personValue(agreedBy), agreedOn: mustBeDate(agreedOn) };
}

function stateOf(fields: Fields): RestrictionState {
	return codeField(fields, 'state', restrictionStates) ?? 'proposed';
}
