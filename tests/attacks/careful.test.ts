/** Careful invitations, by who has the link and not the code, by the relay, and by who sits at the table and invited nobody. */
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { rosterChannel } from '#lib/roster/capability.ts';
import { invitationKeys, readLink } from '#lib/roster/invitation-link.ts';
import { newToldCode } from '#lib/session/told-code.ts';
import { checkTold, sealTold } from '#lib/roster/told.ts';
import { entryId, idBytes, type EntryId } from '#lib/seal/frame-bytes.ts';
import { Frame } from '#lib/seal/frame.ts';
import type { MemberKeys } from '#lib/seal/keys.ts';
import { altering } from '../relays/hostile-ways.ts';
import { attack } from './attack.ts';
import type { Person } from './attacked-person.ts';
import { AttackedTable } from './attacked-table.ts';
import { HostileMember, randomBytes } from './hostile-member.ts';
import { accepted, newKeys } from './hostile-statements.ts';
import { goals, refusals, until } from './seen.ts';

const minute = 60 * 1000;

let table: AttackedTable;
let ada: Person;

beforeEach(async () => {
	table = await AttackedTable.set();
	ada = table.ada;
	await table.writes(ada, 'not for everybody');
});

afterEach(() => table.close());

const told = (by: Person, name: string) => by.opened.people.find((person) => person.name === name)?.waits;

function otherThan(code: string): string {
	for (;;) {
		const other = newToldCode(randomBytes);
		if (other !== code) return other;
	}
}

/** What the link gives whoever holds it. */
async function held(text: string) {
	const read = readLink(text);
	if (read.kind !== 'invitation') throw new Error(read.kind);
	const invitation = await invitationKeys(read.link.secret, crypto.subtle);
	const frame = ada.opened.document.roster.roster.statement(read.link.invite)?.frame;
	if (!frame) throw new Error('Ada has invited somebody');
	return { frame, invitation, invite: read.link.invite };
}

/** A seat that somebody takes whose client does as it pleases. */
async function taken(
	link: Awaited<ReturnType<typeof held>>,
	code: string | Uint8Array,
	author?: MemberKeys
): Promise<Frame> {
	const eve = await HostileMember.stranger(ada);
	const keys = author ?? eve.keys;
	const proof = typeof code === 'string' ? proofFor(link.invite, code, keys) : code;
	return accepted(eve, link, keys, [link.frame.id], proof);
}

function proofFor(invite: EntryId, code: string, { publicKey, box }: MemberKeys): Uint8Array {
	const sitting = { document: table.document, invite, publicKey, boxKey: box.publicKey };
	const proof = sealTold(code, sitting, ada.opened.document.me.box.publicKey, randomBytes);
	if (!proof) throw new Error('Ada’s key is one');
	return proof;
}

function plant(...frames: Frame[]): void {
	table.relay.plant(table.log(rosterChannel), frames);
}

async function standing(of: string, checked: string): Promise<void> {
	await until(() => told(ada, of)?.checked === checked, `Ada is told of ${of}: ${checked}`);
	await table.writes(ada, 'more for those who are in');
	expect(told(ada, of)).toEqual({ for: 'Ada', meant: 'Luca', checked });
}

/** Neither given a key nor shown a word. */
function expectNothing({ opened }: Person): void {
	expect(opened.document.keyring.all.every(({ channel }) => channel === rosterChannel)).toBe(true);
	expect(opened.readPlan().goals).toEqual([]);
	expect(opened.waitsFor).toBe('Ada');
}

