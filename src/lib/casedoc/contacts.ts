import type * as Y from 'yjs';
import type { Contact, Relation } from '#lib/domain/person.ts';
import { relations } from '#lib/domain/person.ts';
import { codeField, flagField, idField } from './fields.ts';
import type { Entry, Making } from './list.ts';
import { addRecord, changeRecord, readListed } from './list.ts';
import type { TextsOf } from './text.ts';
import { readTexts } from './text.ts';

export interface ContactFields {
	readonly relation?: Relation | null;
	readonly emergency?: boolean;
	/** Set when this person has joined. */
	readonly member?: string | null;
}

export interface NewContact extends Making, ContactFields, Partial<TextsOf<'contact'>> {}

export function addContact(doc: Y.Doc, contact: NewContact): void {
	addRecord(doc, 'contact', contact, fieldsFrom(contact), contact);
}

export function changeContact(doc: Y.Doc, id: string, changes: ContactFields): boolean {
	return changeRecord(doc, 'contact', id, fieldsFrom(changes));
}

export function readContact(doc: Y.Doc, entry: Entry): Contact {
	const { id, fields } = entry;
	return {
		...readListed(entry),
		...readTexts(doc, 'contact', id),
		relation: codeField(fields, 'relation', relations),
		emergency: flagField(fields, 'emergency') ?? false,
		member: idField(fields, 'member')
	};
}

function fieldsFrom({ relation, emergency, member }: ContactFields) {
	return { relation, emergency, member };
}
