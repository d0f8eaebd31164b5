import { expect, test } from 'vitest';
import { addGoal } from '#lib/casedoc/goals.ts';
import { Cable } from '../../../tests/simulation/cable.ts';
import { Table, type Seated } from '../../../tests/simulation/case-table.ts';

function write({ opened }: Seated, words: string): void {
	opened.edit((plan) => addGoal(plan, { ...opened.making(), words }));
}

function goalsOf({ opened }: Seated): string[] {
	return opened.readPlan().goals.map(({ words }) => words);
}

test('who was let in while somebody else changed the keys is given them, and whoever left is not', async () => {
	const table = await Table.set();
	const cable = new Cable();
	const mo = await table.seat('Mo', 'manage', 'provider', cable.through);
	const ben = await table.seat('Ben');
	await table.clock.advance(1_000);
	cable.setPlugged(false);
	expect(await mo.opened.remove(ben.opened.me)).toEqual({ kind: 'stated' });
	write(mo, 'After Ben');
	await table.clock.advance(1_000);
	const cleo = await table.seat('Cleo', 'view');
	await table.clock.advance(1_000);
	cable.setPlugged(true);
	await table.clock.advance(3_000);
	expect(goalsOf(cleo)).toEqual(['After Ben']);
	expect(goalsOf(ben)).toEqual([]);
});

test('where the one who changed the keys does not come again, another manager gives them', async () => {
	const table = await Table.set();
	const cable = new Cable();
	const mo = await table.seat('Mo', 'manage', 'provider', cable.through);
	const ben = await table.seat('Ben');
	await table.clock.advance(1_000);
	cable.setPlugged(false);
	const offer = { name: 'Cleo', relation: 'family', capability: 'view', expiry: 0 } as const;
	const invited = await mo.opened.invite(offer, 'http://relay.test');
	if (invited.kind !== 'invited') throw new Error(invited.reason);
	expect(await table.ada.opened.remove(ben.opened.me)).toEqual({ kind: 'stated' });
	write(table.ada, 'After Ben');
	await table.clock.advance(3_000);
	table.ada.kill();

	cable.setPlugged(true);
	await table.clock.advance(1_000);
	const cleo = await table.join('Cleo', invited.link);
	expect(goalsOf(cleo)).toEqual([]);
	await table.clock.advance(20_000);
	expect(goalsOf(cleo)).toEqual(['After Ben']);
});

test('nobody states anything where nobody lacks a key', async () => {
	const table = await Table.set();
	const ben = await table.seat('Ben', 'manage');
	await table.seat('Cleo');
	expect(await table.ada.opened.remove(ben.opened.me)).toEqual({ kind: 'stated' });
	await table.seat('Dan');
	const { statements } = table.ada.opened.document.roster.roster;
	const before = statements.length;
	await table.clock.advance(60_000);
	expect(table.ada.opened.document.roster.roster.statements).toHaveLength(before);
});
