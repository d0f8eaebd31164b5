/** Strangers with a link that is not theirs, or not any more. */
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { planChannel, rosterChannel, throughout } from '#lib/roster/capability.ts';
import { invitationKeys, readLink } from '#lib/roster/invitation-link.ts';
import { Roster } from '#lib/roster/roster.ts';
import { entryId, idBytes } from '#lib/seal/frame-bytes.ts';
import { Frame } from '#lib/seal/frame.ts';
import { shutting } from '../relays/hostile-ways.ts';
import { ourRelay } from '../relays/our-relay.ts';
import { RawClient } from '../relays/raw-client.ts';
import { SealedCase } from '../relays/sealed-case.ts';
import { syncVerify } from '../simulation/sync-crypto.ts';
import { attack } from './attack.ts';
import type { Person } from './attacked-person.ts';
import { AttackedTable } from './attacked-table.ts';
import { goals, until } from './seen.ts';
import { HostileMember } from './hostile-member.ts';
import { accepted, invited, newKeys } from './hostile-statements.ts';
import { words } from './updates.ts';

let table: AttackedTable;
let ada: Person;
let ben: Person;

beforeEach(async () => {
	table = await AttackedTable.set();
	ada = table.ada;
	ben = await table.seat('Ben', 'edit');
});

afterEach(() => table.close());

function plant(...frames: Frame[]): void {
	table.relay.plant(table.log(rosterChannel), frames);
}

