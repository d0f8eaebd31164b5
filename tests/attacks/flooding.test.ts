/** What a relay, or a member through it, may send to make honest devices stop, forget or tire. */
import * as encoding from 'lib0/encoding';
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { planChannel, rosterChannel, talkChannel } from '#lib/roster/capability.ts';
import type { Frame } from '#lib/seal/frame.ts';
import { structUpdate } from '#lib/wire/frame-struct.ts';
import { answering, claiming } from '../relays/hostile-ways.ts';
import { holdingSaid, refusalSaid, statusSaid, updateSaid } from '../relays/hostile-speech.ts';
import { message, presence, type } from '../relays/raw-client.ts';
import { rest } from '../simulation/hand-clock.ts';
import { seededRandom } from '../seeded-random.ts';
import { attack, openAttack } from './attack.ts';
import { AttackedTable, goals, linked, refusals, until, type Person } from './attacked-table.ts';
import { HostileMember, randomBytes } from './hostile-member.ts';
import { invited, stated } from './hostile-statements.ts';
import { deleting, list, made, nested, words } from './updates.ts';

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

	attack(
		'a member nests maps a hundred thousand deep, to delete them at a stroke',
		{ devices: 'refused it before applying it', people: 'Cy’s entry was refused: depth' },
		async () => {
			const cy = await table.seat('Cy');
			const strand = HostileMember.at(cy).strand(planChannel);
			await strand.write(nested(100_000));
			await strand.write(deleting(strand.client, 0, 100_000));
			table.relay.plant(table.log(), strand.frames);
			await refusedByBoth('Cy, plan: depth');
		}
	);

	attack(
		'a member nests maps a few deeper with each entry',
		{
			devices: 'took what is of use to anybody, refused what is deeper',
			people: 'Cy’s entry was refused: depth'
		},
		async () => {
			const cy = await table.seat('Cy');
			const strand = HostileMember.at(cy).strand(planChannel);
			for (let from = 0; from < 100; from += 10) await strand.write(nested(10, from));
			table.relay.plant(table.log(), strand.frames);
			await refusedByBoth('Cy, plan: depth');
			expect(
				ben.opened.document.held.get(table.log())?.filter(({ client }) => client === strand.client)
			).toHaveLength(3);
		}
	);

	attack(
		'a member says something that is nested ten thousand deep',
		{ devices: 'refused it, whether or not they could have read it', people: 'Cy’s entry was refused' },
		async () => {
			const cy = await table.seat('Cy', 'comment');
			for (const depth of [40, 2000, 100_000]) {
				const frame = await HostileMember.at(cy).entry(talkChannel, list(depth));
				table.relay.plant(table.log(talkChannel), [frame]);
			}
			await until(() => ben.opened.document.refused.length === 3, 'Ben refuses them');
			expect(refusals(ben)[0]).toBe('Cy, talk: depth');
			await table.says(ada, 'hello');
			await until(() => ben.opened.readTalk().threads.length === 1, 'Ben hears Ada');
			await table.agree([ada, ben]);
		}
	);
});

async function refusedByBoth(expected: string): Promise<void> {
	for (const person of [ada, ben]) {
		await until(() => refusals(person).length > 0, `${person.name} refuses it`);
		expect(refusals(person)).toEqual([expected]);
	}
	await table.works(ada, ben);
	await table.works(ben, ada);
	await table.reload(ben);
	await table.works(ben, ada);
	expect(goals(ben)).toEqual(goals(ada));
}

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

	openAttack(
		'keeps presence back, and gives it out when its maker is long gone',
		{
			devices: 'show the person as here for 25 s after each late message',
			people: 'that somebody is here who has left',
			open: 'presence that is older than its time is dropped'
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
			await until(() => here(ben, 'Ada'), 'it is heard').catch(() => undefined);
			expect(late.length).toBeGreaterThan(0);
			return () => expect(here(ben, 'Ada')).toBe(false);
		}
	);
});

function here({ opened }: Person, name: string): boolean {
	return opened.people.some((person) => person.name === name && person.here);
}

function randomly(signature: Uint8Array): Uint8Array {
	return randomBytes(signature.length);
}
