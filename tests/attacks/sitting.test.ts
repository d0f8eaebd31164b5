/** Who gets a seat: a relay that makes up statements, and strangers with a link that is not theirs, or not any more. */
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { planChannel, rosterChannel, throughout } from '#lib/roster/capability.ts';
import { Roster } from '#lib/roster/roster.ts';
import type { InviteSkeleton } from '#lib/roster/skeleton.ts';
import { parseSkeleton } from '#lib/roster/skeleton.ts';
import { entryId, FrameWriter, joined } from '#lib/seal/frame-bytes.ts';
import { Frame } from '#lib/seal/frame.ts';
import { altering, shutting } from '../relays/hostile-ways.ts';
import { ourRelay } from '../relays/our-relay.ts';
import { RawClient } from '../relays/raw-client.ts';
import { SealedCase } from '../relays/sealed-case.ts';
import { syncVerify } from '../simulation/sync-verify.ts';
import { attack, openAttack } from './attack.ts';
import { AttackedTable, type Person } from './attacked-table.ts';
import { goals, refusals, until } from './seen.ts';
import { HostileMember, randomBytes } from './hostile-member.ts';
import { accepted, invited, newKeys, stated } from './hostile-statements.ts';
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

async function refusedByBoth(expected: string): Promise<void> {
	for (const person of [ada, ben]) {
		await until(() => refusals(person).length > 0, `${person.name} refuses it`);
		expect(refusals(person)).toEqual([expected]);
		expect(person.opened.people.map(({ name }) => name)).toEqual(['Ada', 'Ben']);
	}
	await table.works(ada, ben);
	await table.works(ben, ada);
	await table.agree();
}

describe('relay: add a member, swap an invited key', () => {
	attack(
		'founds the case anew, with itself as its manager',
		{
			devices: 'refused it: a case’s name is its founding’s',
			people: 'a stranger’s statement was refused: document'
		},
		async () => {
			const other = await AttackedTable.set();
			const founding = other.ada.opened.document.held.get(other.log(rosterChannel))?.[0];
			if (!founding) throw new Error('it was founded');
			await other.close();
			plant(founding);
			await refusedByBoth('a stranger, roster: document');
		}
	);

	attack(
		'invites somebody in its own name',
		{ devices: 'refused it', people: 'a stranger’s statement was refused: right' },
		async () => {
			const eve = await HostileMember.stranger(ada);
			plant((await invited(eve, 'manage')).frame);
			await refusedByBoth('a stranger, roster: right');
		}
	);

	attack(
		'invites somebody in the manager’s name',
		{ devices: 'refused it', people: 'an entry of Ada’s was refused: signature' },
		async () => {
			const eve = await HostileMember.stranger(ada);
			const { frame } = await invited(eve, 'manage');
			const author = ada.opened.document.me.publicKey;
			plant(await stated(eve, frame.clear, { author }));
			await refusedByBoth('Ada, roster: signature');
		}
	);

	attack(
		'swaps the invited keys in a statement for its own',
		{
			devices: 'refused it; the invite as it was made still works',
			people: 'the newcomer: this link is not known'
		},
		async () => {
			const own = await newKeys();
			table.relay.takeTo(altering((placed) => swapped(placed.bytes, own.publicKey, own.box.publicKey)));
			const link = await table.link('Cy');
			await table.writes(ada, 'under the new roster');
			await until(() => refusals(ben).length > 0, 'Ben refuses it');
			expect(refusals(ben)).toEqual(['Ada, roster: signature']);
			expect(goals(ben)).toEqual([]);
			const stranger = await table.stranger();
			expect((await stranger.device.lookAt(link)).kind).toBe('unknown');
			stranger.kill();
			table.relay.behave();
			await table.arrive('Cy', link);
			await until(() => ben.opened.people.length === 3, 'Cy is seen at the table');
			await table.agree();
		}
	);

	attack(
		'accepts an invite without having held its link',
		{
			devices: 'refused it; the link is as good as before',
			people: 'a stranger’s statement was refused: proof'
		},
		async () => {
			const link = await table.link('Cy');
			const invite = ada.opened.invitations[0];
			const frame = ada.opened.document.roster.roster.statements.find(({ id }) => id === invite?.id)?.frame;
			if (!frame) throw new Error('Ada has invited Cy');
			await until(() => ben.opened.invitations.length === 1, 'Ben has the invite');
			const eve = await HostileMember.stranger(ada);
			plant(await accepted(eve, { frame, invitation: await newKeys() }, eve.keys));
			await refusedByBoth('a stranger, roster: proof');
			await table.arrive('Cy', link);
			await table.agree();
		}
	);

	openAttack(
		'says that the app is too old, by a statement of a type that nobody knows',
		{
			devices: 'believe it without asking who says so',
			people: 'this case needs a newer version of the app',
			open: 'only a member’s statement may say so'
		},
		async () => {
			const eve = await HostileMember.stranger(ada);
			plant(await stated(eve, new FrameWriter().u8(200).done()));
			await table.works(ada, ben);
			return () => expect(ben.opened.needsNewer).toBe(false);
		}
	);

	attack(
		'states malformed things: small-order keys, giant lengths, nothing at all',
		{ devices: 'refused them', people: 'Ada’s statement was refused: skeleton' },
		async () => {
			const manager = HostileMember.at(ada);
			const { frame } = await invited(manager, 'edit');
			const skeleton = parseSkeleton(frame.clear) as InviteSkeleton;
			const bad = [
				{ ...skeleton, signKey: new Uint8Array(32) },
				{ ...skeleton, boxKey: new Uint8Array(32) },
				joined(Uint8Array.of(2), randomBytes(64), new Uint8Array(200).fill(255)),
				Uint8Array.of(2),
				joined(frame.clear, Uint8Array.of(0))
			];
			for (const each of bad) plant(await stated(manager, each));
			await until(() => ben.opened.document.refused.length === bad.length, 'Ben refuses them');
			expect(refusals(ben)).toEqual(['Ada, roster: skeleton']);
			await table.works(ada, ben);
			await table.agree();
		}
	);

	attack(
		'writes a second statement into the place of a first',
		{ devices: 'kept the first, and nothing of the second', people: 'nothing: it has no effect' },
		async () => {
			const manager = HostileMember.at(ada);
			const strand = manager.strand(rosterChannel);
			const { frame } = await invited(manager, 'edit');
			const statement = { kind: 'statement' as const, clear: frame.clear };
			const first = await strand.draft(() => randomBytes(9), statement);
			const second = await strand.draft(() => randomBytes(9), statement);
			plant(first);
			await until(() => ben.opened.invitations.length === 1, 'Ben has the first');
			table.relay.whisper(table.log(rosterChannel), [second]);
			await table.works(ada, ben);
			expect(ben.opened.invitations).toHaveLength(1);
			await table.agree();
		}
	);
});

