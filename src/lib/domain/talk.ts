import { wellFormed } from './well-formed.ts';
import type { Anchor, FieldAnchor } from './anchor.ts';
import { parseAnchor } from './anchor.ts';
import { isIsoDate, type IsoDate } from './date.ts';
import { isId, isTime } from './record.ts';
import { parseTerms, type Terms } from './terms.ts';

/**
 * What lies in the talk channel. Every person only ever adds: changing, taking back, settling and answering anew are
 * items of their own that name what they refer to.
 *
 * An item is named by its author and its own id together (`TalkRef`), and the author is known from the signature of
 * the entry that carried it. So nobody can give an item the name of somebody else's.
 */
export type TalkRef = string;

export const stances = ['agree', 'disagree', 'unsure'] as const;
export type Stance = (typeof stances)[number];

/** Longer remarks are refused when written, and cut when they come from elsewhere. In UTF-16 code units. */
export const longestRemark = 20_000;

interface Item {
	readonly id: string;
	/** Milliseconds since 1970, as the author's device claims. */
	readonly at: number;
}

/**
 * For items of which the latest counts: one more than the highest turn known on the same subject. Clocks differ by
 * hours and days between people's devices; turns tell which of two was said in sight of the other.
 */
export interface Turn {
	readonly turn: number;
}

export interface Comment extends Item {
	readonly kind: 'comment';
	readonly about: Anchor;
	readonly text: string;
}
/** A cry for help with a step: a comment that asks for somebody to come. */
export interface Help extends Item {
	readonly kind: 'help';
	readonly step: string;
	readonly text: string;
}
/** Other words for one text of the plan, for somebody who may edit it to decide upon. */
export interface SuggestionItem extends Item {
	readonly kind: 'suggestion';
	readonly about: FieldAnchor;
	/** What stood there. */
	readonly was: string;
	readonly instead: string;
	/** Why; may be empty. */
	readonly text: string;
}
/** A suggestion has been taken up, or the words stay as they are. `text`: a word about it; may be empty. */
export interface DecisionItem extends Item, Turn {
	readonly kind: 'taken-up' | 'left';
	readonly item: TalkRef;
	readonly text: string;
}
export interface Reply extends Item {
	readonly kind: 'reply';
	readonly to: TalkRef;
	readonly text: string;
}
export interface EditItem extends Item, Turn {
	readonly kind: 'edit';
	readonly item: TalkRef;
	readonly text: string;
}
export interface Withdraw extends Item {
	readonly kind: 'withdraw';
	readonly item: TalkRef;
}
export interface Resolve extends Item, Turn {
	readonly kind: 'resolve' | 'reopen';
	readonly item: TalkRef;
}
export interface AnswerItem extends Item, Turn {
	readonly kind: 'answer';
	readonly goal: string;
	readonly stance: Stance;
	readonly why: string;
}

/** A circle is opened; `words` is all of it as it was shown to whoever agreed. `wish`: the one that it answers. */
export interface OpeningItem extends Item, Terms {
	readonly kind: 'opening';
	readonly words: string;
	readonly wish: TalkRef | null;
}
export interface WishItem extends Item, Terms {
	readonly kind: 'wish';
}
export interface DeclineItem extends Item {
	readonly kind: 'decline';
	readonly item: TalkRef;
}

export const closingReasons = ['withdrawn', 'time', 'event'] as const;
export type ClosingReason = (typeof closingReasons)[number];

export interface ClosingItem extends Item {
	readonly kind: 'closing';
	readonly item: TalkRef;
	readonly why: ClosingReason;
}

export const visitParts = ['plan', 'talk', 'people', 'circle'] as const;
export type VisitPart = (typeof visitParts)[number];

/** Its author has opened this part of the case, or this circle, on this day. */
export interface VisitItem extends Item {
	readonly kind: 'visit';
	readonly part: VisitPart;
	/** As the calendar stood where they were. */
	readonly day: IsoDate;
}

export type TalkItem =
	| Comment
	| Help
	| SuggestionItem
	| DecisionItem
	| Reply
	| EditItem
	| Withdraw
	| Resolve
	| AnswerItem
	| OpeningItem
	| WishItem
	| DeclineItem
	| ClosingItem
	| VisitItem;

/** An item as a person makes it: its turn is found when it is added. */
export type TalkDraft = TalkItem extends infer One
	? One extends TalkItem
		? Omit<One, 'turn'>
		: never
	: never;

export function talkRef(author: string, id: string): TalkRef {
	return `${author}/${id}`;
}

export function isTalkRef(value: unknown): value is TalkRef {
	return typeof value === 'string' && /^[A-Za-z0-9_-]{1,64}\/[A-Za-z0-9_-]{1,64}$/.test(value);
}

