import { expect, test } from 'vitest';
import { addGoal } from '#lib/casedoc/goals.ts';
import { Table, type Seated } from '../../../tests/simulation/case-table.ts';
import { Withholding } from '../../../tests/simulation/withholding.ts';

function write({ opened }: Seated, words: string): void {
	opened.edit((plan) => addGoal(plan, { ...opened.making(), words }));
}

function goalsOf({ opened }: Seated): string[] {
	return opened.readPlan().goals.map(({ words }) => words);
}

test('writing that a relay keeps from one person is told of, by whom it is and who has seen it, until it comes', async () => {
	const table = await Table.set();
	const relay = new Withholding();
	const ben = await table.seat('Ben', 'edit', 'family', relay.through);
	const cleo = await table.seat('Cleo');
	const { clock, ada } = table;
	write(ada, 'First');
	await clock.advance(5_000);
	expect(goalsOf(ben)).toEqual(['First']);

	relay.begin(ada.opened.me);
	write(ada, 'Second');
	await clock.advance(5_000);
	write(cleo, 'Third');
	await clock.advance(30_000);
	expect(ben.opened.document.withheld).toEqual([]);
	await clock.advance(30_000);
	const told = ben.opened.document.withheld;
	expect(new Set(told.map(({ author }) => author))).toEqual(new Set([ada.opened.me]));
	expect(told.flatMap(({ citedBy }) => citedBy)).toContain(cleo.opened.me);
	expect(goalsOf(ben)).toEqual(['First']);
	for (const other of [ada, cleo]) expect(other.opened.document.withheld).toEqual([]);

	relay.end();
	await clock.advance(5_000);
	expect(goalsOf(ben)).toEqual(['First', 'Second', 'Third']);
	expect(ben.opened.document.withheld).toEqual([]);
});

test('of two people, the one who is here says how far their own writing goes', async () => {
	const table = await Table.set();
	const relay = new Withholding();
	const ben = await table.seat('Ben', 'view', 'family', relay.through);
	relay.begin(table.ada.opened.me);
	write(table.ada, 'Kept from Ben');
	await table.clock.advance(60_000);
	expect(goalsOf(ben)).toEqual([]);
	expect(ben.opened.document.withheld).toMatchObject([{ citedBy: [table.ada.opened.me] }]);
});

test('a newcomer who is shown an old case is told, by what the invitation says', async () => {
	const table = await Table.set();
	write(table.ada, 'What the invitation knows of');
	await table.clock.advance(5_000);
	const relay = new Withholding();
	relay.begin(table.ada.opened.me);
	const ben = await table.seat('Ben', 'view', 'family', relay.through);
	table.ada.kill();
	await table.clock.advance(60_000);
	expect(goalsOf(ben)).toEqual([]);
	expect(ben.opened.document.withheld).toMatchObject([{ citedBy: [table.ada.opened.me] }]);
});