describe('manager: state two things in one place', () => {
	openAttack(
		'shows each person one of two statements with one place, with a helping relay',
		{
			devices: 'keep the one that each saw first; what is written under the other waits for ever',
			people: 'nothing',
			open: 'both are known everywhere and one counts; nobody’s writing waits for ever'
		},
		async () => {
			const cy = await table.seat('Cy');
			const manager = HostileMember.at(ada);
			const strand = manager.strand(rosterChannel);
			const { frame } = await invited(manager, 'edit');
			const statement = { kind: 'statement' as const, clear: frame.clear };
			const [first, second] = [
				await strand.draft(() => randomBytes(9), statement),
				await strand.draft(() => randomBytes(9), statement)
			];
			table.relay.whisper(table.log(rosterChannel), [first], [ben.opened.me]);
			table.relay.whisper(table.log(rosterChannel), [second], [cy.opened.me]);
			await until(() => ben.opened.invitations.length + cy.opened.invitations.length === 2, 'each has one');
			await table.writes(cy, 'honest, under the second');
			await until(() => cy.opened.status.kind === 'sent', 'it is sent');
			table.relay.behave();
			table.relay.whisper(table.log(rosterChannel), [first, second]);
			await table.says(ada, 'a word that comes after');
			await until(() => ben.opened.readTalk().threads.length === 1, 'Ben hears Ada');
			return () => expect(goals(ben)).toContain('honest, under the second');
		}
	);
});

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
			const seat = await accepted(eve, offered, late, heads);
			await add(seat);
			const cited = () => roster.heads.some((head) => head.join() === seat.id.join());
			for (let i = 0; i < 300 && cited(); i++)
				await add(await accepted(eve, flooded, await newKeys(), heads));
			return () => expect(roster.at(roster.heads)?.mayWrite(late.id, planChannel)).toBe(true);
		}
	);
});

/** An invite's statement with other keys in it; null for what is none. */
function swapped(bytes: Uint8Array, signKey: Uint8Array, boxKey: Uint8Array): Uint8Array | null {
	const frame = new Frame(bytes);
	if (frame.kind !== 'statement' || frame.clear[0] !== 2) return null;
	const swapped = bytes.slice();
	const at = frame.header.length - frame.clear.length + 1;
	swapped.set(signKey, at);
	swapped.set(boxKey, at + 32);
	return swapped;
}
