/** What a relay, or a member through it, may send to make honest devices stop, forget or tire. */
import * as encoding from 'lib0/encoding';
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { planChannel, rosterChannel } from '#lib/roster/capability.ts';
import type { Frame } from '#lib/seal/frame.ts';
import { structUpdate } from '#lib/wire/frame-struct.ts';
import { updateSaid } from '../relays/hostile-speech.ts';
import { message, type } from '../relays/raw-client.ts';
import { seededRandom } from '../seeded-random.ts';
import { attack } from './attack.ts';
import type { Person } from './attacked-person.ts';
import { AttackedTable } from './attacked-table.ts';
import { refusals, until } from './seen.ts';
import { HostileMember, randomBytes } from './hostile-member.ts';
import { invited, stated } from './hostile-statements.ts';
import { deleting, made, words } from './updates.ts';

let table: AttackedTable;
let ada: Person;
let ben: Person;

beforeEach(async () => {
	table = await AttackedTable.set();
	ada = table.ada;
	ben = await table.seat('Ben');
});

afterEach(() => table.close());

describe('relay: crash after acknowledging; malformed, oversized, flooding frames', () => {
	attack(
		'sends random bytes, and what was cut short',
		{ devices: 'connected anew where it was too much, and went on', people: 'nothing: it has no effect' },
		async () => {
			const seed = `babble ${Math.random()}`;
			const random = seededRandom(seed);
			const whole = updateSaid(table.log(), structUpdate(table.entriesOf(ada)));
			for (let i = 0; i < 60; i++) {
				table.relay.babble(table.log(), random(1 + (random(1)[0] ?? 0)));
				table.relay.babble(table.log(), whole.subarray(0, 1 + Math.floor((whole.length * i) / 60)));
				const inside = random(1 + (random(1)[0] ?? 0));
				table.relay.babble(table.log(), updateSaid(table.log(), inside));
			}
			await table.reconnect();
			await table.works().catch((error: unknown) => {
				throw new Error(`seed: ${seed}`, { cause: error });
			});
			expect(ben.opened.document.refused).toEqual([]);
			await table.agree();
		}
	);

	attack(
		'claims giant lengths: of structs, strings, lists, state vectors and deletions',
		{ devices: 'took them for junk, or connected anew', people: 'nothing: it has no effect' },
		async () => {
			const giant = 2 ** 48;
			const numbers = (...all: number[]) => {
				const encoder = encoding.createEncoder();
				for (const each of all) encoding.writeVarUint(encoder, each);
				return encoding.toUint8Array(encoder);
			};
			for (const update of [
				numbers(giant),
				numbers(1, giant, 7, 0),
				numbers(1, 1, 7, giant, 0, giant, 0),
				numbers(1, 1, 7, 0, 4, 1, giant),
				numbers(0, giant),
				numbers(0, 1, 7, giant),
				numbers(0, 1, 7, 1, 0, giant)
			]) {
				table.relay.shout(table.log(), update);
			}
			await until(() => ben.opened.document.junk > 0, 'Ben takes them for junk');
			table.relay.babble(
				table.log(),
				message(table.log(), type.sync, (encoder) => {
					encoding.writeVarUint(encoder, 0);
					encoding.writeVarUint8Array(encoder, numbers(giant, 7, giant));
				})
			);
			await table.reconnect();
			await table.works();
			await table.agree();
			expect(ben.opened.document.refused).toEqual([]);
		}
	);

	attack(
		'fills the waiting room with strangers’ entries that wait for ever',
		{
			devices: 'kept a few hundred of them, and room for the people at the table',
			people: 'nothing: it has no effect'
		},
		async () => {
			const eve = await HostileMember.stranger(ada);
			const flood: Frame[] = [];
			for (let i = 0; i < 600; i++) {
				flood.push(await eve.entry(planChannel, words('x'), { rosterHeads: [randomBytes(32)] }));
			}
			table.relay.whisper(table.log(), flood);
			await table.works(ada, ben);
			await table.works(ben, ada);
			expect(ben.opened.document.channel(planChannel).waitingCount).toBeLessThanOrEqual(256);
			expect(refusals(ben)).toEqual([]);
			await table.agree();
		}
	);

	attack(
		'a member fills the waiting room with the largest entries there are',
		{
			devices: 'kept 64 MiB of them at most, and room for everyone else',
			people: 'nothing: it has no effect'
		},
		async () => {
			const cy = await table.seat('Cy');
			const eve = HostileMember.at(cy);
			const heads = [{ client: 5, seq: 5, id: randomBytes(32) }];
			const big = made((doc) => doc.getText('x').insert(0, 'x'.repeat(1_900_000)));
			const frame = await eve.entry(planChannel, big, { heads });
			const later = eve.strand(planChannel);
			await later.write(words('x'), { heads });
			for (let i = 0; i < 40; i++) await later.write(big);
			table.relay.whisper(table.log(), [frame, ...later.frames], [ben.opened.me]);
			await table.works(ada, ben);
			await table.works(ben, ada);
			expect(ben.opened.document.channel(planChannel).waitingCount).toBeLessThan(38);
			await table.agree([ada, ben]);
		}
	);

	attack(
		'floods the roster with statements that wait for ever',
		{ devices: 'kept a thousand of them, unchecked', people: 'nothing: it has no effect' },
		async () => {
			const eve = await HostileMember.stranger(ada);
			const { frame } = await invited(eve, 'edit');
			const flood: Frame[] = [];
			for (let i = 0; i < 1100; i++) {
				flood.push(await stated(eve, frame.clear, { rosterHeads: [randomBytes(32)], signature: randomly }));
			}
			table.relay.whisper(table.log(rosterChannel), flood);
			await table.link('Cy');
			await until(() => ben.opened.invitations.length === 1, 'Ben sees whom Ada invites');
			await table.works();
			expect(refusals(ben)).toEqual([]);
			await table.agree();
		}
	);

	attack(
		'hides one refusal behind a thousand others',
		{ devices: 'kept the latest thousand', people: 'Ben’s entry was refused: shape, among the others' },
		async () => {
			const eve = await HostileMember.stranger(ada);
			for (let i = 0; i < 22; i++) {
				const strand = eve.strand(planChannel);
				for (let j = 0; j < 50; j++) await strand.write(words('x'), { signature: randomly });
				table.relay.whisper(table.log(), strand.frames, [ada.opened.me]);
			}
			await table.works(ben, ada);
			const bad = await HostileMember.at(ben).entry(planChannel, deleting(1, 1, 1));
			table.relay.whisper(table.log(), [bad], [ada.opened.me]);
			await until(() => refusals(ada).includes('Ben, plan: unknown-reference'), 'Ada is told');
			expect(ada.opened.document.refused).toHaveLength(1000);
		}
	);
});

function randomly(signature: Uint8Array): Uint8Array {
	return randomBytes(signature.length);
}
