/**
 * What a relay may keep to itself. Nothing is lost on any device, and any honest path heals it. That it is noticed and shown is not
 * asserted here.
 */
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { planChannel, rosterChannel, talkChannel } from '#lib/roster/capability.ts';
import { Frame } from '#lib/seal/frame.ts';
import { altering, parting, silent, withholding } from '../relays/hostile-ways.ts';
import { attack } from './attack.ts';
import type { Person } from './attacked-person.ts';
import { AttackedTable } from './attacked-table.ts';
import { goals, missing, linked, refusals, remarks, until } from './seen.ts';

let table: AttackedTable;
let ada: Person;
let ben: Person;

beforeEach(async () => {
	table = await AttackedTable.set();
	ada = table.ada;
	ben = await table.seat('Ben');
	await table.works();
});

afterEach(() => table.close());

function clientOf(person: Person): number {
	return table.entriesOf(person)[0]?.client ?? -1;
}

describe('relay: withhold a strand’s tail, show two people two histories, roll back a returning or a new device', () => {
	attack(
		'withholds one strand’s tail from one person',
		{
			devices: 'lost nothing; took the tail as soon as it came',
			people: 'something that Ada wrote has not come'
		},
		async () => {
			const { relay } = table;
			const cy = await table.seat('Cy');
			relay.takeTo(withholding(clientOf(ada), table.entriesOf(ada).length, [ben.opened.me]));
			await table.writes(ada, 'withheld');
			await until(() => goals(cy).includes('withheld'), 'Cy has it');
			await table.writes(cy, 'written in its light');
			await table.works(ben, cy);
			expect(goals(ben)).not.toContain('withheld');
			expect(goals(ada)).toContain('withheld');
			expect(await missing(ben, table.clock)).toEqual(['Ada']);
			expect(cy.opened.document.withheld).toEqual([]);
			relay.behave();
			await until(() => goals(ben).includes('written in its light'), 'Ben has both');
			await table.agree();
			expect(refusals(ben)).toEqual([]);
			expect(ben.opened.document.withheld).toEqual([]);
		}
	);

	attack(
		'withholds a tail from everyone: another relay has it',
		{ devices: 'took it from the other relay', people: 'nothing: it has no effect' },
		async () => {
			table.relay.takeTo(withholding(clientOf(ada), 0));
			await table.joinOther(ada);
			await table.joinOther(ben);
			await table.writes(ada, 'by the other way');
			await until(() => goals(ben).includes('by the other way'), 'it comes by the other relay');
			await table.agree();
			expect(goals(ben)).toEqual(goals(ada));
		}
	);

	attack(
		'withholds a whole channel',
		{ devices: 'lost nothing; took it as soon as it came', people: 'something has not come' },
		async () => {
			table.relay.takeTo(silent(table.log(talkChannel), [ben.opened.me]));
			await table.says(ada, 'unheard');
			await table.works();
			expect(remarks(ben)).toEqual([]);
			expect(await missing(ben, table.clock)).toHaveLength(1);
			table.relay.behave();
			await until(() => remarks(ben).length === 1, 'Ben hears it');
			await table.agree();
		}
	);

	attack(
		'shows two people two histories',
		{
			devices: 'each kept its own; both were the same as soon as the relay was honest',
			people: 'each: something that the other wrote has not come'
		},
		async () => {
			const { relay } = table;
			const before = new Set(relay.log(table.log()).all.map(({ bytes }) => bytes));
			relay.takeTo(parting([ada.opened.me], before));
			await table.writes(ada, 'left');
			await table.writes(ben, 'right');
			await until(() => ben.opened.status.kind === 'sent', 'Ben’s is taken');
			expect(goals(ada)).not.toContain('right');
			expect(goals(ben)).not.toContain('left');
			expect(await missing(ada, table.clock)).toEqual(['Ben']);
			expect(await missing(ben, table.clock)).toEqual(['Ada']);
			relay.behave();
			await table.agree();
			expect(goals(ben)).toEqual(expect.arrayContaining(['left', 'right']));
			expect([...refusals(ada), ...refusals(ben)]).toEqual([]);
		}
	);

	attack(
		'rolls back a device that returns',
		{
			devices: 'kept all that it held, and gave the relay what it had rolled back',
			people: 'nothing: it has no effect'
		},
		async () => {
			const back = table.relay.snapshot();
			await table.writes(ada, 'after the snapshot');
			await until(() => goals(ben).includes('after the snapshot'), 'Ben has it');
			ada.kill();
			ben.kill();
			await table.relay.crash(back);
			await table.reload(ben);
			expect(goals(ben)).toContain('after the snapshot');
			const log = table.relay.log(table.log());
			await until(() => log.strand(clientOf(ada)).length === 3, 'the relay has it again, from Ben');
			await table.reload(ada);
			await table.agree();
		}
	);

	attack(
		'rolls back the roster for a device that returns',
		{ devices: 'kept the roster that it held', people: 'nothing: it has no effect' },
		async () => {
			const back = table.relay.snapshot();
			await table.seat('Cy');
			ben.kill();
			await table.relay.crash(back);
			table.relay.takeTo(silent(table.log(rosterChannel)));
			await table.reload(ben);
			expect(ben.opened.people.map(({ name }) => name)).toEqual(['Ada', 'Ben', 'Cy']);
			table.relay.behave();
			await table.reconnect();
			await table.agree();
		}
	);

	attack(
		'shows a newcomer an old case',
		{
			devices: 'the newcomer’s took the rest as soon as one path was honest',
			people: 'the newcomer: something that Ada wrote has not come'
		},
		async () => {
			const link = await table.link('Cy');
			table.relay.takeTo(withholding(clientOf(ada), 1));
			await table.writes(ada, 'newer');
			const cy = await table.arrive('Cy', link);
			expect(goals(cy)).not.toContain('newer');
			expect(await missing(cy, table.clock)).toEqual(['Ada']);
			table.relay.behave();
			await until(() => goals(cy).includes('newer'), 'Cy has it');
			await table.agree();
		}
	);

	attack(
		'shows a person nothing but what is older, for ever, while they write',
		{
			devices: 'wrote on; nothing of theirs was lost or refused',
			people: 'something that Ada wrote has not come'
		},
		async () => {
			table.relay.takeTo(silent(table.log(), [ben.opened.me]));
			await table.writes(ada, 'unseen');
			for (let i = 0; i < 5; i++) await table.writes(ben, `written blind ${i}`);
			await until(() => goals(ada).length === 7, 'Ada has all of it');
			expect(await missing(ben, table.clock)).toEqual(['Ada']);
			table.relay.behave();
			await table.agree();
			expect([...refusals(ada), ...refusals(ben)]).toEqual([]);
		}
	);

	attack(
		'sends a changed copy of an entry first, and the true one later by another relay',
		{ devices: 'took the true one', people: 'an entry of Ada’s was refused: signature' },
		async () => {
			await table.joinOther(ada);
			await table.joinOther(ben);
			table.otherRelay.takeTo(withholding(clientOf(ada), 0));
			const bend = altering(({ bytes }) => bent(bytes), [ben.opened.me]);
			table.relay.takeTo(bend);
			await table.writes(ada, 'true');
			await until(() => refusals(ben).length > 0, 'Ben refuses the changed one');
			table.otherRelay.behave();
			await until(() => goals(ben).includes('true'), 'the true one comes');
			expect(linked(ben)).toBe(true);
			await table.agree();
		}
	);
});

/** An entry of the plan with its signature changed. */
function bent(bytes: Uint8Array): Uint8Array | null {
	if (new Frame(bytes).channel !== planChannel) return null;
	return Uint8Array.from(bytes, (byte, i) => (i === bytes.length - 1 ? byte ^ 1 : byte));
}