/** An item's author as its name states it. */
export function refAuthor(ref: TalkRef): string {
	return ref.slice(0, ref.indexOf('/'));
}

/** Makes an item of whatever another device wrote; `undefined` for what is none. Unknown fields are left behind. */
export function parseTalkItem(value: unknown): TalkItem | undefined {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
	const raw = value as Readonly<Record<string, unknown>>;
	const { kind, id, at } = raw;
	if (!isId(id) || !isTime(at)) return undefined;
	switch (kind) {
		case 'comment': {
			const about = parseAnchor(raw.about);
			return about && hasText(raw.text) ? { kind, id, at, about, text: cut(raw.text) } : undefined;
		}
		case 'help':
			return isId(raw.step) && typeof raw.text === 'string'
				? { kind, id, at, step: raw.step, text: cut(raw.text) }
				: undefined;
		case 'suggestion': {
			const about = parseAnchor(raw.about);
			if (about?.field === undefined || !hasText(raw.instead) || typeof raw.was !== 'string')
				return undefined;
			const texts = { was: cut(raw.was), instead: cut(raw.instead), text: cut(raw.text) };
			return { kind, id, at, about: { ...about, field: about.field }, ...texts };
		}
		case 'taken-up':
		case 'left':
			return isTalkRef(raw.item) && isTurn(raw.turn)
				? { kind, id, at, item: raw.item, text: cut(raw.text), turn: raw.turn }
				: undefined;
		case 'reply':
			return isTalkRef(raw.to) && hasText(raw.text)
				? { kind, id, at, to: raw.to, text: cut(raw.text) }
				: undefined;
		case 'edit':
			return isTalkRef(raw.item) && hasText(raw.text) && isTurn(raw.turn)
				? { kind, id, at, item: raw.item, text: cut(raw.text), turn: raw.turn }
				: undefined;
		case 'withdraw':
		case 'decline':
			return isTalkRef(raw.item) ? { kind, id, at, item: raw.item } : undefined;
		case 'closing':
			return isTalkRef(raw.item) && isOneOf(closingReasons, raw.why)
				? { kind, id, at, item: raw.item, why: raw.why }
				: undefined;
		case 'visit':
			return isOneOf(visitParts, raw.part) && isIsoDate(raw.day)
				? { kind, id, at, part: raw.part, day: raw.day }
				: undefined;
		case 'opening': {
			const terms = parseTerms(raw);
			const wish = isTalkRef(raw.wish) ? raw.wish : null;
			return terms && { kind, id, at, ...terms, words: cut(raw.words), wish };
		}
		case 'wish': {
			const terms = parseTerms(raw);
			return terms && { kind, id, at, ...terms };
		}
		case 'resolve':
		case 'reopen':
			return isTalkRef(raw.item) && isTurn(raw.turn)
				? { kind, id, at, item: raw.item, turn: raw.turn }
				: undefined;
		case 'answer':
			return isId(raw.goal) && isOneOf(stances, raw.stance) && isTurn(raw.turn)
				? { kind, id, at, goal: raw.goal, stance: raw.stance, why: cut(raw.why ?? ''), turn: raw.turn }
				: undefined;
		default:
			return undefined;
	}
}

/** What its author wrote, first what it cannot be without. */
export function wordsOf(item: TalkItem | TalkDraft): readonly string[] {
	if (item.kind === 'answer') return [item.why];
	if (item.kind === 'suggestion') return [item.instead, item.text];
	return 'text' in item ? [item.text] : [];
}

export function needsWords({ kind }: TalkItem | TalkDraft): boolean {
	return kind === 'comment' || kind === 'reply' || kind === 'edit' || kind === 'suggestion';
}

/** What an item of which the latest counts speaks about; `undefined` for all others. */
export function turnSubject(item: TalkItem | TalkDraft): string | undefined {
	switch (item.kind) {
		case 'edit':
			return `text of ${item.item}`;
		case 'resolve':
		case 'reopen':
			return `state of ${item.item}`;
		case 'taken-up':
		case 'left':
			return `decision on ${item.item}`;
		case 'answer':
			return `answers to ${item.goal}`;
		default:
			return undefined;
	}
}

function isTurn(value: unknown): value is number {
	return Number.isSafeInteger(value) && (value as number) >= 1;
}

function isOneOf<Code extends string>(codes: readonly Code[], value: unknown): value is Code {
	return (codes as readonly unknown[]).includes(value);
}

function hasText(value: unknown): value is string {
	return typeof value === 'string' && value.trim() !== '';
}

function cut(value: unknown): string {
	if (typeof value !== 'string') return '';
	if (value.length <= longestRemark) return wellFormed(value);
	return `${wellFormed(value.slice(0, longestRemark - 1))}…`;
}
