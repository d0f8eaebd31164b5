/** Who gets a seat: a relay that makes up statements, and a manager who states two things at once. */
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { rosterChannel } from '#lib/roster/capability.ts';
import type { InviteSkeleton } from '#lib/roster/skeleton.ts';
import { parseSkeleton } from '#lib/roster/skeleton.ts';
import { FrameWriter, joined } from '#lib/seal/frame-bytes.ts';
import { Frame } from '#lib/seal/frame.ts';
import { altering } from '../relays/hostile-ways.ts';
import { attack } from './attack.ts';
import type { Person } from './attacked-person.ts';
import { AttackedTable } from './attacked-table.ts';
import { goals, refusals, until } from './seen.ts';
import { HostileMember, randomBytes } from './hostile-member.ts';
import { accepted, invited, newKeys, stated } from './hostile-statements.ts';

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

	attack(
		'says that the app is too old, by a statement of a type that nobody knows',
		{
			devices: 'refused it: only a member’s statement may say so',
			people: 'a stranger’s statement was refused: right'
		},
		async () => {
			const eve = await HostileMember.stranger(ada);
			plant(await stated(eve, new FrameWriter().u8(200).done()));
			await refusedByBoth('a stranger, roster: right');
			await table.works(ada, ben);
			expect(ben.opened.needsNewer).toBe(false);
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
		{ devices: 'took both for what they are: two statements', people: 'of both, in People' },
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
			await until(() => ben.opened.invitations.length === 2, 'Ben has both');
			await table.agree();
			expect(ada.opened.invitations).toHaveLength(2);
		}
	);
});

describe('manager: state two things in one place', () => {
	attack(
		'shows each person one of two statements with one place, with a helping relay',
		{
			devices: 'took both where both came, and kept both: nothing that is written under either waits',
			people: 'nothing'
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
			await table.reload(ben);
			await until(
				() => goals(ben).includes('honest, under the second'),
				'Ben has what was written under the second'
			);
			expect(ben.opened.invitations).toHaveLength(2);
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
