import { expect, test } from 'vitest';
import { addGoal } from '#lib/casedoc/goals.ts';
import { rosterChannel } from '#lib/roster/capability.ts';
import { Table, type Seated } from '../../../tests/simulation/case-table.ts';
import { Withholding } from '../../../tests/simulation/withholding.ts';

function write({ opened }: Seated, words: string): void {
	opened.edit((plan) => addGoal(plan, { ...opened.making(), words }));
}

/** As it is open now: a case whose accepted entries have become fewer has been opened anew. */
async function goalsOf(table: Table, { device }: Seated): Promise<string[]> {
	const opened = await device.open(table.document);
	return opened
		.readPlan()
		.goals.map(({ words }) => words)
		.sort();
}

/** Ada manages; Ben is about to be removed; a relay that helps him keeps the statement from him, and, where asked, from Cleo. */
async function removal() {
	const table = await Table.set();
	const [toBen, toCleo] = [new Withholding(rosterChannel), new Withholding(rosterChannel)];
	const ben = await table.seat('Ben', 'edit', 'family', toBen.through);
	const cleo = await table.seat('Cleo', 'edit', 'family', toCleo.through);
	const { ada, clock } = table;
	write(ben, 'Ben, in time');
	await clock.advance(5_000);
	const remove = async () => {
		expect(await ada.opened.remove(ben.opened.me)).toEqual({ kind: 'stated' });
		await clock.advance(1_000);
	};
	const all = (who: Seated[]) => Promise.all(who.map((one) => goalsOf(table, one)));
	return { table, ada, ben, cleo, clock, toBen, toCleo, remove, all };
}

test('what a removed member writes under the roster of yesterday counts nowhere, also with a relay’s help', async () => {
	const { ada, ben, cleo, clock, toBen, remove, all } = await removal();
	toBen.begin(ada.opened.me);
	await remove();
	expect(ben.opened.mayEdit).toBe(true);
	write(ben, 'Ben, too late');
	await clock.advance(5_000);
	write(ada, 'Ada goes on');
	write(cleo, 'Cleo goes on');
	await clock.advance(5_000);
	const expected = ['Ada goes on', 'Ben, in time', 'Cleo goes on'];
	expect(await all([ada, cleo])).toEqual([expected, expected]);
	expect(ada.opened.document.withheld).toEqual([]);
});

test('what somebody who stays has built on counts, although the pin says less', async () => {
	const { ada, ben, cleo, clock, toBen, toCleo, remove, all } = await removal();
	toBen.begin(ada.opened.me);
	toCleo.begin(ada.opened.me);
	await remove();
	write(ben, 'Ben, read by Cleo');
	await clock.advance(5_000);
	expect(await all([ada])).toEqual([['Ben, in time']]);
	write(cleo, 'Cleo, who has read it');
	await clock.advance(5_000);
	toCleo.end();
	await clock.advance(5_000);
	write(ben, 'Ben, beyond what Cleo read');
	await clock.advance(5_000);
	const expected = ['Ben, in time', 'Ben, read by Cleo', 'Cleo, who has read it'];
	expect(await all([ada, cleo])).toEqual([expected, expected]);
});

test('what was shown and counts no longer goes away when the loss becomes known; what was typed meanwhile stays', async () => {
	const { table, ada, ben, cleo, clock, toBen, toCleo, remove, all } = await removal();
	toBen.begin(ada.opened.me);
	toCleo.begin(ada.opened.me);
	await remove();
	write(ben, 'Ben, seen and not built on');
	await clock.advance(5_000);
	expect(await all([cleo])).toEqual([['Ben, in time', 'Ben, seen and not built on']]);
	toCleo.end();
	await clock.advance(5_000);
	expect(await all([ada, cleo])).toEqual([['Ben, in time'], ['Ben, in time']]);
	const again = await cleo.device.open(table.document);
	expect(again).not.toBe(cleo.opened);
	again.edit((plan) => addGoal(plan, { ...again.making(), words: 'Cleo goes on' }));
	await clock.advance(5_000);
	const expected = ['Ben, in time', 'Cleo goes on'];
	expect(await all([ada, cleo])).toEqual([expected, expected]);
});
