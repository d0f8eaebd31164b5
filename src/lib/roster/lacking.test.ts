import { beforeEach, expect, test } from 'vitest';
import { entryId } from '#lib/seal/frame-bytes.ts';
import type { Frame } from '#lib/seal/frame.ts';
import type { ChannelKey } from '#lib/seal/keys.ts';
import { caseChannels, planChannel, throughout } from './capability.ts';
import { lackingIn } from './lacking.ts';
import { boxFor, recipientsIn, rotateKeys } from './rotating.ts';
import { handOn, remove } from './statement.ts';
import { RosterTable, type Seated } from '../../../tests/simulation/roster-table.ts';

let table: RosterTable;
let ben: Seated;
let before: Frame[];

beforeEach(async () => {
	table = await RosterTable.found('lacking');
	ben = await table.seat(table.founder, [table.founding], 'edit');
	before = [table.founding, ben.invited, ben.accepted];
});

async function lackers(...after: readonly Frame[]) {
	const roster = await table.roster(...before, ...after);
	return lackingIn(roster, 0).map(({ boxKey, keys }) => ({
		boxKey,
		epochs: keys.map(({ channel, epoch }) => `${channel} ${epoch}`).sort()
	}));
}

const saying = () => ({
	author: table.founder,
	details: { name: 'Maya', relation: 'provider' } as const,
	time: 5,
	random: table.random
});

/** Ben is removed, and all keys change for who stays. */
async function removal(): Promise<{ frame: Frame; keys: readonly ChannelKey[] }> {
	const roster = await table.roster(...before);
	const stay = recipientsIn(roster.current, 0).filter(
		({ boxKey }) => boxKey.join() !== ben.keys.box.publicKey.join()
	);
	const rotating = rotateKeys(caseChannels, roster.current, table.keys, stay, table.random);
	const place = table.place([ben.accepted]);
	return {
		frame: await remove(saying(), place, entryId(ben.seat), { pins: [], rotating }),
		keys: rotating.keys
	};
}

test('nobody lacks what they were let in with, nor what a rotation boxed to them', async () => {
	const { frame } = await removal();
	expect(await lackers(frame)).toEqual([]);
	const later = await table.seat(table.founder, [frame], 'view');
	expect(await lackers(frame, later.invited, later.accepted)).toEqual([]);
});

test('who was let in at the same time lacks the new keys, sitting already or not, until they are handed on', async () => {
	const { frame, keys } = await removal();
	const eve = await table.seat(table.founder, [ben.accepted], 'view');
	const epochs = ['plan 1', 'roster 1', 'talk 1'];
	const [invited] = await lackers(frame, eve.invited);
	expect(invited?.epochs).toEqual(epochs);
	const [lacking, ...others] = await lackers(frame, eve.invited, eve.accepted);
	expect(lacking).toEqual({ boxKey: eve.keys.box.publicKey, epochs });
	expect(others).toEqual([]);

	const recipient = { boxKey: eve.keys.box.publicKey, capabilities: throughout('view') };
	const box = boxFor(recipient, [...table.keys, ...keys], table.random);
	const handed = await handOn(saying(), table.place([frame, eve.accepted]), [box]);
	expect(await lackers(frame, eve.invited, eve.accepted, handed)).toEqual([]);
});

test('who stays although they were to go lacks the keys of the one who removed them', async () => {
	const mo = await table.seat(table.founder, [ben.accepted], 'manage');
	before.push(mo.invited, mo.accepted);
	const roster = await table.roster(...before);
	const mosRecipients = recipientsIn(roster.current, 0).filter(
		({ boxKey }) => boxKey.join() !== ben.keys.box.publicKey.join()
	);
	const rotating = rotateKeys([planChannel], roster.current, table.keys, mosRecipients, table.random);
	const context = { ...saying(), author: mo.keys };
	const place = table.place([mo.accepted]);
	const bensEnd = await remove(context, place, entryId(ben.seat), { pins: [], rotating });
	const mosEnd = await table.remove(table.founder, [mo.accepted], mo.seat);
	expect(await lackers(bensEnd, mosEnd)).toEqual([{ boxKey: ben.keys.box.publicKey, epochs: ['plan 1'] }]);
});
