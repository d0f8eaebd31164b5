/** Who seems to be here. */
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { rosterChannel } from '#lib/roster/capability.ts';
import { presence } from '../relays/raw-client.ts';
import { rest } from '../simulation/hand-clock.ts';
import { attack } from './attack.ts';
import type { Person } from './attacked-person.ts';
import { AttackedTable } from './attacked-table.ts';
import { until } from './seen.ts';
import { HostileMember, randomBytes } from './hostile-member.ts';

let table: AttackedTable;
let ada: Person;
let ben: Person;

beforeEach(async () => {
	table = await AttackedTable.set();
	ada = table.ada;
	ben = await table.seat('Ben');
});

afterEach(() => table.close());

describe('presence: replayed, forged or stale presence is dropped', () => {
	async function meet(): Promise<void> {
		await until(() => {
			void table.clock.advance(200);
			return here(ada, 'Ben') && here(ben, 'Ada');
		}, 'they see each other');
	}

	attack(
		'floods presence, forges it, sends it in the wrong form',
		{ devices: 'showed nobody who is not there', people: 'nothing: it has no effect' },
		async () => {
			await meet();
			const log = table.log(rosterChannel);
			const eve = await HostileMember.stranger(ada);
			const sealed = async (twist = {}) =>
				(await eve.entry(rosterChannel, () => new Uint8Array(), { kind: 'presence', ...twist })).bytes;
			const blobs = [
				await sealed(),
				await sealed({ author: ada.opened.document.me.publicKey }),
				...Array.from({ length: 300 }, () => randomBytes(300))
			];
			blobs.forEach((blob, i) => {
				const state = JSON.stringify({ s: Buffer.from(blob).toString('base64url') });
				table.relay.babble(log, presence(log, 1000 + i, 1, state));
			});
			for (const state of ['null', '[]', '{"s":5}', '{"name":"Eve"}']) {
				table.relay.babble(log, presence(log, 9999, 1, state));
			}
			await table.works();
			expect(ben.opened.document.presence.sessions).toHaveLength(1);
			expect(ben.opened.people.map(({ name }) => name)).toEqual(['Ada', 'Ben']);
		}
	);

	attack(
		'replays presence of an earlier day',
		{ devices: 'dropped it: it does not answer this session', people: 'nothing: it has no effect' },
		async () => {
			await meet();
			const recorded = table.relay.presences.filter(({ from }) => from === ada.opened.me);
			ada.kill();
			await table.reload(ben);
			for (const { log, message: said } of recorded) table.relay.babble(log, said);
			await table.clock.advance(200);
			await rest();
			expect(recorded.length).toBeGreaterThan(0);
			expect(here(ben, 'Ada')).toBe(false);
		}
	);

	attack(
		'keeps presence back, and gives it out when its maker is long gone',
		{
			devices: 'dropped it: it answers what was said too long ago',
			people: 'nothing: it has no effect'
		},
		async () => {
			await meet();
			table.relay.takeTo({ hush: () => true });
			const before = table.relay.presences.length;
			await table.clock.advance(20_000);
			const late = table.relay.presences.slice(before).filter(({ from }) => from === ada.opened.me);
			ada.kill();
			await table.clock.advance(3_600_000);
			expect(here(ben, 'Ada')).toBe(false);
			table.relay.takeTo();
			for (const { log, message: said } of late) table.relay.babble(log, said);
			await table.clock.advance(200);
			await rest();
			expect(late.length).toBeGreaterThan(0);
			expect(here(ben, 'Ada')).toBe(false);
		}
	);
});

function here({ opened }: Person, name: string): boolean {
	return opened.people.some((person) => person.name === name && person.here);
}
