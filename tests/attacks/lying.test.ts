/** A relay that answers what is not so, or not at all. */
import * as encoding from 'lib0/encoding';
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { planChannel, rosterChannel, talkChannel } from '#lib/roster/capability.ts';
import { answering, claiming } from '../relays/hostile-ways.ts';
import { holdingSaid, refusalSaid, statusSaid } from '../relays/hostile-speech.ts';
import { message, type } from '../relays/raw-client.ts';
import { rest } from '../simulation/hand-clock.ts';
import { attack } from './attack.ts';
import type { Person } from './attacked-person.ts';
import { AttackedTable } from './attacked-table.ts';
import { goals, linked, until } from './seen.ts';

let table: AttackedTable;
let ada: Person;
let ben: Person;

beforeEach(async () => {
	table = await AttackedTable.set();
	ada = table.ada;
	ben = await table.seat('Ben');
});

afterEach(() => table.close());

function everyLog(): string[] {
	return [rosterChannel, planChannel, talkChannel].map((channel) => table.log(channel));
}

describe('relay: crash after acknowledging; malformed, oversized, flooding frames', () => {
	attack(
		'crashes after acknowledging, and has lost it',
		{ devices: 'gave it again', people: 'nothing: it has no effect' },
		async () => {
			const back = table.relay.snapshot();
			await table.writes(ada, 'acknowledged');
			await until(() => ada.opened.status.kind === 'sent', 'it is acknowledged');
			await table.crash(back);
			await until(() => goals(ben).includes('acknowledged'), 'Ben has it');
			const log = table.relay.log(table.log());
			await until(() => log.all.length === table.entriesOf(ada).length, 'the relay has it again');
			await table.agree();
			expect(goals(ben)).toEqual(['acknowledged']);
		}
	);

	attack(
		'answers what was never sent, twice, in the wrong order, or never',
		{
			devices: 'believed an answer only for what they had sent, and asked again what it holds',
			people: '“Saved on this device” until a relay said that it has it'
		},
		async () => {
			const { relay } = table;
			for (let i = 0; i < 50; i++) relay.babble(table.log(), statusSaid(table.log(), true));
			await table.works(ben, ada);
			relay.takeTo(answering('silence'));
			await table.writes(ada, 'never answered');
			expect(ada.opened.status.kind).toBe('saved');
			relay.takeTo(answering('twice'));
			await table.crash();
			await table.works();
			await until(() => ada.opened.status.kind === 'sent', 'it is known to be there');
			await table.agree();
		}
	);

	attack(
		'never answers for the roster, on which all else waits',
		{
			devices: 'kept what was written, and sent it when there was an answer',
			people: '“Saved on this device”'
		},
		async () => {
			const { relay } = table;
			relay.takeTo({ answer: (_, log) => (log === table.log(rosterChannel) ? 'silence' : 'stored') });
			const invited = ada.opened.invite(
				{ name: 'Cy', relation: 'family', capability: 'edit', expiry: 0 },
				'http://relay.test'
			);
			expect((await invited).kind).toBe('invited');
			await table.writes(ada, 'under the new roster');
			await rest();
			expect(ada.opened.status.kind).toBe('saved');
			expect(goals(ben)).toEqual([]);
			relay.takeTo();
			await table.crash();
			await until(() => goals(ben).length === 1, 'Ben has it');
			await table.agree();
		}
	);

	attack(
		'refuses everything, for reasons of its own',
		{
			devices: 'kept it; sent it again when the connection was made anew',
			people: '“Saved on this device”; the relay will not take it, and its reason'
		},
		async () => {
			const { relay } = table;
			relay.takeTo({ ...answering('refused'), keep: () => [] });
			await table.writes(ada, 'refused');
			await until(() => ada.opened.document.declined !== null, 'Ada is told');
			expect(ada.opened.document.declined).toEqual({ channel: planChannel, reason: 'right' });
			expect(ada.opened.status.kind).toBe('saved');
			relay.takeTo();
			await table.crash();
			await until(() => goals(ben).includes('refused'), 'it is taken after all');
			await table.agree();
		}
	);

	attack(
		'claims to hold more, or less, than it does, over and over',
		{
			devices: 'called nothing sent that they had not written; gave what it says it lacks',
			people: 'nothing: it has no effect'
		},
		async () => {
			const { relay } = table;
			relay.takeTo(claiming((counts) => new Map([...counts].map(([client]) => [client, 2 ** 40]))));
			await table.crash();
			await table.works();
			for (let i = 0; i < 30; i++) relay.babble(table.log(), holdingSaid(table.log(), new Map()));
			relay.takeTo(claiming(() => new Map()));
			await table.crash();
			await table.works();
			await table.agree();
			expect(linked(ben)).toBe(true);
			expect(ben.opened.document.refused).toEqual([]);
		}
	);

	attack(
		'speaks under other names, and of refusals that mean nothing',
		{ devices: 'heard only what belongs to a log that they have open', people: 'nothing: it has no effect' },
		async () => {
			for (const name of everyLog()) {
				table.relay.babble(name, refusalSaid(name, '__proto__'));
				table.relay.babble(
					name,
					message(name, type.stateless, (encoder) => encoding.writeVarString(encoder, '{'))
				);
				table.relay.babble(name, message(name, type.broadcast));
				table.relay.babble(name, message(name, 99));
			}
			await table.reconnect();
			await table.works();
			expect(ben.opened.document.declined).toBeNull();
			await table.agree();
		}
	);
});
