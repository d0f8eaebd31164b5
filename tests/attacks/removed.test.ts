/** Somebody who was taken from the table and goes on with a changed client, also with the relay's help. */
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { planChannel, rosterChannel } from '#lib/roster/capability.ts';
import { idBytes } from '#lib/seal/frame-bytes.ts';
import { noRotation } from '#lib/roster/skeleton-parts.ts';
import { openEntry } from '#lib/seal/open.ts';
import { RawClient } from '../relays/raw-client.ts';
import { ourRelay } from '../relays/our-relay.ts';
import { SealedCase } from '../relays/sealed-case.ts';
import { attack } from './attack.ts';
import type { Person } from './attacked-person.ts';
import { AttackedTable } from './attacked-table.ts';
import { HostileMember, type HostileStrand } from './hostile-member.ts';
import { invited, stated } from './hostile-statements.ts';
import { goals, refusals, until } from './seen.ts';
import { words } from './updates.ts';

describe('removed member: read what came after; write; backdate', () => {
	let table: AttackedTable;
	let eve: Person;
	/** Eve's keys and the roster as it was when she last sat there. */
	let before: { readonly member: HostileMember; readonly rosterHeads: readonly Uint8Array[] };

	beforeEach(async () => {
		table = await AttackedTable.set();
		await table.seat('Ben');
		eve = await table.seat('Eve', 'manage');
		await table.writes(eve, 'said at the table');
		await until(() => goals(table.ben).length === 1, 'Ben hears Eve');
		const member = HostileMember.at(eve);
		before = { member, rosterHeads: member.rosterHeads };
	});

	afterEach(() => table.close());

	async function remove(): Promise<void> {
		expect(await table.ada.opened.remove(eve.opened.me)).toEqual({ kind: 'stated' });
		await until(() => table.ben.opened.people.length === 2, 'Ben knows');
		eve.kill();
	}

	/** One of Eve's, under yesterday's roster. */
	const late = (strand: HostileStrand, text: string) =>
		strand.write(words(text), { rosterHeads: before.rosterHeads });

	const stay = () => [table.ada, table.ben];

	attack(
		'is shown by the relay all that is written afterwards',
		{ devices: 'sealed it under keys that the removed member has not', people: 'nothing: it has no effect' },
		async () => {
			await remove();
			const known = new Set(table.relayed().map(({ id }) => id.join()));
			await table.works();
			const after = table.relayed().filter(({ id }) => !known.has(id.join()));
			expect(after.length).toBeGreaterThan(0);
			const keys = before.member.allKeys.filter(({ channel }) => channel === planChannel);
			for (const frame of after) {
				for (const key of keys) expect(openEntry(frame, key).kind).not.toBe('opened');
			}
		}
	);

	attack(
		'writes on under the roster of yesterday, with the relay’s help',
		{ devices: 'kept it apart: it counts nowhere, now and later', people: 'nothing: it has no effect' },
		async () => {
			await remove();
			const strand = before.member.strand(planChannel);
			table.relay.plant(table.log(), [await late(strand, 'forged'), await late(strand, 'and more')]);
			await table.works();
			for (const person of stay()) expect(person.opened.readPlan().mattersToMe).toBe('');
			await table.reload(table.ben);
			const cy = await table.arrive('Cy', await table.link('Cy'));
			await until(() => goals(cy).length === 2, 'Cy sees the plan');
			for (const person of [...stay(), cy]) expect(person.opened.readPlan().mattersToMe).toBe('');
			await table.agree([...stay(), cy]);
		}
	);

	attack(
		'backdates: goes on in the strand in which they wrote at the table',
		{ devices: 'kept it apart: the strand counts up to its pin', people: 'nothing: it has no effect' },
		async () => {
			const [last] = table.entriesOf(eve).slice(-1);
			if (!last) throw new Error('Eve has written');
			await remove();
			const strand = before.member.strand(planChannel, last.strand);
			const next = await strand.draft(words('forged'), {
				rosterHeads: before.rosterHeads,
				seq: last.seq + 1,
				previous: last.id
			});
			table.relay.plant(table.log(), [next]);
			await table.works();
			for (const person of stay()) {
				expect(person.opened.readPlan().mattersToMe).toBe('');
				expect(goals(person)).toContain('said at the table');
			}
			await table.agree(stay());
		}
	);

	attack(
		'writes under the roster of today, which they can see but not open',
		{ devices: 'refused it', people: 'an entry of a stranger’s was refused: right' },
		async () => {
			await remove();
			const rosterHeads = table.ada.opened.document.roster.roster.heads;
			table.relay.plant(table.log(), [
				await before.member.entry(planChannel, words('forged'), { rosterHeads })
			]);
			await until(() => refusals(table.ada).length > 0, 'Ada refuses it');
			expect(refusals(table.ada)).toEqual(['a stranger, plan: right']);
			await table.works();
			await table.agree(stay());
		}
	);

	attack(
		'invites somebody, and removes who removed them, as if it had been before',
		{ devices: 'took it in, without effect: removal wins over what the removed did', people: 'nothing new' },
		async () => {
			// Signed under the roster of that time: nobody can tell when.
			const { member } = before;
			const door = await invited(member, 'edit');
			const ada = table.ada.opened.document.roster.roster.current.member(table.ada.opened.me);
			if (!ada) throw new Error('Ada sits there');
			const nothingNew = { pins: [], rotation: noRotation, boxes: [] };
			const coup = await stated(member, { type: 'remove', seat: idBytes(ada.seat), ...nothingNew });
			await remove();
			table.relay.plant(table.log(rosterChannel), [door.frame, coup]);
			await table.works();
			for (const { opened } of stay()) {
				expect(opened.people.map(({ name }) => name)).toEqual(['Ada', 'Ben']);
				expect(opened.invitations).toEqual([]);
			}
		}
	);

	attack(
		'goes to an honest relay',
		{
			devices: 'never heard of it: the relay neither serves them nor takes anything from them',
			people: 'nothing: it has no effect'
		},
		async () => {
			const sealed = await SealedCase.found('somebody is removed');
			const member = await sealed.seatThroughout('edit');
			const [accepted] = sealed.statements.slice(-1);
			if (!accepted) throw new Error('they sat down');
			sealed.statements.push(await sealed.remove(accepted));
			const relay = await ourRelay();
			await relay.found(sealed);
			const client = await RawClient.connect(relay.address);
			expect((await client.prove(sealed.log(), member)).kind).toBe('denied');
			await client.close();
			await relay.close();
		}
	);
});
