import { wellFormed } from '#lib/domain/well-formed.ts';
import type * as Y from 'yjs';
import type { RecordKind } from '#lib/domain/record.ts';
import { isId } from '#lib/domain/record.ts';
import type { Splice } from './text-splice.ts';
import { spliceBetween } from './text-splice.ts';

/**
 * Everything that people write in words is a shared text at a root type named `record/id/field`. A nested text would
 * be set by whoever fills the field first, and of two people doing so offline one would lose theirs; a root type is
 * just there, and both texts stay. A record's first field is its title.
 */
export const textFields = {
	plan: ['mattersToMe', 'watching'],
	client: ['name', 'phone', 'email', 'address', 'note'],
	strength: ['words'],
	preference: ['words'],
	need: ['words', 'note'],
	barrier: ['words', 'strategy', 'accommodation'],
	goal: ['words', 'why', 'measure'],
	step: ['words', 'note'],
	service: ['what', 'providerWords', 'unitWords', 'intervalWords', 'funding', 'place', 'comment'],
	risk: ['what', 'mitigation', 'backup'],
	emergency: ['event', 'response'],
	sign: ['words'],
	coping: ['words'],
	encounter: ['about', 'words'],
	restriction: ['words', 'need', 'helped', 'milder', 'measured', 'watched', 'harmless'],
	contact: ['name', 'role', 'organisation', 'phone', 'email', 'address', 'note'],
	choice: ['words'],
	note: ['title', 'words'],
	circle: ['name', 'about']
} as const satisfies Record<RecordKind, readonly [string, ...string[]]>;

export type TextField<Kind extends RecordKind> = (typeof textFields)[Kind][number];
export type TextsOf<Kind extends RecordKind> = Readonly<Record<TextField<Kind>, string>>;

export type TextRef = {
	readonly [Kind in RecordKind]: {
		readonly record: Kind;
		readonly id: string;
		readonly field: TextField<Kind>;
	};
}[RecordKind];

/** The shared text of a field, there from the start for every record. @throws RangeError for no such field or id. */
export function planText(doc: Y.Doc, ref: TextRef): Y.Text {
	const fields: readonly string[] = textFields[ref.record];
	if (!fields.includes(ref.field) || !isId(ref.id)) throw new RangeError('no such text in a plan');
	return doc.getText(nameOf(ref));
}

/** Applies a splice made on this text's present content, pulled into its bounds. */
export function editText(text: Y.Text, splice: Splice): void {
	const content = text.toString();
	const start = outsidePair(content, clamp(splice.index, 0, content.length), -1);
	const stop = clamp(splice.index + splice.remove, start, content.length);
	const end = splice.remove > 0 ? outsidePair(content, stop, 1) : start;
	const insert = wellFormed(splice.insert); // Half a pair becomes U+FFFD for everyone else, so for us as well.
	if (text.length !== content.length) {
		// Somebody's program has put things into this text that are no letters, and they shift all indexes.
		text.delete(0, text.length);
		text.insert(0, content.slice(0, start) + insert + content.slice(end));
		return;
	}
	if (end > start) text.delete(start, end - start);
	if (insert !== '') text.insert(start, insert);
}

/** Makes a text say `words`, touching only the stretch that differs. */
export function writeText(doc: Y.Doc, ref: TextRef, words: string): void {
	const text = planText(doc, ref);
	const before = text.toString();
	const after = wellFormed(words);
	if (after !== before) editText(text, spliceBetween(before, after, after.length));
}

export function writeTexts<Kind extends RecordKind>(
	doc: Y.Doc,
	record: Kind,
	id: string,
	texts: { readonly [Field in TextField<Kind>]?: string | undefined }
): void {
	for (const field of textFields[record] as readonly TextField<Kind>[]) {
		const words = texts[field];
		if (words) writeText(doc, { record, id, field } as TextRef, words);
	}
}

export function readTexts<Kind extends RecordKind>(doc: Y.Doc, record: Kind, id: string): TextsOf<Kind> {
	const texts: Partial<Record<string, string>> = {};
	for (const field of textFields[record]) texts[field] = readText(doc, { record, id, field } as TextRef);
	return texts as TextsOf<Kind>;
}

/** Reads without bringing the text into being, so that looking at a plan leaves no trace in the document. */
export function readText(doc: Y.Doc, ref: TextRef): string {
	const name = nameOf(ref);
	return doc.share.has(name) ? doc.getText(name).toString() : '';
}

function nameOf({ record, id, field }: TextRef): string {
	return `${record}/${id}/${field}`;
}

function clamp(value: number, low: number, high: number): number {
	return Math.min(Math.max(value, low), high);
}

function outsidePair(text: string, index: number, step: 1 | -1): number {
	const inside = /[\ud800-\udbff]/.test(text.charAt(index - 1)) && /[\udc00-\udfff]/.test(text.charAt(index));
	return inside ? index + step : index;
}