describe('invited stranger: use a link twice, after expiry, without its code', () => {
	attack(
		'uses a link that has been used',
		{ devices: 'gave no second seat', people: 'the stranger: this link has been used' },
		async () => {
			const link = await table.link('Cy');
			await table.arrive('Cy', link);
			const stranger = await table.stranger();
			expect((await stranger.device.lookAt(link)).kind).toBe('used');
			stranger.kill();
			expect(ada.opened.people.map(({ name }) => name)).toEqual(['Ada', 'Ben', 'Cy']);
			await table.agree();
		}
	);

	attack(
		'uses a link that has been used, with a relay that hides the first use',
		{
			devices: 'suspended both seats: neither reads or writes until the inviter chooses',
			people: 'two people used one link: both are shown as in doubt'
		},
		async () => {
			const eve = await HostileMember.stranger(ada);
			const link = await invited(HostileMember.at(ada), 'edit');
			plant(link.frame);
			const cy = await newKeys();
			plant(await accepted(eve, link, cy));
			await until(() => ben.opened.people.length === 3, 'the first has a seat');
			plant(await accepted(eve, link, eve.keys));
			for (const person of [ada, ben]) {
				await until(() => person.opened.people.length === 4, 'the second is seen');
				expect(person.opened.people.filter(({ suspended }) => suspended)).toHaveLength(2);
			}
			const seat = ada.opened.document.roster.roster.current.members.get(eve.keys.id)?.seatedBy;
			if (!seat) throw new Error('Eve sits there, in doubt');
			for (const cited of [{}, { rosterHeads: [idBytes(seat)] }]) {
				table.relay.plant(table.log(), [await eve.entry(planChannel, words('forged'), cited)]);
			}
			await table.works(ada, ben);
			await table.works(ben, ada);
			await table.agree();
			for (const person of [ada, ben]) expect(goals(person)).not.toContain('forged');
		}
	);

	attack(
		'comes by a link that is long used, and that was found somewhere',
		{
			devices: 'set apart what only the first had written; it was back as soon as the inviter chose them',
			people: 'two people used one link: both are shown as in doubt'
		},
		async () => {
			const link = await table.link('Cy');
			const cy = await table.arrive('Cy', link);
			await table.works(cy, ada);
			await table.works(ada, cy);
			const alone = await table.works(cy, ben);
			const read = readLink(link);
			if (read.kind !== 'invitation') throw new Error(read.kind);
			const { statements } = ada.opened.document.roster.roster;
			const frame = statements.find(({ id }) => id === read.link.invite)?.frame;
			if (!frame) throw new Error('Ada made this link');
			const invitation = await invitationKeys(read.link.secret, crypto.subtle);
			const eve = await HostileMember.stranger(ada);
			plant(await accepted(eve, { frame, invitation }, eve.keys, [frame.id]));
			for (const person of [ada, ben, cy]) {
				await table.anew(person);
				expect(goals(person)).not.toContain(alone);
				expect(person.opened.people.filter(({ suspended }) => suspended)).toHaveLength(2);
			}
			expect((await ada.opened.admit(cy.opened.me)).kind).toBe('stated');
			for (const person of [ada, ben, cy])
				await until(() => goals(person).includes(alone), `it is back at ${person.name}’s`);
			await table.works(cy, ada);
			await table.agree();
		}
	);

	attack(
		'reads after expiry, by an honest relay',
		{ devices: 'nothing: the relay does not serve the stranger', people: 'the stranger: this link is over' },
		async () => {
			const sealed = await SealedCase.found('an invite expires');
			const past = await sealed.invite(throughout('edit'), Date.UTC(2020, 0, 1));
			sealed.statements.push(past.statement);
			const relay = await ourRelay();
			await relay.found(sealed);
			const client = await RawClient.connect(relay.address);
			const answer = await client.prove(sealed.log(rosterChannel), past.keys);
			expect(answer).toEqual({ kind: 'denied', reason: 'invitation-over' });
			await client.close();
			await relay.close();
		}
	);

	attack(
		'changes its link, or cuts it short',
		{ devices: 'asked no relay anything', people: 'the stranger: this link is not whole' },
		async () => {
			const link = await table.link('Cy');
			const stranger = await table.stranger();
			const at = link.indexOf('#') + 60;
			const other = link[at] === 'A' ? 'B' : 'A';
			expect((await stranger.device.lookAt(link.slice(0, -5))).kind).toBe('mangled');
			expect((await stranger.device.lookAt(link.slice(0, at) + other + link.slice(at + 1))).kind).toBe(
				'mangled'
			);
			stranger.kill();
			await table.works(ada, ben);
			await table.agree();
		}
	);

	attack(
		'a relay turns a member away',
		{ devices: 'kept everything, and wrote on', people: '“the relay will not serve us”: not a reader' },
		async () => {
			table.relay.takeTo(shutting(ben.opened.me, 'not-a-reader'));
			await table.reload(ben, { wait: false });
			await until(() => ben.opened.status.kind === 'refused', 'Ben is turned away');
			expect(ben.opened.status).toEqual({ kind: 'refused', reason: 'not-a-reader' });
			await table.writes(ben, 'written all the same');
			table.relay.behave();
			await ben.device.retry();
			await until(() => goals(ada).includes('written all the same'), 'it comes');
			await table.agree();
		}
	);

	attack(
		'a relay acknowledges that somebody has sat down, and loses it before anyone else hears of it',
		{ devices: 'told the relay again who sits there', people: 'nothing: it has no effect' },
		async () => {
			const { relay } = table;
			const link = await table.link('Cy');
			ben.kill();
			ada.kill();
			table.people.splice(0);
			const back = relay.snapshot();
			const cy = await table.arrive('Cy', link);
			const accept = cy.opened.document.roster.roster.current.members.get(cy.opened.me)?.seatedBy;
			const isSeated = () =>
				relay.log(table.log(rosterChannel)).all.some(({ bytes }) => entryId(new Frame(bytes).id) === accept);
			expect(isSeated()).toBe(true);
			cy.kill();
			await relay.crash(back);
			// From here on it asks its readers what an honest relay asks.
			relay.takeTo({ deny: (reader) => (reader === cy.opened.me && !isSeated() ? 'not-a-reader' : null) });
			await table.reload(cy, { wait: false });
			await until(isSeated, 'the relay has the seat again');
			await until(() => cy.opened.status.kind === 'sent', 'Cy is served');
		}
	);

	attack(
		'floods the roster with accepts of one link',
		{ devices: 'cited the first of them only, and wrote on', people: 'nothing: it has no effect' },
		async () => {
			const eve = await HostileMember.stranger(ada);
			const manager = HostileMember.at(ada);
			const [flooded, offered] = [await invited(manager, 'edit'), await invited(manager, 'edit')];
			const heads = [flooded.frame.id, offered.frame.id].sort(Buffer.compare);
			const roster = new Roster(table.document);
			const add = async (frame: Frame) => expect((await roster.add(frame, syncVerify)).kind).toBe('accepted');
			for (const { frame } of ada.opened.document.roster.roster.statements) await add(frame);
			for (const { frame } of [flooded, offered]) await add(frame);
			const late = await newKeys();
			let seat = await accepted(eve, offered, late, heads);
			// Heads are cited in the order of their bytes: one that comes late is cut off sooner.
			while ((seat.id[0] ?? 0) < 128) seat = await accepted(eve, offered, late, heads);
			await add(seat);
			for (let i = 0; i < 100; i++) await add(await accepted(eve, flooded, await newKeys(), heads));
			expect(roster.heads).toHaveLength(2);
			expect(roster.at(roster.heads)?.mayWrite(late.id, planChannel)).toBe(true);
			expect([...roster.current.members.values()].filter(({ suspended }) => suspended)).toHaveLength(100);
		}
	);
});
