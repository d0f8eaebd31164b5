/** Strangers with a link that is not theirs, or not any more. */
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { planChannel, rosterChannel, throughout } from '#lib/roster/capability.ts';
import { Roster } from '#lib/roster/roster.ts';
import { entryId } from '#lib/seal/frame-bytes.ts';
import { Frame } from '#lib/seal/frame.ts';
import { shutting } from '../relays/hostile-ways.ts';
import { ourRelay } from '../relays/our-relay.ts';
import { RawClient } from '../relays/raw-client.ts';
import { SealedCase } from '../relays/sealed-case.ts';
import { syncVerify } from '../simulation/sync-crypto.ts';
import { attack, openAttack } from './attack.ts';
import type { Person } from './attacked-person.ts';
import { AttackedTable } from './attacked-table.ts';
import { goals, refusals, until } from './seen.ts';
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
			table.relay.plant(table.log(), [await eve.entry(planChannel, words('forged'))]);
			await until(() => refusals(ben).length > 0, 'Ben refuses it');
			expect(refusals(ben)).toEqual(['Eve, plan: right']);
			await table.works(ada, ben);
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

	openAttack(
		'a relay acknowledges that somebody has sat down, and loses it before anyone else hears of it',
		{
			devices:
				'let go of the link too early: the newcomer’s is a reader of nothing, and cannot say why it should be',
			people: '“the relay will not serve us”: not a reader',
			open: 'whoever has taken a seat can take it up again at a relay that has lost it'
		},
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
			await until(() => cy.opened.status.kind === 'refused' || isSeated(), 'the relay has answered');
			return () => expect(isSeated()).toBe(true);
		}
	);

	openAttack(
		'floods the roster with accepts of one link',
		{
			devices: 'cite at most 32 statements, and not always the one that seated them',
			people: 'their own entries are refused by others: right',
			open: 'whoever sits at the table can go on writing, whatever a stranger with a link states'
		},
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
			const cited = () => roster.heads.some((head) => head.join() === seat.id.join());
			for (let i = 0; i < 300 && cited(); i++)
				await add(await accepted(eve, flooded, await newKeys(), heads));
			return () => expect(roster.at(roster.heads)?.mayWrite(late.id, planChannel)).toBe(true);
		}
	);
});
