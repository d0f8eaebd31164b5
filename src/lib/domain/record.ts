import type { IsoDate } from './date.ts';

/** The kinds of things a plan, or a circle, is made of. `plan`, `client` and `circle` are there once, the others form lists. */
export const listKinds = [
	'strength',
	'preference',
	'need',
	'barrier',
	'goal',
	'step',
	'service',
	'risk',
	'emergency',
	'sign',
	'coping',
	'encounter',
	'restriction',
	'contact',
	'note'
] as const;
export const recordKinds = [...listKinds, 'plan', 'client', 'choice', 'circle'] as const;

export type ListKind = (typeof listKinds)[number];
export type RecordKind = (typeof recordKinds)[number];

/**
 * Who did something and when, as their device wrote it down. A claim: it orders and explains, it proves nothing;
 * who really wrote an entry is known from its signature.
 */
export interface Act {
	/** Milliseconds since 1970. */
	readonly at: number;
	/** Member id. */
	readonly by: string;
}

export interface Listed {
	readonly id: string;
	readonly created: Act | null;
}

export interface RecordRef {
	readonly record: RecordKind;
	readonly id: string;
}

/** The id of the records that are there once. */
export const onlyPlan: RecordRef = { record: 'plan', id: 'plan' };
export const onlyClient: RecordRef = { record: 'client', id: 'client' };
export const onlyCircle: RecordRef = { record: 'circle', id: 'circle' };

/** Something taken out of the plan, which can be put back. */
export interface Removed extends RecordRef {
	readonly record: ListKind;
	/** The record's own first words, as it would stand in the plan. */
	readonly title: string;
	/** `null` when whoever added it took that back, after others had already written in it. */
	readonly removed: Act | null;
}

/** Ids are made by whoever adds a record and come from other people's devices: nothing else is let through. */
export function isId(value: unknown): value is string {
	return typeof value === 'string' && /^[A-Za-z0-9_-]{1,64}$/.test(value);
}

/** Milliseconds since 1970 that a calendar can show. Whether they lie in the future is not judged: clocks are wrong. */
export function isTime(value: unknown): value is number {
	return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= 8.64e15;
}

export function isRecordKind(value: unknown): value is RecordKind {
	return (recordKinds as readonly unknown[]).includes(value);
}

/** From and to, either of them open. */
export interface Span {
	readonly from: IsoDate | null;
	readonly to: IsoDate | null;
}
