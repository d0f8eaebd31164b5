/** Somebody whose place is paused: nothing new, nothing of theirs, and all of it once they are let back. */
import { beforeEach, expect, test } from 'vitest';
import { addGoal } from '#lib/casedoc/goals.ts';
import type { Stated } from './membership.ts';
import { lostFrom } from './lost-from.ts';
import { Table, type Seated } from '../../../tests/simulation/case-table.ts';

const stated: Stated = { kind: 'stated' };

let table: Table;
let ada: Seated;
let ben: Seated;
let cleo: Seated;

beforeEach(async () => {
	table = await Table.set();
	ada = table.ada;
	ben = await table.seat('Ben');
	cleo = await table.seat('Cleo', 'manage');
	write(ben, 'Before');
	await table.clock.advance(5_000);
});

function write({ opened }: Seated, words: string): void {
	opened.edit((plan) => addGoal(plan, { ...opened.making(), words }));
}

/** As their device shows it now: it opens the case anew. */
async function look(person: Seated): Promise<Seated['opened']> {
	person.opened = await person.device.open(table.document);
	return person.opened;
}

async function goals(person: Seated): Promise<string[]> {
	return (await look(person)).readPlan().goals.map(({ words }) => words);
}

async function paused(): Promise<void> {
	expect(await ada.opened.pause(ben.opened.me)).toEqual(stated);
	await table.clock.advance(5_000);
	write(cleo, 'Meanwhile');
	await table.clock.advance(5_000);
}

test('they keep what they have, get nothing new, and see that they are paused', async () => {
	await paused();
	expect(await goals(ada)).toEqual(['Before', 'Meanwhile']);
	expect(await goals(ben)).toEqual(['Before']);
	const { isPaused, isRemoved, mayEdit, mayComment, status, people } = ben.opened;
	expect({ isPaused, isRemoved, mayEdit, mayComment }).toEqual({
		isPaused: true,
		isRemoved: false,
		mayEdit: false,
		mayComment: false
	});
	expect(status).toEqual({ kind: 'sent' });
	expect(people.map(({ name, paused }) => [name, paused])).toEqual([
		['Ada', false],
		['Ben', true],
		['Cleo', false]
	]);
	expect(ada.opened.history[0]).toMatchObject({ kind: 'paused', by: 'Ada', whom: 'Ben' });
	expect(ben.opened.document.withheld).toEqual([]);
});

test('the new keys do not come to them, however long it takes', async () => {
	await paused();
	await look(ben);
	await table.clock.advance(60_000);
	const newest = ada.opened.document.keyring.all.filter(({ epoch }) => epoch === 1);
	expect(newest.map(({ channel }) => channel).sort()).toEqual(['plan', 'talk']);
	for (const { channel, epoch, id } of newest)
		expect(ben.opened.document.keyring.find(channel, epoch, id)).toBeUndefined();
});

test('let back by another manager, they read what was written meanwhile, and write', async () => {
	await paused();
	expect(await cleo.opened.allow(ben.opened.me, 'edit')).toEqual(stated);
	await table.clock.advance(10_000);
	expect(await goals(ben)).toEqual(['Before', 'Meanwhile']);
	expect(ben.opened.isPaused).toBe(false);
	write(ben, 'Back');
	await table.clock.advance(10_000);
	for (const each of [ada, ben, cleo]) expect(await goals(each)).toEqual(['Before', 'Meanwhile', 'Back']);
	expect(ada.opened.document.refused).toEqual([]);
});

test('paused while their device was away: what they wrote offline is given back as words', async () => {
	ben.relay.setOnline(false);
	write(ben, 'On the train');
	await ben.opened.document.flush();
	ben.kill();
	ben.relay.setOnline(true);
	await paused();
	await table.reload(ben);
	await table.clock.advance(15_000);
	expect(await goals(ben)).toEqual(['Before']);
	expect(ben.opened.isPaused).toBe(true);
	const lost = lostFrom(ben.device.seat(table.document)?.lost ?? [], (by) => by === ben.opened.me);
	expect(lost.map(({ text }) => text)).toEqual(['On the train']);
	await table.reload(ben);
	expect(ben.opened.isPaused).toBe(true);
	expect(await goals(ben)).toEqual(['Before']);
});

test('somebody who managed keeps no link open, by which they could come back; one for the client stays', async () => {
	const offer = { relation: 'provider', capability: 'manage', expiry: 0 } as const;
	await cleo.opened.invite({ ...offer, name: 'Spare' }, 'http://relay.test');
	await cleo.opened.invite({ ...offer, name: 'Rosa', relation: 'client' }, 'http://relay.test');
	await table.clock.advance(1_000);
	expect(await ada.opened.pause(cleo.opened.me)).toEqual(stated);
	expect(ada.opened.invitations.map(({ name }) => name)).toEqual(['Rosa']);
	expect(await ada.opened.pause(ada.opened.me)).toEqual({ kind: 'refused', reason: 'last-manager' });
});

test('nor does somebody who may no longer manage', async () => {
	const offer = { name: 'Spare', relation: 'provider', capability: 'manage', expiry: 0 } as const;
	await cleo.opened.invite(offer, 'http://relay.test');
	await table.clock.advance(1_000);
	expect(await ada.opened.allow(cleo.opened.me, 'edit')).toEqual(stated);
	expect(ada.opened.invitations).toEqual([]);
});

test('nobody but a guardian pauses the client', async () => {
	const rosa = await table.seat('Rosa', 'edit', 'client');
	const guardian = await table.seat('Gus', 'manage', 'guardian');
	await table.clock.advance(1_000);
	expect(await ada.opened.pause(rosa.opened.me)).toEqual({ kind: 'refused', reason: 'protected' });
	expect(await guardian.opened.pause(rosa.opened.me)).toEqual(stated);
});
