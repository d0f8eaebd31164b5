/** An editor who nests types or values until devices fail. */
import { afterEach, beforeEach, describe, expect } from 'vitest';
import * as Y from 'yjs';
import { planChannel, talkChannel } from '#lib/roster/capability.ts';
import { writeUpdate } from '../fuzz/raw-update.ts';
import { attack } from './attack.ts';
import type { Person } from './attacked-person.ts';
import { AttackedTable } from './attacked-table.ts';
import { goals, refusals, until } from './seen.ts';
import { HostileMember } from './hostile-member.ts';
import { deleting, list, made, nested } from './updates.ts';

let table: AttackedTable;
let ada: Person;
let ben: Person;

beforeEach(async () => {
	table = await AttackedTable.set();
	ada = table.ada;
	ben = await table.seat('Ben');
});

afterEach(() => table.close());

describe('editor: nest types or values until devices fail', () => {
	attack(
		'a member nests maps a hundred thousand deep, to delete them at a stroke',
		{ devices: 'refused it before applying it', people: 'Cy’s entry was refused: depth' },
		async () => {
			const cy = await table.seat('Cy');
			const strand = HostileMember.at(cy).strand(planChannel);
			await strand.write(nested(100_000));
			await strand.write(deleting(strand.client, 0, 100_000));
			table.relay.plant(table.log(), strand.frames);
			await refusedByBoth('Cy, plan: depth');
		}
	);

	attack(
		'a member nests maps a few deeper with each entry',
		{
			devices: 'took what is of use to anybody, refused what is deeper',
			people: 'Cy’s entry was refused: depth'
		},
		async () => {
			const cy = await table.seat('Cy');
			const strand = HostileMember.at(cy).strand(planChannel);
			for (let from = 0; from < 100; from += 10) await strand.write(nested(10, from));
			table.relay.plant(table.log(), strand.frames);
			await refusedByBoth('Cy, plan: depth');
			expect(
				ben.opened.document.held.get(table.log())?.filter(({ client }) => client === strand.client)
			).toHaveLength(3);
		}
	);

	attack(
		'a member says something that is nested ten thousand deep',
		{ devices: 'refused it, whether or not they could have read it', people: 'Cy’s entry was refused' },
		async () => {
			const cy = await table.seat('Cy', 'comment');
			for (const depth of [40, 2000, 100_000]) {
				const frame = await HostileMember.at(cy).entry(talkChannel, list(depth));
				table.relay.plant(table.log(talkChannel), [frame]);
			}
			await until(() => ben.opened.document.refused.length === 3, 'Ben refuses them');
			expect(refusals(ben)[0]).toBe('Cy, talk: depth');
			await table.says(ada, 'hello');
			await until(() => ben.opened.readTalk().threads.length === 1, 'Ben hears Ada');
			await table.agree([ada, ben]);
		}
	);

	attack(
		'a member places a word between two types, of which somebody deletes one in the same moment',
		{ devices: 'refused it, whichever came first', people: 'Cy’s entry was refused: place' },
		async () => {
			const eve = HostileMember.at(await table.seat('Cy'));
			const first = eve.strand(planChannel);
			await first.write(
				made((doc) => {
					doc.getMap('x').set('inner', new Y.Text('words'));
					doc.getText('y').insert(0, 'others');
				})
			);
			const heads = first.frames.map(({ client, seq, id }) => ({ client, seq, id }));
			const deletes = await eve.entry(planChannel, deleting(first.client, 0, 1), { heads });
			const content = { kind: 'string', text: '!' } as const;
			const [origin, rightOrigin] = [3, 8].map((clock) => ({ client: first.client, clock }));
			if (!origin || !rightOrigin) throw new Error('two neighbours');
			const struct = { content, origin, rightOrigin, parent: 'x', sub: null };
			const word = await eve.entry(
				planChannel,
				(client) =>
					writeUpdate({ sections: [{ client, clock: 0, more: 0, structs: [struct] }], deletions: [] }),
				{ heads }
			);
			table.relay.plant(table.log(), [...first.frames, deletes]);
			await table.works(ada, ben);
			table.relay.plant(table.log(), [word]);
			await refusedByBoth('Cy, plan: place');
		}
	);
});

async function refusedByBoth(expected: string): Promise<void> {
	for (const person of [ada, ben]) {
		await until(() => refusals(person).length > 0, `${person.name} refuses it`);
		expect(refusals(person)).toEqual([expected]);
	}
	await table.works(ada, ben);
	await table.works(ben, ada);
	await table.reload(ben);
	await table.works(ben, ada);
	expect(goals(ben)).toEqual(goals(ada));
}
