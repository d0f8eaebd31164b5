/**
 * What a relay may keep to itself. Nothing is lost on any device, and any honest path heals it. That it is noticed and shown is not
 * asserted here.
 */
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { planChannel, rosterChannel, talkChannel } from '#lib/roster/capability.ts';
import { compareBytes } from '#lib/seal/frame-bytes.ts';
import { Frame } from '#lib/seal/frame.ts';
import { altering, parting, silent, withholding } from '../relays/hostile-ways.ts';
import { attack } from './attack.ts';
import type { Person } from './attacked-person.ts';
import { AttackedTable } from './attacked-table.ts';
import { goals, missing, linked, refusals, remarks, until } from './seen.ts';
import { HostileMember } from './hostile-member.ts';
import { made } from './updates.ts';

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
		'a member forks their strand, and the relay shows each person one side',
		{
			devices: 'all show the side with the smaller id; nothing of anyone else’s was lost',
			people: 'an entry of Eve’s was refused: fork'
		},
		async () => {
			const person = await table.seat('Eve');
			const eve = HostileMember.at(person);
			const [left, right] = await fork(eve.strand(planChannel));
			await table.writes(ada, 'of Ada');
			await until(() => goals(ben).includes('of Ada'), 'Ben has it');
			table.relay.whisper(table.log(), [left], [ada.opened.me]);
			table.relay.whisper(table.log(), [right], [ben.opened.me]);
			await until(() => side(ada) === 'left' && side(ben) === 'right', 'each has a side');
			table.relay.whisper(table.log(), [right], [ada.opened.me]);
			await oneSideCounts([ada, ben], counting(left, right));
			expect(goals(ben)).toEqual(goals(ada));
			await table.works(person, ada);
		}
	);

	attack(
		'a member forks their strand, and others write in the light of one side',
		{
			devices: 'all show the side with the smaller id, and what was written in the light of the other',
			people: 'an entry of Eve’s was refused: fork'
		},
		async () => {
			const eve = HostileMember.at(await table.seat('Eve'));
			const [left, right] = await fork(eve.strand(planChannel));
			table.relay.whisper(table.log(), [left], [ada.opened.me]);
			table.relay.whisper(table.log(), [right], [ben.opened.me]);
			await until(() => side(ada) === 'left' && side(ben) === 'right', 'each has a side');
			await table.writes(ada, 'in the light of the left side');
			await table.writes(ben, 'in the light of the right side');
			table.relay.whisper(table.log(), [left], [ben.opened.me]);
			await oneSideCounts([ada, ben], counting(left, right));
			const both = () =>
				[ada, ben].every((person) =>
					['left', 'right'].every((name) => goals(person).includes(`in the light of the ${name} side`))
				);
			await until(both, 'what honest people wrote counts on both devices');
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

/** The clock moves until whoever hands on what was signed in two ways has done so. */
async function oneSideCounts(people: readonly Person[], words: string): Promise<void> {
	for (let second = 0; second < 30 && people.some((person) => side(person) !== words); second++) {
		await table.clock.advance(1000);
		for (const person of people) person.opened = await person.device.open(table.document);
	}
	expect(people.map(side)).toEqual(people.map(() => words));
	for (const person of people) expect(refusals(person)).toContain('Eve, plan: fork');
}

function counting(left: Frame, right: Frame): string {
	return compareBytes(left.id, right.id) < 0 ? 'left' : 'right';
}

/** Two signed entries with one seq. */
async function fork(strand: ReturnType<HostileMember['strand']>): Promise<[Frame, Frame]> {
	const left = await strand.draft(made((doc) => doc.getText(sideText).insert(0, 'left')));
	const right = await strand.draft(made((doc) => doc.getText(sideText).insert(0, 'right')));
	return [left, right].map((frame) => new Frame(frame.bytes)) as [Frame, Frame];
}

const sideText = 'plan/plan/mattersToMe';

function side({ opened }: Person): string {
	return opened.readPlan().mattersToMe;
}

/** An entry of the plan with its signature changed. */
function bent(bytes: Uint8Array): Uint8Array | null {
	if (new Frame(bytes).channel !== planChannel) return null;
	return Uint8Array.from(bytes, (byte, i) => (i === bytes.length - 1 ? byte ^ 1 : byte));
}
