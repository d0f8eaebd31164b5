import type { IsoDate } from './date.ts';
import type { History } from './history.ts';
import type { PersonRef } from './person.ts';
import type { Listed } from './record.ts';

export const restrictionStates = ['proposed', 'active', 'ended'] as const;
export type RestrictionState = (typeof restrictionStates)[number];

/**
 * A right of the client's that is narrowed for a time, such as to lock the kitchen or to come and go. The rules for home and community
 * services allow it only for reasons that are written in the plan, all eight of them (42 CFR 441.301(c)(2)(xiii)(A) to (H)).
 */
export interface Restriction extends Listed {
	/** Which right, and how it is narrowed. */
	readonly words: string;
	/** (A) The assessed need of this one person. */
	readonly need: string;
	/** (B) What was done to help before. */
	readonly helped: string;
	/** (C) What limits less, was tried and did not do. */
	readonly milder: string;
	/** (D) Why it goes no further than the need. */
	readonly measured: string;
	/** (E) How it is seen whether it works. */
	readonly watched: string;
	/** (F) When it is looked at again, or ends. */
	readonly reviewOn: IsoDate | null;
	/** (G) Who has agreed, the client or who speaks for them, and when. */
	readonly agreedBy: PersonRef | null;
	readonly agreedOn: IsoDate | null;
	/** (H) How it is made sure that it does no harm. */
	readonly harmless: string;
	readonly state: RestrictionState;
	readonly history: History<RestrictionState>;
}

/** In the order of the rule. */
export const restrictionReasons = [
	'need',
	'helped',
	'milder',
	'measured',
	'watched',
	'review',
	'agreed',
	'harmless'
] as const;
export type RestrictionReason = (typeof restrictionReasons)[number];

export type Reasons = Pick<
	Restriction,
	'need' | 'helped' | 'milder' | 'measured' | 'watched' | 'reviewOn' | 'agreedBy' | 'agreedOn' | 'harmless'
>;

/** Without all of them it is not in force. */
export function missingReasons(reasons: Reasons): RestrictionReason[] {
	return restrictionReasons.filter((reason) => {
		if (reason === 'review') return reasons.reviewOn === null;
		if (reason === 'agreed') return reasons.agreedBy === null || reasons.agreedOn === null;
		return reasons[reason].trim() === '';
	});
}

export function isRestrictionOpen({ state }: Pick<Restriction, 'state'>): boolean {
	return state !== 'ended';
}
