import { expect, test } from 'vitest';
import { Table } from '../simulation/case-table.ts';

const own = { record: 'plan', id: 'plan', field: 'mattersToMe' } as const;

test('what a newcomer types first, alone, is there after a reload', async () => {
	const table = await Table.set();
	const ben = await table.seat('Ben');
	table.ada.kill();
	await table.clock.advance(60_000);
	ben.opened.text(own).splice(0, 0, 'first words');
	await table.clock.advance(500);
	await table.reload(ben);
	await table.clock.advance(5000);
	expect(ben.opened.readPlan().mattersToMe).toBe('first words');
});
