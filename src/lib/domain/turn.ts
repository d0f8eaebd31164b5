/**
 * Which of several sayings on one subject is the latest. People's clocks differ by hours and days, so each saying
 * carries a turn: one more than the highest its author knew of. Clocks decide only between sayings that were made
 * without sight of each other.
 */
export interface Turned {
	readonly turn: number;
	/** Milliseconds since 1970, as claimed. */
	readonly at: number;
}

export function nextTurn(known: readonly Turned[]): number {
	return 1 + known.reduce((highest, { turn }) => Math.max(highest, fair(turn, known.length)), 0);
}

/** @param known how many sayings there are on the subject, by anyone. */
export function latest<Saying extends Turned>(sayings: readonly Saying[], known: number): Saying | undefined {
	return sayings.reduce<Saying | undefined>(
		(best, saying) => (best === undefined || isLater(saying, best, known) ? saying : best),
		undefined
	);
}

function isLater(a: Turned, b: Turned, known: number): boolean {
	const turns = fair(a.turn, known) - fair(b.turn, known);
	if (turns !== 0) return turns > 0;
	if (a.turn !== b.turn) return a.turn < b.turn;
	return a.at > b.at;
}

/**
 * An honest turn is never higher than the number of sayings. One that is counts as the highest there can be, and
 * yields to the honest one of that height: nobody gets the last word for ever by claiming a turn of a million.
 */
function fair(turn: number, known: number): number {
	return Math.min(turn, known);
}
