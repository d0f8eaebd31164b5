/** One stroke that changes a text in hundreds of places goes out in several entries. */
import { expect, test } from 'vitest';
import { planChannel } from '#lib/roster/capability.ts';
import { logName } from '#lib/wire/frame-name.ts';
import { Table, type Seated } from '../simulation/case-table.ts';

const own = { record: 'plan', id: 'plan', field: 'mattersToMe' } as const;

/** Ada has taken away a text of Ben's that consists of hundreds of pieces. */
async function textTakenAway() {
	const table = await Table.set();
	const ben = await table.seat('Ben');
	const { ada, clock } = table;
	const written = ben.opened.text(own);
	for (let i = 0; i < 400; i++) written.splice((i * 7) % (written.read().length + 1), 0, `${i} `);
	await clock.advance(5000);
	const words = written.read();
	ada.opened.text(own).splice(0, words.length, '');
	await clock.advance(5000);
	expect(ben.opened.readPlan().mattersToMe).toBe('');
	return { table, ada, clock, words };
}

async function allShow(people: readonly Seated[], words: string): Promise<void> {
	for (const { opened } of people) {
		expect(opened.readPlan().mattersToMe).toBe(words);
		expect(opened.document.refused).toEqual([]);
		expect(opened.status.kind).toBe('sent');
	}
}

test('a large undo comes whole to everybody', async () => {
	const { table, ada, clock, words } = await textTakenAway();
	const log = logName({ document: table.document, channel: planChannel, generation: 0 });
	const before = ada.opened.document.held.get(log)?.length ?? 0;
	ada.opened.undo();
	await clock.advance(5000);
	expect(ada.opened.document.held.get(log)?.length).toBeGreaterThan(before + 2);
	await allShow(table.people, words);
	for (const person of table.people) await table.reload(person);
	await clock.advance(5000);
	await allShow(table.people, words);
});

test('also where the page ends once the first of its entries is stored', async () => {
	const { table, ada, clock, words } = await textTakenAway();
	ada.opened.undo();
	ada.opened.redo();
	await clock.advance(10); // an entry has just left, so the next one waits
	ada.opened.undo();
	await clock.advance(100); // the draft is in the outbox
	const { outbox } = ada.storage;
	const putEntry = outbox.putEntry.bind(outbox);
	outbox.putEntry = async (...entry) => {
		const stored = await putEntry(...entry);
		ada.kill();
		return stored;
	};
	await clock.advance(5000);
	outbox.putEntry = putEntry;
	await table.reload(ada);
	await clock.advance(5000);
	await allShow(table.people, words);
});
