import type * as Y from 'yjs';
import type { IsoDate } from '#lib/domain/date.ts';
import { encounterWays, type Encounter, type EncounterWay } from '#lib/domain/encounter.ts';
import type { PersonRef } from '#lib/domain/person.ts';
import { codeField, dateField, mustBeDate, personField, personValue } from './fields.ts';
import { addRecord, changeRecord, readListed, type Entry, type Making } from './list.ts';
import { readTexts, type TextsOf } from './text.ts';

export interface EncounterFields {
	readonly on?: IsoDate | null;
	readonly way?: EncounterWay | null;
	readonly who?: PersonRef | null;
	readonly withWhom?: PersonRef | null;
}

export interface NewEncounter extends Making, EncounterFields, Partial<TextsOf<'encounter'>> {}

export function addEncounter(doc: Y.Doc, encounter: NewEncounter): void {
	addRecord(doc, 'encounter', encounter, fieldsFrom(encounter), encounter);
}

export function changeEncounter(doc: Y.Doc, id: string, changes: EncounterFields): boolean {
	return changeRecord(doc, 'encounter', id, fieldsFrom(changes));
}

export function readEncounter(doc: Y.Doc, entry: Entry): Encounter {
	const { id, fields } = entry;
	return {
		...readListed(entry),
		...readTexts(doc, 'encounter', id),
		on: dateField(fields, 'on'),
		way: codeField(fields, 'way', encounterWays),
		who: personField(fields, 'who'),
		withWhom: personField(fields, 'withWhom')
	};
}

function fieldsFrom({ on, way, who, withWhom }: EncounterFields) {
	return { on: mustBeDate(on), way, who: personValue(who), withWhom: personValue(withWhom) };
}
