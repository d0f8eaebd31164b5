import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Frame } from '#lib/seal/frame.ts';
import type { MemberKeys } from '#lib/seal/keys.ts';
import { Roster } from './roster.ts';
import { addAll, RosterTable, told, type Offer } from '../../../tests/simulation/roster-table.ts';

/** What somebody does next: choices are indices, taken round and round, into what there is by then. */
type Act =
	| {
			readonly does: 'invite';
			readonly who: number;
			readonly manage: boolean;
			readonly cites: readonly number[];
	  }
	| {
			readonly does: 'accept';
			readonly who: number;
			readonly offer: number;
			readonly cites: readonly number[];
	  };

// Drawn so that many acts hold: the founder acts most, few links are shared by many, and half the acts cite only what they must.
const cites = fc.oneof(fc.constant([]), fc.array(fc.nat({ max: 20 }), { minLength: 1, maxLength: 3 }));
const act: fc.Arbitrary<Act> = fc.oneof(
	fc.record({
		does: fc.constant('invite' as const),
		who: fc.constantFrom(0, 0, 1, 2),
		manage: fc.boolean(),
		cites
	}),
	fc.record({
		does: fc.constant('accept' as const),
		who: fc.nat({ max: 4 }),
		offer: fc.nat({ max: 2 }),
		cites
	})
);

/** Statements that people with changed clients make: many cite what they should not, or do what they may not. */
async function history(
	table: RosterTable,
	people: readonly MemberKeys[],
	acts: readonly Act[]
): Promise<Frame[]> {
	const frames = [table.founding];
	const offers: Offer[] = [];
	for (const next of acts) {
		const who = round(people, next.who);
		const cited = new Map(next.cites.map((at) => [at % frames.length, round(frames, at)]));
		if (next.does === 'invite') {
			if (cited.size === 0) cited.set(0, table.founding);
			const offer = await table.invite(who, [...cited.values()], next.manage ? 'manage' : 'comment');
			offers.push(offer);
			frames.push(offer.frame);
		} else if (offers.length > 0) {
			const offer = round(offers, next.offer);
			cited.set(frames.indexOf(offer.frame), offer.frame);
			frames.push(await table.accept(who, offer, [...cited.values()]));
		}
	}
	return frames;
}

function round<T>(of: readonly T[], at: number): T {
	return of[at % of.length] as T;
}

it('any history, arriving in any order, makes the same roster everywhere', async () => {
	const table = await RosterTable.found('orders');
	const people = [table.founder, ...(await Promise.all(Array.from({ length: 4 }, () => table.person())))];
	const seen = { members: 0, refused: 0, suspended: 0 };
	await fc.assert(
		fc.asyncProperty(
			fc.array(act, { minLength: 2, maxLength: 12 }),
			fc.array(fc.nat(), { minLength: 14, maxLength: 14 }),
			async (acts, weights) => {
				const frames = await history(table, people, acts);
				const shuffled = [...frames].sort(
					(a, b) => (weights[frames.indexOf(a)] ?? 0) - (weights[frames.indexOf(b)] ?? 0)
				);
				const [here, there, late] = [
					new Roster(table.document),
					new Roster(table.document),
					new Roster(table.document)
				];
				const verdicts = await addAll(here, frames);
				expect(await addAll(there, shuffled)).toEqual(expect.objectContaining({ size: verdicts.size }));
				await Promise.all(frames.toReversed().map((frame) => addAll(late, [frame])));
				await addAll(late, shuffled);
				for (const roster of [there, late]) {
					expect(roster.heads).toEqual(here.heads);
					expect(told(roster.current)).toEqual(told(here.current));
					expect(roster.statements.map(({ id }) => id)).toEqual(here.statements.map(({ id }) => id));
					for (const { frame } of here.statements) {
						expect(told(roster.at([frame.id]) as never)).toEqual(told(here.at([frame.id]) as never));
					}
				}
				const members = [...here.current.members.values()];
				seen.members = Math.max(seen.members, members.length);
				seen.suspended += members.filter(({ suspended }) => suspended).length;
				seen.refused += [...verdicts.values()].filter(({ kind }) => kind === 'refused').length;
			}
		),
		{ numRuns: 60 }
	);
	// The histories reach what they are meant to test.
	expect(seen.members).toBeGreaterThan(2);
	expect(seen.suspended).toBeGreaterThan(0);
	expect(seen.refused).toBeGreaterThan(0);
}, 120_000);
