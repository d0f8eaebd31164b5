/** Signposts, chains of generations and old ones: packs that would lead people astray. */
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { planChannel } from '#lib/roster/capability.ts';
import { mergeState } from '#lib/session/merging.ts';
import { statelessSaid } from '../relays/hostile-speech.ts';
import { silent } from '../relays/hostile-ways.ts';
import { attack } from './attack.ts';
import type { Person } from './attacked-person.ts';
import { randomBytes } from './hostile-member.ts';
import { generationOf, PackingTable, planOf } from './packing-table.ts';
import { goals, missing, refusals, until } from './seen.ts';
import { words } from './updates.ts';

let at: PackingTable;

beforeEach(async () => {
	at = await PackingTable.set();
});

afterEach(() => at.table.close());

function newestSaid(log: string, newest: number): Uint8Array {
	return statelessSaid(log, JSON.stringify({ newest }));
}

/** What a page has open of the plan. */
function generationsOpen(person: (typeof at)['ada']): number {
	return person.opened.document.logs.filter((log) => /\.plan\.\d+$/.test(log)).length;
}

/** Whether they have found a pack of it sound. */
function goesOnIn({ opened }: Person, generation: number): boolean {
	const volumes = [...opened.document.channel(planChannel).strands.volumes];
	return volumes.length >= generation && opened.document.channel(planChannel).volume !== null;
}

describe('editor: lead others astray', () => {
	attack(
		'says forty times that it goes on where there is nothing',
		{ devices: 'looked in a few, and went on together', people: 'nothing' },
		async () => {
			const { ada, cy, packs, table } = at;
			const signs = Array.from({ length: 40 }, (_, i) => packs.next(10 + 7 * i));
			table.relay.plant(packs.log(0), (await Promise.all(signs)).flat());
			await table.works(ada, cy);
			for (const person of at.honest) expect(generationsOpen(person)).toBeLessThan(7);
			expect(at.honest.flatMap(refusals)).toEqual([]);
			await at.goesOn(planOf(ada));
		}
	);

	attack(
		'says so forty times to somebody who is then away for two packs',
		{ devices: 'believed the relay beside, and went on where the others are', people: 'nothing' },
		async () => {
			const { ada, cy, packs, table } = at;
			const signs = Array.from({ length: 40 }, (_, i) => packs.next(10 + 7 * i));
			table.relay.plant(packs.log(0), (await Promise.all(signs)).flat());
			await table.works(ada, cy);
			cy.kill();
			for (const generation of [1, 2]) {
				await table.works(ada, at.ben);
				await ada.opened.document.channel(planChannel).pack();
				await until(() => goesOnIn(at.ben, generation), 'Ben goes on there');
			}
			await table.clock.advance(20_000);
			for (const generation of [0, 1]) table.relay.log(packs.log(generation)).clear();
			await table.reload(cy);
			table.relay.babble(packs.log(0), newestSaid(packs.log(0), 2), [cy.opened.document.me.id]);
			await until(() => goesOnIn(cy, 2), 'Cy goes on there');
			expect(at.honest.flatMap(refusals)).toEqual([]);
			await table.works(ada, cy);
			await table.works(cy, ada);
			expect(planOf(cy)).toBe(planOf(ada));
		}
	);

	attack(
		'says that it goes on far away, so that nobody says where it does',
		{ devices: 'said so all the same', people: 'nothing' },
		async () => {
			const { ada, cy, packs, table } = at;
			table.relay.plant(packs.log(0), await packs.next(9));
			await table.works(ada, cy);
			await ada.opened.document.channel(planChannel).pack();
			await until(() => cy.opened.document.channel(planChannel).volume !== null, 'Cy goes on behind it');
			expect(at.honest.flatMap(refusals)).toEqual([]);
			await at.goesOn(planOf(ada));
		}
	);

	attack(
		'makes a chain of false generations',
		{ devices: 'refused each, and went on in theirs', people: 'Ben’s pack was refused' },
		async () => {
			const { ada, packs, table } = at;
			const expected = planOf(ada);
			for (let generation = 1; generation <= 5; generation++) {
				const volumes = Array.from({ length: generation - 1 }, () => randomBytes(32));
				const forged = await packs.make(generation, {
					state: (state) => ({
						...state,
						volumes: [...volumes, ...state.volumes],
						state: packs.stateOf([])
					})
				});
				// Only the first can be checked: the others name volumes that never come.
				packs.plant(generation, forged);
				table.relay.plant(packs.log(generation - 1), forged.next);
			}
			await at.refuse('Ben, plan: pack');
			await at.goesOn(expected);
		}
	);

	attack(
		'packs with a volume that never comes, and would so keep everybody from packing',
		{ devices: 'waited a while, then packed', people: 'nothing' },
		async () => {
			const { ada, cy, packs, table } = at;
			packs.plant(1, { ...(await packs.make(1)), volume: [] });
			await until(() => at.honest.every((person) => generationOf(person) === 1), 'they look there');
			await table.works(ada, cy);
			const channel = ada.opened.document.channel(planChannel);
			await channel.pack();
			expect(channel.volume).toBeNull();
			await table.clock.advance(5 * 60_000);
			await channel.pack();
			expect(channel.volume).not.toBeNull();
			await table.reconnect();
			await until(() => cy.opened.document.channel(planChannel).volume !== null, 'Cy goes on behind it');
			await at.goesOn(planOf(ada));
		}
	);

	attack(
		'packs false words on top of a true pack, and a relay withholds the volumes',
		{ devices: 'went on behind the true pack, also who came new', people: 'nothing: no false word stays' },
		async () => {
			const { ada, cy, packs, table, eve } = at;
			packs.plant(1, await packs.make(1));
			await at.moveTo(1);
			await table.works(ada, cy);
			table.relay.log(packs.log(0)).clear();
			const { payload } = packs.opened(await eve.entry(planChannel, words('a false word'))).content;
			const forged = await packs.make(2, {
				state: (state) => ({
					...state,
					volumes: [...state.volumes, randomBytes(32)],
					state: mergeState(null, [payload])
				})
			});
			table.relay.plant(packs.log(2), forged.state);
			table.relay.plant(packs.log(1), await packs.next(2));
			await table.works(cy, ada);
			table.relay.takeTo(silent(packs.log('volumes')));
			const dee = await table.arrive('Dee', await table.link('Dee'));
			table.relay.babble(packs.log(0), newestSaid(packs.log(0), 2), [dee.opened.document.me.id]);
			await until(() => dee.opened.document.provisional, 'Dee is shown something');
			table.relay.behave();
			table.relay.babble(packs.log(0), newestSaid(packs.log(0), 1), [dee.opened.document.me.id]);
			await table.anew(dee);
			await until(() => planOf(dee) === planOf(ada), 'Dee has the true words');
			expect(dee.opened.document.provisional).toBe(false);
			await table.works(dee, ada);
			expect(table.people.flatMap(refusals)).toEqual([]);
		}
	);
});

