/** Whoever gets between two people at the invitation: the relay by what it keeps, or a messenger with the link in hand. */
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { rosterChannel } from '#lib/roster/capability.ts';
import { Frame } from '#lib/seal/frame.ts';
import type { Person as Member } from '#lib/session/case.ts';
import { Sure } from '#lib/session/sure.ts';
import { altering } from '../relays/hostile-ways.ts';
import { attack } from './attack.ts';
import type { Person } from './attacked-person.ts';
import { AttackedTable } from './attacked-table.ts';
import { newKeys } from './hostile-statements.ts';
import { refusals, until } from './seen.ts';

const offer = { relation: 'family', capability: 'edit', expiry: 0 } as const;
const { signal } = new AbortController();

let table: AttackedTable;
let ada: Person;

beforeEach(async () => {
	table = await AttackedTable.set();
	ada = table.ada;
});

afterEach(() => table.close());

type Sitting = Pick<Person, 'device' | 'opened'>;

function member({ opened }: Sitting, name: string): Member {
	const person = opened.people.find((one) => !one.isMe && one.name === name);
	if (!person) throw new Error(`${name} sits there`);
	return person;
}

async function comparing(who: Sitting, name: string) {
	const sure = new Sure(who.device, who.opened);
	const whom = member(who, name);
	return { words: await sure.words(whom, signal), code: sure.code(whom), sure, whom };
}

describe('relay, messenger: swap keys at an invitation', () => {
	attack(
		'the relay puts its own keys into what a newcomer accepts with',
		{
			devices: 'refused it; as it was made it still works',
			people: 'a stranger’s statement was refused; the words that are compared are alike'
		},
		async () => {
			const own = await newKeys();
			table.relay.takeTo(altering(({ bytes }) => acceptedWith(bytes, own.box.publicKey), [ada.opened.me]));
			const ben = await table.arrive('Ben', await table.link('Ben'));
			await until(() => refusals(ada).length > 0, 'Ada refuses it');
			expect(refusals(ada)).toEqual(['a stranger, roster: signature']);
			expect(ada.opened.people.map(({ name }) => name)).toEqual(['Ada']);
			table.relay.behave();
			await table.reconnect();
			await table.reload(ada);
			await until(() => ada.opened.people.length === 2, 'Ben is seen at the table');
			const [hers, his] = [await comparing(ada, 'Ben'), await comparing(ben, 'Ada')];
			expect(hers.words).toEqual(his.words);
		}
	);

	attack(
		'a messenger keeps the link, sits down as the one it was for, and invites them into a case that looks alike',
		{
			devices: 'knew of nothing: whoever holds a link may use it',
			people: 'other words on either side, and each code is not the other’s'
		},
		async () => {
			const eve = await table.arrive('Ben', await table.link('Ben'));
			await until(() => ada.opened.people.length === 2, 'somebody sits down');
			const [fake, page] = [await table.stranger(), await table.stranger()];
			const copy = await fake.device.startCase({
				clientName: 'Rosa',
				myName: 'Ada',
				relation: 'case-manager'
			});
			const opened = await fake.device.open(copy);
			const invited = await opened.invite({ name: 'Ben', ...offer }, table.relay.address);
			if (invited.kind !== 'invited') throw new Error(invited.reason);
			await until(() => opened.status.kind === 'sent', 'the other case is at the relay');
			const look = await page.device.lookAt(invited.link.replace(table.relay.address, 'http://relay.test'));
			if (look.kind !== 'invitation') throw new Error(look.kind);
			await page.device.join(look, 'Ben');
			const ben = { device: page.device, opened: await page.device.open(copy) };
			expect(ben.opened.people.map(({ name }) => name)).toEqual(ada.opened.people.map(({ name }) => name));

			const [hers, his, eves] = [
				await comparing(ada, 'Ben'),
				await comparing(ben, 'Ada'),
				await comparing(eve, 'Ada')
			];
			expect(hers.words).not.toEqual(his.words);
			expect(hers.sure.read(hers.whom, his.code ?? '')).toBe('different');
			expect(his.sure.read(his.whom, hers.code ?? '')).toBe('different');
			// What stands in between shows Ben only what it was shown itself: not the words of the case that he is in.
			expect(his.sure.read(his.whom, eves.code ?? '')).toBe('different');
			for (const each of [fake, page]) each.kill();
		}
	);
});

/** What somebody accepts with, as if keys were to be boxed to another; null for what is none. */
function acceptedWith(bytes: Uint8Array, boxKey: Uint8Array): Uint8Array | null {
	const frame = new Frame(bytes);
	if (frame.channel !== rosterChannel || frame.kind !== 'statement' || frame.clear[0] !== 3) return null;
	const swapped = bytes.slice();
	swapped.set(boxKey, frame.header.length - frame.clear.length + 1 + 32);
	return swapped;
}
