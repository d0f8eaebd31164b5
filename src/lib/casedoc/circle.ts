/** How a circle lies in a Y.Doc: the shared record of a sealed document of its own, where a case has its plan. */
import type * as Y from 'yjs';
import { circleKinds, type Circle, type CircleKind, type Note } from '#lib/domain/circle.ts';
import type { IsoDate } from '#lib/domain/date.ts';
import { onlyCircle } from '#lib/domain/record.ts';
import { codeField, dateField, mustBeDate, writeFields, type Fields } from './fields.ts';
import { addRecord, changeRecord, readList, readListed, type Entry, type Making } from './list.ts';
import { readText, readTexts, writeTexts } from './text.ts';

export interface NewCircle {
	readonly kind: CircleKind;
	readonly name: string;
	readonly about: string;
}

export function beginCircle(doc: Y.Doc, { kind, name, about }: NewCircle): void {
	writeFields(circleFields(doc), { kind });
	writeTexts(doc, 'circle', onlyCircle.id, { name, about });
}

export interface NewNote extends Making {
	readonly day: IsoDate;
	readonly title?: string;
	readonly words?: string;
}

export function addNote(doc: Y.Doc, { day, title, words, ...making }: NewNote): void {
	addRecord(doc, 'note', making, { day: mustBeDate(day) }, { title, words });
}

export function changeNote(doc: Y.Doc, id: string, { day }: { readonly day: IsoDate | null }): boolean {
	return changeRecord(doc, 'note', id, { day: mustBeDate(day) });
}

/** Never throws, whatever others have written into it. */
export function readCircle(doc: Y.Doc): Circle {
	const notes = readList(doc, 'note').entries.map((entry) => readNote(doc, entry));
	return {
		kind: codeField(circleFields(doc), 'kind', circleKinds),
		...readTexts(doc, 'circle', onlyCircle.id),
		notes: notes.reverse().sort((a, b) => ((a.day ?? '') < (b.day ?? '') ? 1 : a.day === b.day ? 0 : -1))
	};
}

export function readCircleName(doc: Y.Doc): string {
	return readText(doc, { record: 'circle', id: onlyCircle.id, field: 'name' });
}

function readNote(doc: Y.Doc, entry: Entry): Note {
	return {
		...readListed(entry),
		...readTexts(doc, 'note', entry.id),
		day: dateField(entry.fields, 'day')
	};
}

function circleFields(doc: Y.Doc): Fields {
	return doc.getMap('circle');
}
