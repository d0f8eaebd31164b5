import { seeded } from '../simulation/seeded.ts';
import type { Kind } from './kind.ts';
import { Tally } from './tally.ts';

export interface Outcome {
	readonly tally: Tally;
	/** The next seed. */
	readonly next: number;
	/** With its seed; null if nothing went wrong. */
	readonly fault: string | null;
}

/** Rounds by ascending seeds until `enough`; the first that goes wrong ends them. */
export async function runRounds(
	kind: Kind,
	first: number,
	enough: (tally: Tally) => boolean,
	tally = new Tally()
): Promise<Outcome> {
	const round = await kind.open();
	let next = first;
	for (; !enough(tally); next++) {
		try {
			await round(seeded(next), tally);
		} catch (error) {
			const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
			return { tally, next, fault: `${kind.name}, seed ${next}: ${words}` };
		}
	}
	return { tally, next, fault: null };
}
