import { beforeEach, expect, it } from 'vitest';
import { addNote } from '#lib/casedoc/circle.ts';
import { CircleTable, notesIn, personIn } from '../simulation/circle-table.ts';
import type { Seated } from '../simulation/case-table.ts';
import { deflateInTurn } from '../simulation/sync-deflate.ts';

deflateInTurn();

const hour = 60 * 60 * 1000;

let at: CircleTable;
let ada: Seated;
let rosa: Seated;
let ben: Seated;
let cleo: Seated;

beforeEach(async () => {
	at = await CircleTable.set();
	({ ada } = at.table);
	rosa = await at.table.seat('Rosa', 'edit', 'client');
	ben = await at.table.seat('Ben', 'edit', 'family');
	cleo = await at.table.seat('Cleo', 'edit', 'provider');
	await at.settle();
});

const sharing = (circle: Parameters<typeof notesIn>[0]) => circle.readSharing().openings;

it('is read by those to whom it was opened, and nobody else at the table learns of it', async () => {
	const circle = await at.start(rosa, 'My page', 'I am afraid of the stairs.');
	await at.open(rosa, circle, [ben], { capability: 'edit', purpose: 'To help me at home' });
	for (const other of [ada, cleo]) expect(await at.asked(other)).toEqual([]);
	const bens = await at.join(ben);
	expect(notesIn(bens)).toEqual(['I am afraid of the stairs.']);
	bens.edit((doc) => addNote(doc, { ...bens.making(), day: '2026-01-06', words: 'I put up a rail.' }));
	await at.settle();
	expect(notesIn(circle)).toEqual(['I put up a rail.', 'I am afraid of the stairs.']);
	expect(sharing(bens)).toMatchObject([
		{ purpose: 'To help me at home', to: [{ name: 'Ben' }], by: circle.me, ended: null }
	]);
	expect(ben.device.seat(circle.id)).toMatchObject({ of: rosa.opened.id, summary: { name: 'My page' } });
	expect(ben.device.cases.map(({ document }) => document)).toEqual([rosa.opened.id]);
	expect(await at.asked(ben)).toEqual([]);
});

it('closes when its time comes, while its people go on', async () => {
	const { clock } = at.table;
	const circle = await at.start(rosa, 'My page', 'Before');
	await at.open(rosa, circle, [ben], { until: clock.now() + hour });
	await at.open(rosa, circle, [cleo]);
	const [bens, cleos] = [await at.join(ben), await at.join(cleo)];
	expect(bens.isOver).toBe(false);
	await clock.advance(hour);
	await at.settle();
	expect(bens.isOver).toBe(true);
	expect(circle.people.map(({ name }) => name)).toEqual(['Rosa', 'Cleo']);
	circle.edit((doc) => addNote(doc, { ...circle.making(), day: '2026-01-07', words: 'After' }));
	await at.settle();
	expect(notesIn(cleos)).toEqual(['After', 'Before']);
	expect(notesIn(bens)).toEqual(['Before']);
});

it('closes when its time comes also where the one who opened it is away: another manager’s device sees to it', async () => {
	const { clock } = at.table;
	const circle = await at.start(ada, 'Clinic', 'Before');
	await at.open(ada, circle, [rosa]);
	const rosas = await at.join(rosa);
	const until = clock.now() + hour;
	await at.open(ada, circle, [ben], { until });
	const bens = await at.join(ben);
	ada.kill();
	await clock.advance(until - clock.now() - 1);
	expect(rosas.people.map(({ name }) => name)).toContain('Ben');
	// Its own patience, and then that for a relay.
	await clock.advance(31_000);
	await at.settle();
	expect(rosas.people.map(({ name }) => name)).not.toContain('Ben');
	expect(bens.isRemoved).toBe(true);
});