describe('relay: show an old generation, or half of a new one', () => {
	attack(
		'shows a newcomer a generation that everybody has left',
		{ devices: 'showed what there was', people: 'that writing of somebody is missing, and whose' },
		async () => {
			const { ada, cy, packs, table } = at;
			packs.plant(1, await packs.make(1));
			await at.moveTo(1);
			const plan = [packs.log(0), packs.log(1), packs.log(2), packs.log('volumes')];
			const old = new Set(plan.flatMap((log) => table.relay.log(log).all.map(({ bytes }) => bytes)));
			await table.works(ada, cy);
			await ada.opened.document.channel(planChannel).pack();
			await until(() => generationOf(cy) === 2, 'Cy goes on in the second');
			await table.works(cy, ada);
			const link = await table.link('Dee');
			table.relay.takeTo({
				show: (kept, _, log) => kept.filter(({ bytes }) => !plan.includes(log) || old.has(bytes))
			});
			const dee = await table.arrive('Dee', link);
			expect(await missing(dee, table.clock)).not.toEqual([]);
			expect(generationOf(dee)).toBe(1);
			table.relay.behave();
			await until(() => planOf(dee) === planOf(ada), 'Dee has all of it');
			expect(table.people.flatMap(refusals)).toEqual([]);
		}
	);

	attack(
		'has let go of the first generation, and withholds the volumes from a newcomer',
		{
			devices: 'showed the state, said that it was being checked, and signed once it was',
			people: 'that it is being checked'
		},
		async () => {
			const { ada, cy, packs, table } = at;
			packs.plant(1, await packs.make(1));
			await at.moveTo(1);
			await table.works(ada, cy);
			table.relay.log(packs.log(0)).clear();
			table.relay.takeTo(silent(packs.log('volumes')));
			const link = await table.link('Dee');
			const dee = await table.arrive('Dee', link);
			table.relay.babble(packs.log(0), newestSaid(packs.log(0), 1), [dee.opened.document.me.id]);
			await until(() => goals(dee).length > 0, 'Dee is shown something');
			expect(dee.opened.document.provisional).toBe(true);
			await table.writes(dee, 'from Dee');
			expect(goals(ada)).not.toContain('from Dee');
			table.relay.behave();
			await until(() => !dee.opened.document.provisional, 'Dee has checked it');
			await until(() => goals(ada).includes('from Dee'), 'Ada hears from Dee');
			await table.agree();
			expect(table.people.flatMap(refusals)).toEqual([]);
		}
	);
});
