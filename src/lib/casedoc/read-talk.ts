import { grouped } from '#lib/domain/grouped.ts';
import type * as Y from 'yjs';
import type { Anchor } from '#lib/domain/anchor.ts';
import type { Comment, Help, SuggestionItem, TalkItem, TalkRef } from '#lib/domain/talk.ts';
import { refAuthor, talkRef, turnSubject } from '#lib/domain/talk.ts';
import type { Answer, Decision, Remark, Suggested, Talk, Thread } from '#lib/domain/thread.ts';
import { latest } from '#lib/domain/turn.ts';
import { placeReplies } from './place-replies.ts';
import type { Spoken } from './spoken.ts';
import { strandItems } from './strand-items.ts';

/**
 * Gathers what everyone has said into threads and answers. Items of strands whose author is not known are passed
 * over, as is what refers to nothing, goes round in a circle, or would change another person's words.
 */
export function readTalk(doc: Y.Doc, authorOf: (client: number) => string | undefined): Talk {
	const heard = hear(doc, authorOf);
	const remark = remarks(heard);
	return { threads: threads(heard, remark), answers: answers(heard) };
}

interface Heard {
	readonly items: ReadonlyMap<TalkRef, Spoken>;
	/** How many sayings there are on each subject, by anyone. */
	readonly known: ReadonlyMap<string, number>;
	readonly withdrawn: ReadonlySet<TalkRef>;
}

function hear(doc: Y.Doc, authorOf: (client: number) => string | undefined): Heard {
	const items = new Map<TalkRef, Spoken>();
	const known = new Map<string, number>();
	const withdrawn = new Set<TalkRef>();
	for (const { client, item } of strandItems(doc)) {
		const subject = turnSubject(item);
		if (subject !== undefined) known.set(subject, (known.get(subject) ?? 0) + 1);
		const by = authorOf(client);
		if (by === undefined) continue;
		const ref = talkRef(by, item.id);
		if (!items.has(ref)) items.set(ref, { ...item, by, ref });
		if (item.kind === 'withdraw' && refAuthor(item.item) === by) withdrawn.add(item.item);
	}
	return { items, known, withdrawn };
}

function threads(heard: Heard, remark: (said: Said) => Remark): Thread[] {
	const replies = placeReplies(heard.items);
	const settled = newest(heard, isSettling, ({ item }) => item);
	const decisions = newest(heard, isDecision, ({ item }) => item);
	return [...heard.items.values()]
		.filter(isOpening)
		.sort((a, b) => a.at - b.at || (a.ref < b.ref ? -1 : 1))
		.map((opening) => {
			const last = settled.get(opening.ref);
			const suggests = suggested(opening, decisions.get(opening.ref));
			const over = last ? (last.kind === 'resolve' ? last : null) : (suggests?.decision ?? null);
			return {
				id: opening.ref,
				about: aboutOf(opening),
				asksForHelp: opening.kind === 'help',
				said: remark(opening),
				replies: (replies.get(opening.ref) ?? []).map(remark),
				suggests,
				resolved: over && { at: over.at, by: over.by }
			};
		});
}

function answers(heard: Heard): Answer[] {
	const newestOf = newest(heard, isAnswer, ({ by, goal }) => `${by} ${goal}`);
	return [...newestOf.values()]
		.filter(({ ref }) => !heard.withdrawn.has(ref))
		.map(({ ref, by, at, goal, stance, why }) => ({ id: ref, by, at, goal, stance, why }));
}

function suggested(
	opening: Spoken<Comment | Help | SuggestionItem>,
	decided: DecidedItem | undefined
): Suggested | null {
	if (opening.kind !== 'suggestion') return null;
	const decision: Decision | null = decided
		? { at: decided.at, by: decided.by, takenUp: decided.kind === 'taken-up', text: decided.text }
		: null;
	const { about, was, instead } = opening;
	return { field: about.field, was, instead, decision };
}

type Said = Spoken<Extract<TalkItem, { readonly kind: 'comment' | 'help' | 'suggestion' | 'reply' }>>;
type DecidedItem = Spoken<Extract<TalkItem, { readonly kind: 'taken-up' | 'left' }>>;

function remarks(heard: Heard): (said: Said) => Remark {
	const edits = newest(heard, isOwnEdit, ({ item }) => item);
	return ({ ref, by, at, text }) => {
		const withdrawn = heard.withdrawn.has(ref);
		const edit = edits.get(ref);
		return {
			id: ref,
			by,
			at,
			text: withdrawn ? '' : (edit?.text ?? text),
			edited: edit !== undefined && !withdrawn,
			withdrawn
		};
	};
}

/** Of all items that pass, the latest for each key. */
function newest<Item extends Spoken<Extract<TalkItem, { readonly turn: number }>>>(
	{ items, known }: Heard,
	passes: (item: Spoken) => item is Item,
	keyOf: (item: Item) => string
): Map<string, Item> {
	const newestOf = new Map<string, Item>();
	for (const [key, group] of grouped([...items.values()].filter(passes), keyOf)) {
		const first = group[0];
		const best = first && latest(group, known.get(turnSubject(first) ?? '') ?? 0);
		if (best) newestOf.set(key, best);
	}
	return newestOf;
}

function isOpening(item: Spoken): item is Spoken<Comment | Help | SuggestionItem> {
	return item.kind === 'comment' || item.kind === 'help' || item.kind === 'suggestion';
}

function isDecision(item: Spoken): item is DecidedItem {
	return item.kind === 'taken-up' || item.kind === 'left';
}

function isSettling(
	item: Spoken
): item is Spoken<Extract<TalkItem, { readonly kind: 'resolve' | 'reopen' }>> {
	return item.kind === 'resolve' || item.kind === 'reopen';
}

function isAnswer(item: Spoken): item is Spoken<Extract<TalkItem, { readonly kind: 'answer' }>> {
	return item.kind === 'answer';
}

function isOwnEdit(item: Spoken): item is Spoken<Extract<TalkItem, { readonly kind: 'edit' }>> {
	return item.kind === 'edit' && refAuthor(item.item) === item.by;
}

function aboutOf(opening: Comment | Help | SuggestionItem): Anchor {
	return opening.kind === 'help' ? { record: 'step', id: opening.step } : opening.about;
}
