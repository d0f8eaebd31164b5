import { beforeEach, describe, expect, test } from 'vitest';
import { changePlan } from '#lib/casedoc/plan-facts.ts';
import { Table, type Seated } from '../../../tests/simulation/case-table.ts';
import { HandOver, type Wish } from './hand-over.ts';

let table: Table;
let ada: Seated;
let ben: Seated;

beforeEach(async () => {
	table = await Table.set();
	ada = table.ada;
	ben = await table.seat('Ben');
	await table.clock.advance(5_000);
});

const handOver = ({ device, opened }: Seated) => new HandOver(device, opened);

function wish(to: Seated, more: Partial<Wish> = {}): Wish {
	const person = ada.opened.people.find(({ name }) => name === to.name);
	if (!person) throw new Error('they sit at the table');
	return { to: person.seat, then: 'leave', plan: true, ...more };
}

const may = (by: Seated) => by.opened.people.map(({ name, capability }) => `${name}: ${capability}`);

test('the other one manages, the one who handed it over has left, and the case goes on', async () => {
	ada.opened.edit((plan) => changePlan(plan, { watcher: { kind: 'member', id: ada.opened.me } }));
	await table.clock.advance(5_000);
	expect(handOver(ada).isInPlan).toBe(true);
	expect(await handOver(ada).go(wish(ben))).toEqual({ kind: 'stated' });
	await table.clock.advance(5_000);
	expect(may(ben)).toEqual(['Ben: manage']);
	expect(ada.opened.isRemoved).toBe(true);
	expect(ben.opened.readPlan().watcher).toEqual({ kind: 'member', id: ben.opened.me });
	const offer = { name: 'Cy', relation: 'family', capability: 'edit', expiry: 0 } as const;
	const invited = await ben.opened.invite(offer, 'http://relay.test');
	if (invited.kind !== 'invited') throw new Error(invited.reason);
	await table.clock.advance(1_000);
	const cy = await table.join('Cy', invited.link);
	expect(may(cy)).toEqual(['Ben: manage', 'Cy: edit']);
});

test('what the roster does not take is not begun: the plan stays as it was', async () => {
	ada.opened.edit((plan) => changePlan(plan, { watcher: { kind: 'member', id: ada.opened.me } }));
	await table.clock.advance(5_000);
	ada.opened.allow = async () => ({ kind: 'refused', reason: 'right' });
	expect(await handOver(ada).go(wish(ben))).toEqual({ kind: 'refused', reason: 'right' });
	expect(ada.opened.readPlan().watcher).toEqual({ kind: 'member', id: ada.opened.me });
	expect(handOver(ada).begun).toBeNull();
	expect(may(ada)).toEqual(['Ada: manage', 'Ben: edit']);
});

test('who stays may do less', async () => {
	expect(await handOver(ada).go(wish(ben, { then: 'comment' }))).toEqual({ kind: 'stated' });
	await table.clock.advance(5_000);
	for (const each of [ada, ben]) expect(may(each)).toEqual(['Ada: comment', 'Ben: manage']);
	expect([ada.opened.mayManage, ada.opened.mayEdit, ada.opened.mayComment]).toEqual([false, false, true]);
	expect(handOver(ada).begun).toBeNull();
});

test('places in the plan of anybody else stay as they are, and mine where I keep them', async () => {
	ada.opened.edit((plan) => {
		changePlan(plan, { watcher: { kind: 'member', id: ada.opened.me }, planner: { kind: 'client' } });
	});
	await handOver(ada).go(wish(ben, { then: 'edit', plan: false }));
	await table.clock.advance(5_000);
	const { watcher, planner } = ben.opened.readPlan();
	expect(watcher).toEqual({ kind: 'member', id: ada.opened.me });
	expect(planner).toEqual({ kind: 'client' });
});

test('case managers are offered first; nobody whose time ends, or whose seat is in doubt', async () => {
	await table.seat('Cy', 'manage', 'provider');
	await table.seat('Dee', 'edit', 'case-manager');
	await table.clock.advance(1_000);
	expect(handOver(ada).possible.map(({ name }) => name)).toEqual(['Dee', 'Cy', 'Ben']);
});

describe('stopped half-way', () => {
	/** Ada's page is gone just after Ben was given the case. */
	async function stop(): Promise<void> {
		const { opened } = ada;
		const allow = opened.allow.bind(opened);
		opened.allow = async (...given) => {
			await allow(...given);
			ada.kill();
			return new Promise<never>(() => undefined);
		};
		void handOver(ada).go(wish(ben));
		await table.clock.advance(5_000);
		await table.reload(ada);
		await table.clock.advance(5_000);
	}

	test('both manage it; the other device of the same person knows, too, and what is left is done', async () => {
		await stop();
		expect(may(ben)).toEqual(['Ada: manage', 'Ben: manage']);
		const begun = handOver(ada).begun;
		expect(begun).toEqual(wish(ben));
		if (!begun) return;
		const before = ada.opened.document.roster.roster.statements.length;
		expect(await handOver(ada).go(begun)).toEqual({ kind: 'stated' });
		expect(ada.opened.document.roster.roster.statements).toHaveLength(before + 1);
		await table.clock.advance(5_000);
		expect(may(ben)).toEqual(['Ben: manage']);
	});

	test('it can be given up: both go on managing it', async () => {
		await stop();
		handOver(ada).giveUp();
		expect(handOver(ada).begun).toBeNull();
		await table.clock.advance(5_000);
		expect(may(ben)).toEqual(['Ada: manage', 'Ben: manage']);
	});

	test('it is over once the other one has left the table', async () => {
		await stop();
		const begun = handOver(ada).begun ?? wish(ben);
		await ben.opened.remove(ben.opened.me);
		await table.clock.advance(5_000);
		expect(handOver(ada).begun).toBeNull();
		expect(await handOver(ada).go(begun)).toEqual({ kind: 'refused', reason: 'no-seat' });
	});
});
