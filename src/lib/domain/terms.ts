import { isId, isTime } from './record.ts';
import { wellFormed } from './well-formed.ts';

/** Somebody to whom a circle is opened, as the case names them. */
export interface OpenedTo {
	/** Their member id in the case. */
	readonly member: string;
	readonly name: string;
	/** The invitation into the circle that is theirs; null where they are only asked for. */
	readonly invite: string | null;
}

/** To whom a circle is opened, what for, and for how long. */
export interface Terms {
	/** At least one. */
	readonly to: readonly OpenedTo[];
	/** What of the circle, in the words of whoever opens it. */
	readonly what: string;
	readonly purpose: string;
	/** Milliseconds since 1970; 0 for no fixed time. */
	readonly until: number;
	/** What ends it, in words; empty for nothing. */
	readonly event: string;
}

/** In UTF-16 code units; longer ones are cut. */
export const longestTerm = 2_000;
const mostPeople = 50;

/** Makes terms of whatever another device wrote; `undefined` for what are none. */
export function parseTerms(raw: Readonly<Record<string, unknown>>): Terms | undefined {
	if (!Array.isArray(raw['to']) || raw['to'].length === 0 || raw['to'].length > mostPeople) return undefined;
	const to = raw['to'].flatMap((one) => openedTo(one) ?? []);
	const { until } = raw;
	if (to.length !== raw['to'].length || !isTime(until)) return undefined;
	return { to, until, what: term(raw['what']), purpose: term(raw['purpose']), event: term(raw['event']) };
}

/** One line or several, cut to what is read. */
export function term(value: unknown): string {
	return typeof value === 'string' ? wellFormed(value.slice(0, longestTerm)).trim() : '';
}

function openedTo(value: unknown): OpenedTo | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	const { member, name, invite } = value as Readonly<Record<string, unknown>>;
	if (!isId(member) || (invite !== null && !isId(invite))) return undefined;
	return { member, invite, name: term(name).slice(0, 200) };
}
