/** A failing seed becomes a named test of its own. */
import { expect, test } from 'vitest';
import { runCase } from '../simulation/case-history.ts';

async function mustBeWell(seed: number, count: number): Promise<void> {
	const { steps, fault } = await runCase(seed, count);
	expect(fault, `seed ${seed}, ${count} steps:\n${steps.join('\n')}`).toBeNull();
}

test.each([
	['what an invitation cites lies before the pack: no alarm', 6, 12],
	['what an invitation cites lies before the pack: none in a second tab', 112, 14],
	['an earlier volume that an invitation cites: no alarm', 109, 14],
	['a generation that is taken up again holds what the pack stands for: nothing waits', 206, 12],
	['the first words in a new strand are there after a reload', 252, 45],
	['a page ends before the volume of its pack has left it', 31, 22],
	['a volume of a pack that was overtaken is cited', 35, 22],
	['what a pack stood for is not among what overtakes it', 51, 36],
	['what was carried into a generation is carried into the next', 36, 36]
])('%s (seed %i, %i steps)', async (_, seed, count) => {
	await mustBeWell(seed, count);
});

test.each([1, 2, 3, 4, 5, 6, 7, 8])('a random history ends alike on all devices, seed %i', async (seed) => {
	await mustBeWell(seed, 40);
});
