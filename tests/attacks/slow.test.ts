/** An editor whose entries are slow to apply, on every device and whenever the case is opened. */
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { planChannel } from '#lib/roster/capability.ts';
import { writeUpdate, type RawId } from '../fuzz/raw-update.ts';
import { attack } from './attack.ts';
import type { Person } from './attacked-person.ts';
import { AttackedTable } from './attacked-table.ts';
import { HostileMember, type HostileStrand, type Payload } from './hostile-member.ts';
import { goals, refusals, until } from './seen.ts';
import { words } from './updates.ts';

let table: AttackedTable;
let ada: Person;
let ben: Person;
let long: HostileStrand;
let eve: HostileMember;

const root = 'plan/plan/mattersToMe';

/** Cy has written a long text, as anybody may. */
beforeEach(async () => {
	table = await AttackedTable.set();
	ada = table.ada;
	ben = await table.seat('Ben');
	eve = HostileMember.at(await table.seat('Cy'));
	long = eve.strand(planChannel);
	table.relay.plant(table.log(), [await long.write(words('w'.repeat(20_000)))]);
	for (const { opened } of [ada, ben]) {
		await until(() => opened.readPlan().mattersToMe.length === 20_000, 'they have the text');
	}
});

afterEach(() => table.close());

/** As many letters, each between two places of the long text. */
function letters(count: number, at: (i: number) => readonly [number | null, number]): Payload {
	const id = (clock: number | null): RawId | null => (clock === null ? null : { client: long.client, clock });
	const structs = Array.from({ length: count }, (_, i) => {
		const [origin, rightOrigin] = at(i);
		const content = { kind: 'string', text: '!' } as const;
		return { content, origin: id(origin), rightOrigin: id(rightOrigin), parent: root, sub: null };
	});
	return (client) => writeUpdate({ sections: [{ client, clock: 0, more: 0, structs }], deletions: [] });
}

async function refused(payload: Payload): Promise<void> {
	const [last] = long.frames;
	if (!last) throw new Error('the text is written first');
	const heads = [{ client: last.client, seq: last.seq, id: last.id }];
	table.relay.plant(table.log(), [await eve.entry(planChannel, payload, { heads })]);
	for (const person of [ada, ben]) {
		await until(() => refusals(person).length > 0, `${person.name} refuses it`);
		expect(refusals(person)).toEqual(['Cy, plan: leaps']);
		expect(person.opened.readPlan().mattersToMe).toHaveLength(20_000);
	}
	await table.works(ada, ben);
	await table.reload(ben);
	await table.works(ben, ada);
	expect(goals(ben)).toEqual(goals(ada));
}

const told = { devices: 'refused it before applying it', people: 'Cy’s entry was refused: leaps' };

describe('editor: make entries that are slow to apply', () => {
	attack('puts thousands of letters in front of one another in a long text', told, () =>
		refused(letters(3000, (i) => [null, 19_999 - i]))
	);

	attack('puts thousands of letters each over a long piece of text', told, () =>
		refused(letters(3000, (i) => [i, i + 3000]))
	);

	attack(
		'puts as many as an entry may have into a text cut into thousands of pieces',
		{ devices: 'took a moment longer, and went on', people: 'nothing' },
		async () => {
			const ranges = Array.from({ length: 3000 }, (_, i) => [2 * i, 1] as const);
			const cut = await long.write(() =>
				writeUpdate({ sections: [], deletions: [{ client: long.client, ranges }] })
			);
			const heads = [{ client: cut.client, seq: cut.seq, id: cut.id }];
			const slow = await eve.entry(
				planChannel,
				letters(100, (i) => [i, 19_999]),
				{ heads }
			);
			table.relay.plant(table.log(), [cut, slow]);
			for (const { opened } of [ada, ben]) {
				await until(() => opened.readPlan().mattersToMe.includes('!'), 'they have it');
			}
			await table.works(ada, ben);
			await table.agree([ada, ben]);
			expect([ada, ben].flatMap(refusals)).toEqual([]);
		}
	);
});
