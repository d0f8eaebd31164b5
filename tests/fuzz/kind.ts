/** One kind of input for the fuzzer. A kind makes its keys and samples once; a round makes some hostile inputs of them, all from its seed. */
import type { Seeded } from '../simulation/seeded.ts';
import type { Tally } from './tally.ts';

export interface Kind {
	readonly name: string;
	/** What it made at first is shared by all rounds; whatever a round changes it makes anew. */
	open(): Promise<Round>;
}

/** Throws what no input may bring about. */
export type Round = (seeded: Seeded, tally: Tally) => Promise<void>;
