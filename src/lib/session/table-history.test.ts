import { expect, it } from 'vitest';
import { Table } from '../../../tests/simulation/case-table.ts';
import { rest } from '../../../tests/simulation/hand-clock.ts';

it('tells who has sat at the table, who let them in, what they could do, and who has gone', async () => {
	const table = await Table.set();
	const { ada, clock } = table;
	await clock.advance(1000);
	const ben = await table.seat('Ben', 'comment');
	const cleo = await table.seat('Cleo', 'edit', 'provider');
	await clock.advance(1000);
	await ada.opened.allow(ben.opened.me, 'view');
	await clock.advance(1000);
	await ada.opened.remove(cleo.opened.me);
	await clock.advance(1000);
	await ben.opened.remove(ben.opened.me);
	await rest();
	const told = ada.opened.history.map(({ kind, by, whom }) => `${kind}: ${whom} by ${by}`).reverse();
	expect(told[0]).toBe('began: Ada by Ada');
	expect(new Set(told.slice(1, 3))).toEqual(new Set(['joined: Ben by Ada', 'joined: Cleo by Ada']));
	expect(told.slice(3)).toEqual(['allowed: Ben by Ada', 'removed: Cleo by Ada', 'left: Ben by Ben']);
	expect(ada.opened.history.find(({ kind }) => kind === 'allowed')).toMatchObject({ capability: 'view' });
	const times = ada.opened.history.map(({ at }) => at);
	expect([...times].sort((a, b) => b - a)).toEqual(times);
});

it('notes once a day who has opened which part, but for those who may only read', async () => {
	const table = await Table.set();
	const ben = await table.seat('Ben', 'view', 'supervisor');
	table.ada.opened.visit('plan', '2026-01-05');
	table.ada.opened.visit('plan', '2026-01-05');
	table.ada.opened.visit('plan', '2026-01-06');
	ben.opened.visit('plan', '2026-01-05');
	await table.clock.advance(3000);
	await rest();
	expect(ben.opened.readVisits()).toEqual([
		{ by: table.ada.opened.me, part: 'plan', days: ['2026-01-06', '2026-01-05'] }
	]);
});
