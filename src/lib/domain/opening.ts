import type { Act } from './record.ts';
import type { ClosingReason, TalkRef } from './talk.ts';
import type { OpenedTo, Terms } from './terms.ts';

export interface Ended extends Act {
	readonly why: ClosingReason;
}

/** `held`: they are in the circle, or asked into it; else they have left, or have been taken from it. */
export interface Reader extends OpenedTo {
	readonly held: boolean;
}

/** A circle was opened to people. Where the client or their guardian did so, it is their consent. */
export interface Opening extends Act, Omit<Terms, 'to'> {
	readonly id: TalkRef;
	readonly to: readonly Reader[];
	/** All of it, as it was shown to whoever agreed. */
	readonly words: string;
	readonly ended: Ended | null;
}

/** Somebody in the circle wishes that it were opened. */
export interface Wish extends Act, Terms {
	readonly id: TalkRef;
	/** What came of it; null while nobody has answered. */
	readonly answered: 'opened' | 'declined' | 'taken-back' | null;
}

export interface Sharing {
	/** The latest first. */
	readonly openings: readonly Opening[];
	readonly wishes: readonly Wish[];
}

/** Whether anybody reads by it, or may, at `now`. */
export function isInForce(opening: Opening, now: number): boolean {
	return opening.to.some(({ held }) => held) && endOf(opening, now) === null;
}

/** When it ended, if it has by `now`; milliseconds since 1970. */
export function endOf({ until, ended }: Opening, now: number): number | null {
	if (until !== 0 && until <= now) return ended ? Math.min(ended.at, until) : until;
	return ended?.at ?? null;
}
