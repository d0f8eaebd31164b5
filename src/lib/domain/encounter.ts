import type { IsoDate } from './date.ts';
import type { PersonRef } from './person.ts';
import type { Listed } from './record.ts';

/** How people were in touch, in our own codes. */
export const encounterWays = ['in-person', 'phone', 'video', 'message', 'letter', 'other'] as const;
export type EncounterWay = (typeof encounterWays)[number];

/** A contact note: people met, called or wrote, and what came of it. */
export interface Encounter extends Listed {
	readonly about: string;
	/** What was said and done. */
	readonly words: string;
	readonly on: IsoDate | null;
	readonly way: EncounterWay | null;
	/** Who was in touch, and with whom. */
	readonly who: PersonRef | null;
	readonly withWhom: PersonRef | null;
}

/** Written later than this it is marked: people remember less well. */
export const lateAfterDays = 3;

/** How many days later it was written, where that is late; else 0. `written`: the day on which it was added, as its device claims. */
export function daysLate({ on }: Pick<Encounter, 'on'>, written: IsoDate | null): number {
	if (on === null || written === null) return 0;
	const days = Math.round((Date.parse(written) - Date.parse(on)) / (24 * 60 * 60_000));
	return days > lateAfterDays ? days : 0;
}

/** The latest first; what has no day yet before all others. */
export function latestFirst(encounters: readonly Encounter[]): Encounter[] {
	const day = ({ on }: Encounter) => on ?? '9999-12-31';
	return [...encounters].sort((a, b) => (day(a) === day(b) ? 0 : day(a) < day(b) ? 1 : -1));
}
