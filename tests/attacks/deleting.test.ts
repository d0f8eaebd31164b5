/** What a relay may take away or put in the way: devices keep what they hold. */
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { planChannel, rosterChannel, talkChannel } from '#lib/roster/capability.ts';
import { forgetting } from '../relays/hostile-ways.ts';
import { attack } from './attack.ts';
import type { Person } from './attacked-person.ts';
import { AttackedTable } from './attacked-table.ts';
import { goals, until } from './seen.ts';
import { deleting } from './updates.ts';

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

function entriesHeld(person: Person): number {
	return [...person.opened.document.held.values()].flat().length;
}

describe('relay: delete an entry, pre-empt a (client, clock)', () => {
	attack(
		'deletes entries, one or all, and says so to everyone',
		{ devices: 'kept theirs, and sent the relay what it lacked', people: 'nothing: it has no effect' },
		async () => {
			const before = goals(ben);
			const log = table.relay.log(table.log());
			await table.crash(() => log.cut(clientOf(ada)));
			await until(() => log.strand(clientOf(ada)).length > 0, 'it is sent again');
			expect(goals(ada)).toEqual(before);
			expect(goals(ben)).toEqual(before);
			await table.works();
			await table.agree();
		}
	);

	attack(
		'comes back with nothing',
		{ devices: 'kept everything, and gave it all of it again', people: 'nothing: it has no effect' },
		async () => {
			const held = entriesHeld(ben);
			const { relay } = table;
			const names = [rosterChannel, planChannel, talkChannel].map((channel) => table.log(channel));
			await table.crash(() => names.forEach((name) => relay.log(name).clear()));
			await until(
				() => names.reduce((sum, name) => sum + relay.log(name).all.length, 0) === held,
				'the relay has all of it again'
			);
			expect(entriesHeld(ben)).toBe(held);
			const cy = await table.seat('Cy');
			await until(() => goals(cy).length === 1, 'a newcomer has it too');
			await table.agree();
		}
	);

	attack(
		'sends deletions of what others wrote',
		{
			devices: 'applied none: nothing of a relay’s is applied to what they hold',
			people: 'nothing: it has no effect'
		},
		async () => {
			const [first] = table.entriesOf(ada);
			if (!first) throw new Error('Ada has written');
			// no structs, one client, one range: clock 0, length 1
			table.relay.shout(table.log(), deleting(first.client, 0, 1)(0));
			await until(() => ben.opened.document.junk > 0, 'Ben takes it for junk');
			await table.works();
			expect(entriesHeld(ben)).toBe(entriesHeld(ada));
			await table.agree();
		}
	);

	attack(
		'puts junk where a member goes on, so that their next entry has no place there',
		{
			devices: 'kept the entry, did not call it sent; another relay brought it over',
			people: '“Saved on this device”, not “Sent to the team”'
		},
		async () => {
			const { relay } = table;
			const [client, seq] = [clientOf(ada), table.entriesOf(ada).length];
			relay.plant(table.log(), [{ client, seq, bytes: Uint8Array.of(1, 2, 3) }]);
			await until(() => ada.opened.document.junk + ben.opened.document.junk > 1, 'both take it for junk');
			await table.writes(ada, 'pre-empted');
			await table.works(ben, ada);
			expect(ada.opened.status.kind).toBe('saved');
			expect(goals(ada)).toContain('pre-empted');
			await table.joinOther(ada, false);
			await table.joinOther(ben, false);
			await until(() => goals(ben).includes('pre-empted'), 'it comes by the other relay');
			await until(() => ada.opened.status.kind === 'sent', 'it is sent there');
			await table.agree();
		}
	);

	attack(
		'acknowledges what it does not keep',
		{
			devices: 'kept it, and gave it again at the next exchange',
			people: '“Sent to the team”, which was the relay’s lie'
		},
		async () => {
			table.relay.takeTo(forgetting);
			await table.writes(ada, 'forgotten');
			await until(() => ada.opened.status.kind === 'sent', 'the relay says so');
			expect(goals(ben)).not.toContain('forgotten');
			table.relay.takeTo();
			await table.crash();
			await until(() => goals(ben).includes('forgotten'), 'it is given again');
			await table.agree();
		}
	);
});