describe('who has the link and not the code', () => {
	attack(
		'sits down without a code, with the relay’s help',
		{ devices: 'let nobody in', people: 'Ada: who waits, and that no code could be checked' },
		async () => {
			const { link } = await table.carefully('Luca');
			const eve = await table.arrive('Eve', link);
			await standing('Eve', 'unchecked');
			expectNothing(eve);
		}
	);

	attack(
		'sits down with a code that they guess',
		{ devices: 'let nobody in, whatever came after', people: 'Ada: who waits, and that the code was wrong' },
		async () => {
			const { link, code } = await table.carefully('Luca');
			const eve = await table.arrive('Eve', link, otherThan(code));
			await standing('Eve', 'wrong');
			expectNothing(eve);
			await table.reload(ada);
			await standing('Eve', 'wrong');
			const luca = await table.stranger();
			expect((await luca.device.lookAt(link)).kind).toBe('used');
			luca.kill();
		}
	);

	attack(
		'tries many codes at once, with the relay’s help, the right one among them',
		{
			devices: 'let nobody in: one link, several seats',
			people: 'Ada: that more than one person used the link'
		},
		async () => {
			const { link, code } = await table.carefully('Luca');
			const by = await held(link);
			const tries = [otherThan(code), code, otherThan(code), otherThan(code)];
			plant(...(await Promise.all(tries.map(async (each) => taken(by, each, await newKeys())))));
			await until(() => ada.opened.people.length === 1 + tries.length, 'all are seen');
			await table.writes(ada, 'more');
			for (const { isMe, waits } of ada.opened.people)
				if (!isMe) expect(waits).toMatchObject({ for: 'Ada', checked: 'rivals' });
		}
	);

	attack(
		'uses the link at the same time as the one it was for',
		{
			devices: 'let in who had the code where nobody else was known of, and the other never',
			people: 'Ada: that somebody else used the link'
		},
		async () => {
			const { link, code } = await table.carefully('Luca');
			const second = await taken(await held(link), otherThan(code));
			const luca = await table.arrive('Luca', link, code);
			await table.anew(luca);
			await until(() => goals(luca).length === 1, 'Luca is in');
			plant(second);
			await until(() => told(ada, 'Eve')?.checked === 'rivals', 'Ada is told');
			expect(told(ada, 'Luca')).toBeNull();
			expect(luca.opened.mayEdit).toBe(true);
			await table.works(ada, luca);
			await table.works(luca, ada);
		}
	);

	attack(
		'copies the proof of somebody who had the code',
		{ devices: 'saw that it was for another seat', people: 'Ada: that the code was wrong' },
		async () => {
			const { link, code } = await table.carefully('Luca');
			const by = await held(link);
			const luca = await newKeys();
			const proof = proofFor(by.invite, code, luca);
			plant(await taken(by, proof));
			await standing('Eve', 'wrong');
			expect(checkTold(proof, code, seatOf(by.invite, luca), ada.opened.document.me.box)).toBe('right');
		}
	);

	attack(
		'has the code too, when the invitation is over, and a relay that takes it nevertheless',
		{ devices: 'let nobody in by themselves', people: 'Ada: that it was used after its end' },
		async () => {
			const { link, code } = await table.carefully('Luca', table.clock.now() + minute);
			const by = await held(link);
			await table.clock.advance(2 * minute);
			plant(await taken(by, code));
			await standing('Eve', 'late');
		}
	);

	attack(
		'has the code too, when the invitation has been taken back',
		{ devices: 'gave them no seat', people: 'nothing: there is nobody' },
		async () => {
			const { link, code } = await table.carefully('Luca');
			const frame = await taken(await held(link), code);
			const [invitation] = ada.opened.invitations;
			if (!invitation) throw new Error('it is open');
			await ada.opened.withdraw(invitation.id);
			plant(frame);
			await until(
				() => ada.opened.document.roster.roster.statement(entryId(frame.id)) !== undefined,
				'it came'
			);
			await table.writes(ada, 'more');
			expect(ada.opened.people.map(({ name }) => name)).toEqual(['Ada']);
		}
	);
});

describe('relay: get in by a careful invitation', () => {
	attack(
		'swaps the keys of whoever sits down for its own',
		{ devices: 'refused it', people: 'an entry of a stranger’s was refused: signature' },
		async () => {
			const { link, code } = await table.carefully('Luca');
			const own = await newKeys();
			table.relay.takeTo(altering(({ bytes }) => withOtherBoxKey(bytes, own.box.publicKey)));
			plant(await taken(await held(link), code));
			await until(() => refusals(ada).length > 0, 'Ada refuses it');
			expect(refusals(ada)).toEqual(['a stranger, roster: signature']);
			expect(ada.opened.people.map(({ name }) => name)).toEqual(['Ada']);
		}
	);
});

describe('member who invited nobody: let somebody in as if they had the code', () => {
	attack(
		'reads the proof of somebody who sits down, and tries every code on it',
		{ devices: 'boxed it to who invited them', people: 'nothing: it has no effect' },
		async () => {
			const ben = await table.seat('Ben', 'edit');
			const { link, code } = await table.carefully('Luca');
			ada.kill();
			const by = await held(link);
			const luca = await newKeys();
			const frame = await taken(by, code, luca);
			plant(frame);
			await until(() => told(ben, 'Eve')?.checked === 'theirs', 'Ben sees who waits');
			const { roster, me } = ben.opened.document;
			const proof = roster.said(entryId(frame.id))?.details.told;
			if (!proof) throw new Error('Ben has the roster’s key');
			expect(checkTold(proof, code, seatOf(by.invite, luca), me.box)).toBe('unopened');
			await ben.opened.admit(ben.opened.people.find(({ name }) => name === 'Eve')?.id ?? ben.opened.me);
			expect(told(ben, 'Eve')?.checked).toBe('theirs');
		}
	);
});

function seatOf(invite: EntryId, { publicKey, box }: MemberKeys) {
	return { document: table.document, invite, publicKey, boxKey: box.publicKey };
}

/** An accept with another box key in it; null for what is none. */
function withOtherBoxKey(bytes: Uint8Array, boxKey: Uint8Array): Uint8Array | null {
	const frame = new Frame(bytes);
	if (frame.kind !== 'statement' || frame.clear[0] !== 3) return null;
	const swapped = bytes.slice();
	swapped.set(boxKey, frame.header.length - frame.clear.length + 1 + idBytes(table.document).length);
	return swapped;
}
