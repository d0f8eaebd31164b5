import type * as Y from 'yjs';
import type { TalkDraft, Turn } from '#lib/domain/talk.ts';
import { longestRemark, needsWords, parseTalkItem, turnSubject, wordsOf } from '#lib/domain/talk.ts';
import type { Turned } from '#lib/domain/turn.ts';
import { nextTurn } from '#lib/domain/turn.ts';
import { strandItems } from './strand-items.ts';

export type Pushed =
	| { readonly kind: 'pushed' }
	| { readonly kind: 'empty' }
	| { readonly kind: 'too-long'; readonly longest: number };

/**
 * Adds an item to what this strand has said; `doc.clientID` has to be the strand's by now.
 * Adds nothing and says why for a remark without words, or one so long that others would see it cut.
 * @throws RangeError when the item is malformed in any other way.
 */
export function pushTalk(doc: Y.Doc, draft: TalkDraft): Pushed {
	const [first = '', ...others] = wordsOf(draft);
	if ([first, ...others].some((words) => words.length > longestRemark))
		return { kind: 'too-long', longest: longestRemark };
	if (needsWords(draft) && first.trim() === '') return { kind: 'empty' };
	const item = parseTalkItem({ ...draft, ...turnFor(doc, draft) });
	if (!item) throw new RangeError('not an item of talk');
	doc.getArray(String(doc.clientID)).push([item]);
	return { kind: 'pushed' };
}

function turnFor(doc: Y.Doc, draft: TalkDraft): Turn | undefined {
	const subject = turnSubject(draft);
	if (subject === undefined) return undefined;
	const known: Turned[] = [];
	for (const { item } of strandItems(doc)) {
		if ('turn' in item && turnSubject(item) === subject) known.push(item);
	}
	return { turn: nextTurn(known) };
}
