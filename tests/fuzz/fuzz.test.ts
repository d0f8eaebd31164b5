/**
 * A slice of what `npm run soak` runs for minutes. A seed that fails becomes a test of its own, with a sentence: in the file of what it
 * went wrong in, or in named.test.ts.
 */
import { expect, it } from 'vitest';
import { kinds } from './kinds.ts';
import { runRounds } from './run-rounds.ts';

const first = Number(process.env['SEED'] ?? 1 + Math.floor(Math.random() * 2 ** 30));
const casesInSlice = 400;

it.each(kinds.map((kind) => [kind.name, kind] as const))(`%s, malformed (SEED=${first})`, async (_, kind) => {
	const { tally, fault } = await runRounds(kind, first, ({ cases }) => cases >= casesInSlice);
	expect(fault).toBeNull();
	// More than one answer: the cases are neither all nonsense nor all sound.
	expect([...tally.counts.keys()].length, tally.words).toBeGreaterThan(1);
});
