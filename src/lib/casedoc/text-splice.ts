/**
 * One change to a text, and how it moves when the text has changed meanwhile. Pure arithmetic, for fields bound to a
 * shared text: what a person typed is found by comparing what the field showed with what it shows now, and while an
 * input method composes, what others typed has to be stepped over before that change may be written.
 *
 * All indexes and lengths are UTF-16 code units, as in `textarea.selectionStart` and in Yjs. No splice made here
 * begins or ends between the halves of a surrogate pair: Yjs would turn both halves into U+FFFD.
 */
export interface Splice {
	readonly index: number;
	readonly remove: number;
	readonly insert: string;
}

/** One operation of a Yjs text event's delta; an inserted object (an embed) counts one unit, as in Yjs. */
export interface DeltaOp {
	readonly retain?: number;
	readonly insert?: string | object;
	readonly delete?: number;
}

export type Delta = readonly DeltaOp[];

/** Where an index goes when others insert exactly there: in front of their text, or behind it. */
export type Side = 'before' | 'after';

/**
 * The smallest single splice that turns `before` into `after`.
 * @param caret end of the selection in `after`; decides which of several equal letters was typed or taken away
 * (a second "l" in "hello"). It never makes the splice larger, so a wrong caret does no harm.
 */
export function spliceBetween(before: string, after: string, caret: number): Splice {
	const shorter = Math.min(before.length, after.length);
	let prefix = commonPrefix(before, after, shorter);
	let suffix = commonSuffix(before, after, shorter);
	if (prefix + suffix > shorter) {
		const wanted = after.length - caret;
		suffix = Math.min(suffix, Math.max(shorter - prefix, wanted));
		prefix = shorter - suffix;
	}
	if (splitsPair(before, prefix) || splitsPair(after, prefix)) prefix--;
	if (splitsPair(before, before.length - suffix) || splitsPair(after, after.length - suffix)) suffix--;
	return {
		index: prefix,
		remove: before.length - suffix - prefix,
		insert: after.slice(prefix, after.length - suffix)
	};
}

export function isEmptySplice(splice: Splice): boolean {
	return splice.remove === 0 && splice.insert === '';
}

export function applySplice(text: string, splice: Splice): string {
	return text.slice(0, splice.index) + splice.insert + text.slice(splice.index + splice.remove);
}

export function applySplices(text: string, splices: readonly Splice[]): string {
	return splices.reduce(applySplice, text);
}

/**
 * Moves a splice made on an older text over the deltas that the text has gone through since, oldest first.
 *
 * What others typed inside the removed range stays, so one splice can become several. They are given last position
 * first: apply them in the order given, each on the text as it is then. Text inserted by others exactly at the
 * splice's index ends up in front of it. An empty list: nothing is left to do.
 */
export function rebaseSplice(splice: Splice, deltas: readonly Delta[]): Splice[] {
	let at = splice.index;
	let cuts: Range[] = splice.remove > 0 ? [{ start: splice.index, end: splice.index + splice.remove }] : [];
	for (const delta of deltas) {
		at = rebaseIndex(at, delta, 'after');
		cuts = cuts.flatMap((cut) => rebaseRange(cut, delta));
	}
	return toSplices(at, splice.insert, cuts);
}

/** Where an index in the text before `delta` lies after it: for a caret, or either end of a selection. */
export function rebaseIndex(index: number, delta: Delta, side: Side): number {
	let before = 0;
	let after = 0;
	for (const op of delta) {
		if (before > index || (before === index && (side === 'before' || op.insert === undefined))) break;
		if (op.insert !== undefined) after += lengthOf(op.insert);
		else if (op.delete !== undefined) before += op.delete;
		else {
			before += op.retain ?? 0;
			after += op.retain ?? 0;
		}
		// The operation reached past the index: it was kept where it is, or the text around it was taken away.
		if (before > index) return op.delete === undefined ? after - (before - index) : after;
	}
	return after + (index - before);
}

interface Range {
	readonly start: number;
	readonly end: number;
}

/** The pieces of a range that others have not deleted, parted where they inserted. */
function rebaseRange(range: Range, delta: Delta): Range[] {
	const pieces: Range[] = [];
	let before = 0;
	let after = 0;
	const keep = (length: number): void => {
		const start = Math.max(range.start, before);
		const end = Math.min(range.end, before + length);
		if (start < end) pieces.push({ start: start - before + after, end: end - before + after });
		before += length;
		after += length;
	};
	for (const op of delta) {
		if (op.insert !== undefined) after += lengthOf(op.insert);
		else if (op.delete !== undefined) before += op.delete;
		else keep(op.retain ?? 0);
	}
	keep(Math.max(0, range.end - before));
	return pieces;
}

function toSplices(at: number, insert: string, cuts: readonly Range[]): Splice[] {
	const [first, ...later] = cuts;
	const splices = [...later]
		.reverse()
		.map(({ start, end }) => ({ index: start, remove: end - start, insert: '' }));
	if (first?.start === at) splices.push({ index: at, remove: first.end - first.start, insert });
	else {
		if (first) splices.push({ index: first.start, remove: first.end - first.start, insert: '' });
		if (insert !== '') splices.push({ index: at, remove: 0, insert });
	}
	return splices;
}

function commonPrefix(a: string, b: string, most: number): number {
	let length = 0;
	while (length < most && a.charCodeAt(length) === b.charCodeAt(length)) length++;
	return length;
}

function commonSuffix(a: string, b: string, most: number): number {
	let length = 0;
	while (length < most && a.charCodeAt(a.length - 1 - length) === b.charCodeAt(b.length - 1 - length))
		length++;
	return length;
}

function splitsPair(text: string, index: number): boolean {
	return isHigh(text.charCodeAt(index - 1)) && isLow(text.charCodeAt(index));
}

function isHigh(unit: number): boolean {
	return unit >= 0xd800 && unit <= 0xdbff;
}

function isLow(unit: number): boolean {
	return unit >= 0xdc00 && unit <= 0xdfff;
}

function lengthOf(inserted: string | object): number {
	return typeof inserted === 'string' ? inserted.length : 1;
}