it('is closed to who reads it, and to who was asked, by the client at any time', async () => {
	const circle = await at.start(ada, 'Clinic', 'Before');
	await at.open(ada, circle, [rosa, ben, cleo]);
	const [rosas, bens] = [await at.join(rosa), await at.join(ben)];
	expect(rosas.mayManage).toBe(true);
	const [opening] = sharing(rosas);
	if (!opening) throw new Error('no opening');
	const bensAndCleos = { ...opening, to: opening.to.filter(({ name }) => name !== 'Rosa') };
	expect(await at.during(at.circles(rosa).unshare(rosas, bensAndCleos, 'withdrawn'))).toEqual({
		kind: 'stated'
	});
	await at.settle();
	expect(bens.isRemoved).toBe(true);
	expect(await at.asked(cleo)).toEqual([]);
	expect(sharing(circle)).toMatchObject([{ ended: { why: 'withdrawn', by: rosas.me } }]);
});

it('is closed to one of those to whom it was opened, while the other reads on', async () => {
	const circle = await at.start(rosa, 'My page', 'Before');
	await at.open(rosa, circle, [ben, cleo]);
	const [bens, cleos] = [await at.join(ben), await at.join(cleo)];
	const end = async (name: string) => {
		const [opening] = sharing(circle);
		const person = opening?.to.find((one) => one.name === name);
		if (!opening || !person) throw new Error('no opening');
		return at.during(at.circles(rosa).unshareFrom(circle, opening, person));
	};
	expect(await end('Ben')).toEqual({ kind: 'stated' });
	await at.settle();
	expect([bens.isRemoved, cleos.isRemoved]).toEqual([true, false]);
	expect(sharing(cleos)[0]?.to.map(({ name, held }) => [name, held])).toEqual([
		['Ben', false],
		['Cleo', true]
	]);
	expect(sharing(cleos)[0]?.ended).toBeNull();
	expect(await end('Cleo')).toEqual({ kind: 'stated' });
	await at.settle();
	expect(cleos.isRemoved).toBe(true);
	expect(sharing(circle)[0]?.ended).toMatchObject({ why: 'withdrawn' });
});

it('is brought to those it was opened to when a relay answers again, also by another device', async () => {
	const tablet = await at.table.link(rosa, 'Tablet');
	const circle = await at.start(rosa, 'My page', 'Before');
	at.pointers.isReachable = false;
	await at.open(rosa, circle, [ben]);
	expect(await at.asked(ben)).toEqual([]);
	await at.table.clock.advance(10_000);
	rosa.kill();
	at.pointers.isReachable = true;
	expect(tablet.device.circlesOf(rosa.opened.id).map(({ document }) => document)).toEqual([circle.id]);
	at.circles(tablet).look();
	await at.during(at.circles(tablet).settled());
	expect(notesIn(await at.join(ben))).toEqual(['Before']);
});

it('leaves as many letters as there are people, however often anybody looks', async () => {
	const circle = await at.start(rosa, 'My page', 'Before');
	await at.open(rosa, circle, [ben, cleo]);
	at.circles(rosa).look();
	await at.during(at.circles(rosa).settled());
	expect(at.pointers.held.size).toBe(2);
	await at.table.reload(rosa);
	at.again(rosa).look();
	await at.table.clock.advance(120_000);
	await at.during(at.circles(rosa).settled());
	expect(at.pointers.held.size).toBe(2);
	expect(new Set([...at.pointers.held.values()].map(({ length }) => length)).size).toBe(1);
});

it('goes with its case from a device, and is left like a table', async () => {
	const circle = await at.start(rosa, 'My page', 'Before');
	await at.open(rosa, circle, [ben]);
	const bens = await at.join(ben);
	expect((await at.during(bens.remove(bens.me))).kind).toBe('stated');
	await at.settle();
	expect(circle.people.map(({ name }) => name)).toEqual(['Rosa']);
	await at.during(ben.device.leave(ben.opened.id));
	expect(ben.device.seats).toEqual([]);
});

it('can be closed for good', async () => {
	const circle = await at.start(rosa, 'My page', 'Before');
	await at.open(rosa, circle, [ben], { capability: 'edit' });
	const bens = await at.join(ben);
	expect((await at.during(circle.close())).kind).toBe('stated');
	await at.settle();
	expect([circle.isClosed, bens.isClosed, bens.mayEdit, circle.mayEdit]).toEqual([true, true, false, false]);
	expect(notesIn(bens)).toEqual(['Before']);
	expect(personIn(rosa.opened, ben).name).toBe('Ben');
});
