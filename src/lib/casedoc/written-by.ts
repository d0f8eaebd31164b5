import * as Y from 'yjs';
import type { ListKind } from '#lib/domain/record.ts';
import { fieldsOf } from './list.ts';

/** Neighbouring letters of one strand. */
export interface Written {
	readonly text: string;
	/** The Yjs client that wrote them. */
	readonly client: number;
}

/** Who wrote what of a text as it stands: its spans in order. */
export function writtenIn(text: Y.Text): Written[] {
	const spans: Written[] = [];
	for (let item = text._start; item !== null; item = item.right) {
		if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
		const { client } = item.id;
		const { str } = item.content;
		const last = spans.at(-1);
		if (last?.client === client) spans[spans.length - 1] = { client, text: last.text + str };
		else spans.push({ client, text: str });
	}
	return spans;
}

/** The Yjs client that put this record into the plan; null if it is not there. */
export function adderOf(doc: Y.Doc, kind: ListKind, id: string): number | null {
	return fieldsOf(doc, kind, id)?._item?.id.client ?? null;
}
