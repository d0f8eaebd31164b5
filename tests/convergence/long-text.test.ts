import { beforeEach, expect, test } from 'vitest';
import { Table, type Seated } from '../simulation/case-table.ts';

const own = { record: 'plan', id: 'plan', field: 'mattersToMe' } as const;
/** More than an entry holds. */
const long = 'A long story, and much of it. 🌻 '.repeat(150_000);

let table: Table;
let ada: Seated;
let ben: Seated;

beforeEach(async () => {
	table = await Table.set();
	({ ada } = table);
	ben = await table.seat('Ben');
});

function reads({ opened }: Seated): string {
	return opened.readPlan().mattersToMe;
}

test('a very long text that is pasted reaches everyone, and so does taking it back', async () => {
	ada.opened.text(own).splice(0, 0, long);
	await table.clock.advance(5000);
	expect(ada.opened.status.kind).toBe('sent');
	expect(reads(ben) === long).toBe(true);
	ada.opened.undo();
	await table.clock.advance(5000);
	expect(reads(ben)).toBe('');
	ada.opened.redo();
	await table.clock.advance(5000);
	expect(ada.opened.status.kind).toBe('sent');
	expect(reads(ben) === long).toBe(true);
});

test('a very long text that was pasted a moment before the page died is there afterwards', async () => {
	ada.opened.text(own).splice(0, 0, long);
	await table.clock.advance(200);
	await table.reload(ada);
	await table.clock.advance(5000);
	expect(ada.opened.status.kind).toBe('sent');
	expect(reads(ada) === long).toBe(true);
	expect(reads(ben) === long).toBe(true);
});
