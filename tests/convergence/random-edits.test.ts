/** A failing seed becomes a named test of its own. */
import { expect, test } from 'vitest';
import { faultOf, runEdits } from '../simulation/random-edits.ts';

test.each([1, 2, 3, 4, 5, 6, 7, 8])('random edits converge, seed %i', async (seed) => {
	const outcome = await runEdits(seed, 40);
	expect(faultOf(outcome), outcome.steps.join('\n')).toBeNull();
});
