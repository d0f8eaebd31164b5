/** Who may do less from now on, and was writing: what counts no more is given back as words. */
import { beforeEach, expect, test } from 'vitest';
import { addGoal } from '#lib/casedoc/goals.ts';
import { lostFrom } from './lost-from.ts';
import { Table, type Seated } from '../../../tests/simulation/case-table.ts';

let table: Table;
let ada: Seated;
let ben: Seated;

beforeEach(async () => {
	table = await Table.set();
	ada = table.ada;
	ben = await table.seat('Ben');
	await table.clock.advance(5_000);
});

function write({ opened }: Seated, words: string): void {
	opened.edit((plan) => addGoal(plan, { ...opened.making(), words }));
}

async function goalsOn({ device }: Seated): Promise<string[]> {
	const opened = await device.open(table.document);
	return opened.readPlan().goals.map(({ words }) => words);
}

const lost = ({ device, opened }: Seated) =>
	lostFrom(device.seat(table.document)?.lost ?? [], (author) => author === opened.me).map(({ text }) => text);

test('what is typed and has not been sealed', async () => {
	write(ben, 'typed');
	expect(await ada.opened.allow(ben.opened.me, 'view')).toEqual({ kind: 'stated' });
	await table.clock.advance(5_000);
	for (const each of [ada, ben]) expect(await goalsOn(each)).toEqual([]);
	expect(lost(ben)).toEqual(['typed']);
});

test('what is sealed and on its way; once, also after a reload', async () => {
	write(ben, 'in time');
	await table.clock.advance(5_000);
	ben.relay.setOnline(false);
	write(ben, 'too late');
	await ben.opened.document.flush();
	expect(await ada.opened.allow(ben.opened.me, 'view')).toEqual({ kind: 'stated' });
	await table.clock.advance(1_000);
	ben.relay.setOnline(true);
	await table.clock.advance(15_000);
	for (const each of [ada, ben]) expect(await goalsOn(each)).toEqual(['in time']);
	expect(lost(ben)).toEqual(['too late']);
	await table.reload(ben);
	await table.clock.advance(15_000);
	expect(lost(ben)).toEqual(['too late']);
	expect(ben.opened.status).toEqual({ kind: 'sent' });
	expect(lost(ada)).toEqual([]);
});

test('what was sealed in several entries, all of it in the order in which it was written', async () => {
	ben.relay.setOnline(false);
	for (const words of ['one', 'two', 'three']) {
		write(ben, words);
		await ben.opened.document.flush();
	}
	await ada.opened.allow(ben.opened.me, 'view');
	ben.relay.setOnline(true);
	await table.clock.advance(15_000);
	for (const each of [ada, ben]) expect(await goalsOn(each)).toEqual([]);
	expect(lost(ben)).toEqual(['one\ntwo\nthree']);
});

test('who may write again goes on, and what counted no more stays words', async () => {
	ben.relay.setOnline(false);
	write(ben, 'too late');
	await ben.opened.document.flush();
	await ada.opened.allow(ben.opened.me, 'view');
	ben.relay.setOnline(true);
	await table.clock.advance(15_000);
	await ada.opened.allow(ben.opened.me, 'edit');
	await table.clock.advance(5_000);
	ben.opened = await ben.device.open(table.document);
	write(ben, 'again');
	await table.clock.advance(5_000);
	for (const each of [ada, ben]) expect(await goalsOn(each)).toEqual(['again']);
	expect(lost(ben)).toEqual(['too late']);
});
