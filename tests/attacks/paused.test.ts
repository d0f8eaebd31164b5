/** Somebody whose place is paused, with a changed client and the relay's help. */
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { planChannel, rosterChannel } from '#lib/roster/capability.ts';
import { openEntry } from '#lib/seal/open.ts';
import { attack } from './attack.ts';
import type { Person } from './attacked-person.ts';
import { AttackedTable } from './attacked-table.ts';
import { HostileMember } from './hostile-member.ts';
import { invited } from './hostile-statements.ts';
import { goals, until } from './seen.ts';
import { words } from './updates.ts';

describe('paused member: read on; write on; come back by a link of their own', () => {
	let table: AttackedTable;
	let eve: Person;
	let member: HostileMember;

	beforeEach(async () => {
		table = await AttackedTable.set();
		await table.seat('Ben');
		eve = await table.seat('Eve', 'manage');
		await table.writes(eve, 'said at the table');
		await until(() => goals(table.ben).length === 1, 'Ben hears Eve');
		member = HostileMember.at(eve);
	});

	afterEach(() => table.close());

	async function pause(): Promise<void> {
		expect(await table.ada.opened.pause(eve.opened.me)).toEqual({ kind: 'stated' });
		await until(() => table.ben.opened.people.some(({ paused }) => paused), 'Ben knows');
	}

	attack(
		'is shown by the relay all that is written meanwhile',
		{ devices: 'sealed it under keys that the paused member has not', people: 'nothing: it has no effect' },
		async () => {
			await pause();
			const known = new Set(table.relayed().map(({ id }) => id.join()));
			await table.works();
			const after = table.relayed().filter(({ id }) => !known.has(id.join()));
			expect(after.length).toBeGreaterThan(0);
			const keys = [...member.allKeys, ...eve.opened.document.keyring.all];
			for (const frame of after)
				for (const key of keys.filter(({ channel }) => channel === planChannel))
					expect(openEntry(frame, key).kind).not.toBe('opened');
		}
	);

	attack(
		'writes on under the roster of before the pause',
		{ devices: 'kept it apart: it counts nowhere', people: 'nothing: it has no effect' },
		async () => {
			const { rosterHeads } = member;
			await pause();
			eve.kill();
			const strand = member.strand(planChannel);
			table.relay.plant(table.log(), [await strand.write(words('forged'), { rosterHeads })]);
			await table.works();
			for (const { opened } of [table.ada, table.ben]) expect(opened.readPlan().mattersToMe).toBe('');
			await table.agree([table.ada, table.ben]);
		}
	);

	attack(
		'takes a seat by an invitation that they had kept for themselves',
		{ devices: 'had withdrawn it with the pause', people: 'the link opens nothing' },
		async () => {
			const spare = await eve.opened.invite(
				{ name: 'Spare', relation: 'provider', capability: 'manage', expiry: 0 },
				'http://relay.test'
			);
			if (spare.kind !== 'invited') throw new Error(spare.reason);
			await until(() => table.ada.opened.invitations.length === 1, 'Ada sees it');
			await pause();
			const { device } = await table.stranger();
			expect((await device.lookAt(spare.link)).kind).toBe('used');
			expect(table.ada.opened.people.map(({ name }) => name)).toEqual(['Ada', 'Ben', 'Eve']);
		}
	);

	attack(
		'shows an invitation that they had held back until then',
		{ devices: 'took no effect of it: who may no longer invite invites nobody', people: 'nothing new' },
		async () => {
			const door = await invited(member, 'manage');
			await pause();
			eve.kill();
			table.relay.plant(table.log(rosterChannel), [door.frame]);
			await table.works();
			for (const { opened } of [table.ada, table.ben]) expect(opened.invitations).toEqual([]);
		}
	);
});
