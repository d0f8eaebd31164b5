import { wellFormed } from '#lib/domain/well-formed.ts';
import type * as Y from 'yjs';
import type { History, StateChange } from '#lib/domain/history.ts';
import { openEnds } from '#lib/domain/history.ts';
import type { RecordRef } from '#lib/domain/record.ts';
import { isId } from '#lib/domain/record.ts';
import { parseAct } from './fields.ts';
import type { Fields } from './fields.ts';
import type { Making } from './list.ts';

/** Setting a state, with the reason where one is asked for. */
export interface Setting extends Making {
	readonly reason?: string | undefined;
}

/**
 * A state is a field with its present value, and a root array `record/id/history` onto which every change is pushed.
 * Both are ordered alike by Yjs, so the array's last change is the one that gave the field its value.
 */
export function setState<State extends string>(
	doc: Y.Doc,
	ref: RecordRef,
	fields: Fields,
	states: readonly State[],
	from: State,
	to: State,
	{ newId, at, by, reason = '' }: Setting
): boolean {
	const after = openEnds(readHistory(doc, ref, states)).map(({ id }) => id);
	if (from === to && after.length < 2) return false;
	fields.set(stateOf(ref), to);
	const change: StateChange<State> = { id: newId, at, by, from, to, reason: wellFormed(reason), after };
	doc.getArray(nameOf(ref)).push([change]);
	return true;
}

export function readHistory<State extends string>(
	doc: Y.Doc,
	ref: RecordRef,
	states: readonly State[]
): History<State> {
	if (!doc.share.has(nameOf(ref))) return [];
	const array = doc.getArray<unknown>(nameOf(ref));
	const newest = array.slice(Math.max(0, array.length - longestHistory));
	return newest.flatMap((value) => parseChange(value, states) ?? []);
}

/** Whether a later change in this history was made in sight of one of these. */
export function isBuiltOn(history: Y.Array<unknown>, changes: readonly unknown[]): boolean {
	const ids = new Set(changes.map((change) => namesIn(change).id));
	return history.toArray().some((later) => namesIn(later).after.some((id) => ids.has(id)));
}

function namesIn(change: unknown): { readonly id: unknown; readonly after: readonly string[] } {
	const { id, after } = (change ?? {}) as Record<string, unknown>;
	return { id, after: Array.isArray(after) ? after.slice(0, longestHistory).filter(isId) : [] };
}

function parseChange<State extends string>(
	value: unknown,
	states: readonly State[]
): StateChange<State> | undefined {
	const act = parseAct(value);
	if (!act) return undefined;
	const { id, from, to, reason } = value as Record<string, unknown>;
	if (!isId(id) || !isState(to, states)) return undefined;
	return {
		...act,
		id,
		from: isState(from, states) ? from : null,
		to,
		reason: typeof reason === 'string' ? wellFormed(reason.slice(0, longestReason)) : '',
		after: namesIn(value).after
	};
}

const longestHistory = 200;
const longestReason = 2_000;

function isState<State extends string>(value: unknown, states: readonly State[]): value is State {
	return (states as readonly unknown[]).includes(value);
}

function nameOf({ record, id }: RecordRef): string {
	return `${record}/${id}/history`;
}

/** The plan's own state is its stage; the plan's map has other fields beside it. */
function stateOf({ record }: RecordRef): string {
	return record === 'plan' ? 'stage' : 'state';
}
