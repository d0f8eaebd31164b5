import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { runHistory } from '../simulation/roster-faults.ts';
import { makeCast, type Cast } from '../simulation/roster-history.ts';

let cast: Cast;

beforeAll(async () => {
	cast = await makeCast();
});

it('any history of a roster is the same on all devices, and gives nobody what nobody gave', async () => {
	const reached = new Set<string>();
	await fc.assert(
		fc.asyncProperty(
			fc.noShrink(fc.nat({ max: 2 ** 31 })),
			fc.integer({ min: 5, max: 60 }),
			async (seed, most) => {
				const { history, fault } = await runHistory(cast, seed, most);
				expect(fault).toBeNull();
				for (const view of history.seen.values()) {
					for (const { reason } of view.void.values()) reached.add(reason);
					for (const { suspended } of view.members.values()) if (suspended) reached.add(suspended);
					if (view.keys.some(({ parts }) => parts)) reached.add('combined');
				}
			}
		),
		{ numRuns: 300 }
	);
	// The histories reach what they are meant to test.
	const rare = ['lost', 'rests', 'last-manager', 'seated', 'rivals', 'careful', 'combined'];
	expect([...reached]).toEqual(expect.arrayContaining(rare));
}, 120_000);

describe('histories that once went wrong', () => {
	it.each([
		[3371, 'a lowering was said again; then the one who said it was suspended'],
		[207584, 'the same, and all who were left had come by links used twice']
	])('seed %i: %s', async (seed) => {
		expect((await runHistory(cast, seed)).fault).toBeNull();
	});
});
