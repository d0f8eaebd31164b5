import type * as Y from 'yjs';
import type { Emergency } from '#lib/domain/emergency.ts';
import type { PersonRef } from '#lib/domain/person.ts';
import { personField, personValue } from './fields.ts';
import type { Entry, Making } from './list.ts';
import { addRecord, changeRecord, readListed } from './list.ts';
import type { TextsOf } from './text.ts';
import { readTexts } from './text.ts';

export interface EmergencyFields {
	readonly person?: PersonRef | null;
}

export interface NewEmergency extends Making, EmergencyFields, Partial<TextsOf<'emergency'>> {}

export function addEmergency(doc: Y.Doc, emergency: NewEmergency): void {
	addRecord(doc, 'emergency', emergency, { person: personValue(emergency.person) }, emergency);
}

export function changeEmergency(doc: Y.Doc, id: string, { person }: EmergencyFields): boolean {
	return changeRecord(doc, 'emergency', id, { person: personValue(person) });
}

export function readEmergency(doc: Y.Doc, entry: Entry): Emergency {
	const { id, fields } = entry;
	return {
		...readListed(entry),
		...readTexts(doc, 'emergency', id),
		person: personField(fields, 'person')
	};
}
