import { beforeEach, describe, expect, it } from 'vitest';
import { entryId } from '#lib/seal/frame-bytes.ts';
import type { Frame } from '#lib/seal/frame.ts';
import type { MemberKeys } from '#lib/seal/keys.ts';
import { planChannel, rosterChannel, talkChannel } from './capability.ts';
import type { Roster } from './roster.ts';
import { noRotation } from './skeleton-parts.ts';
import { RosterTable, verify, type Seated } from '../../../tests/simulation/roster-table.ts';

/** Maya founds and manages; Ana is the client, Gus her guardian; Mo manages too, Ben edits. */
let table: RosterTable;
let roster: Roster;
let maya: MemberKeys;
let ana: Seated;
let gus: Seated;
let mo: Seated;
let ben: Seated;
let last: Frame;

beforeEach(async () => {
	table = await RosterTable.found('judging');
	maya = table.founder;
	roster = await table.roster(table.founding);
	last = table.founding;
	ana = await sit('edit', 'client');
	gus = await sit('manage', 'guardian');
	mo = await sit('manage', 'provider');
	ben = await sit('edit', 'provider');
});

async function sit(...how: [capability: 'edit' | 'manage', relation: 'client' | 'guardian' | 'provider']) {
	const seated = await table.seat(maya, [last], ...how);
	for (const frame of [seated.invited, seated.accepted]) await took(frame);
	return seated;
}

async function took(frame: Frame): Promise<Frame> {
	expect(await roster.add(frame, verify)).toMatchObject({ kind: 'accepted' });
	last = frame;
	return frame;
}

async function refuses(frame: Frame, reason: string): Promise<void> {
	expect(await roster.add(frame, verify)).toEqual({ kind: 'refused', reason });
}

describe('removing', () => {
	it('is for managers; a member may always remove themself', async () => {
		await refuses(await table.remove(ben.keys, [last], ana.seat), 'right');
		await refuses(await table.remove(await table.person(), [last], ben.seat), 'right');
		await took(await table.remove(ben.keys, [last], ben.seat));
		expect(roster.current.member(ben.keys.id)).toBeUndefined();
		expect(roster.current.mayRead(ben.keys.id, planChannel, 0)).toBe(false);
		expect(roster.current.mayWrite(ben.keys.id, talkChannel)).toBe(false);
	});

	it('the client is for the client and their guardian', async () => {
		await refuses(await table.remove(mo.keys, [last], ana.seat), 'protected');
		await refuses(await table.remove(maya, [last], ana.seat), 'protected');
		await took(await table.remove(gus.keys, [last], ana.seat));
		expect(roster.current.member(ana.keys.id)).toBeUndefined();
	});

	it('of oneself is open to the client', async () => {
		await took(await table.remove(ana.keys, [last], ana.seat));
		expect(roster.current.members.size).toBe(4);
	});

	it('needs somebody to remove, and ends what they could do', async () => {
		await refuses(await table.remove(maya, [last], table.random(32)), 'no-seat');
		await took(await table.remove(maya, [last], mo.seat));
		await refuses(await table.remove(maya, [last], mo.seat), 'no-seat');
		await refuses((await table.invite(mo.keys, [last])).frame, 'right');
		await refuses(await table.remove(mo.keys, [last], mo.seat), 'right');
		const again = await table.invite(maya, [last]);
		await took(again.frame);
		await refuses(await table.accept(mo.keys, again, [last]), 'seated');
	});

	it('closes the doors that the removed one had opened, but not the client’s', async () => {
		const door = await table.invite(mo.keys, [last]);
		await took(door.frame);
		await took(await table.remove(maya, [last], mo.seat));
		expect(roster.current.invitations.get(door.id)).toMatchObject({ withdrawn: true });
		expect(roster.current.mayRead(door.link.id, planChannel, 0)).toBe(false);
		await refuses(await table.accept(await table.person(), door, [last]), 'used');
	});
});

describe('the last manager', () => {
	beforeEach(async () => {
		await took(await table.remove(maya, [last], gus.seat));
		await took(await table.remove(maya, [last], mo.seat));
	});

	it('cannot leave, nor be lowered', async () => {
		await refuses(await table.remove(maya, [last], table.founding.id), 'last-manager');
		await refuses(await table.capability(maya, [last], table.founding.id, 'edit'), 'last-manager');
	});

	it('can once another manages', async () => {
		await took(await table.capability(maya, [last], ben.seat, 'manage'));
		await took(await table.remove(maya, [last], table.founding.id));
		expect(roster.current.mayWrite(ben.keys.id, rosterChannel)).toBe(true);
	});
});

describe('capabilities', () => {
	it('are set by managers, raised and lowered', async () => {
		await refuses(await table.capability(ben.keys, [last], ben.seat, 'manage'), 'right');
		await took(await table.capability(mo.keys, [last], ben.seat, 'comment'));
		expect(roster.current.mayWrite(ben.keys.id, planChannel)).toBe(false);
		expect(roster.current.mayWrite(ben.keys.id, talkChannel)).toBe(true);
		await took(await table.capability(mo.keys, [last], ben.seat, 'manage'));
		await took((await table.invite(ben.keys, [last])).frame);
		await refuses(await table.capability(mo.keys, [last], table.random(32), 'view'), 'no-seat');
	});

	it('are never more than those who give them hold', async () => {
		const some = new Map([
			[rosterChannel, 'manage'],
			[talkChannel, 'comment']
		] as const);
		await took(await table.capability(maya, [last], mo.seat, some));
		await refuses(await table.capability(mo.keys, [last], ben.seat, 'manage'), 'more-than-held');
		await refuses((await table.invite(mo.keys, [last], 'view')).frame, 'more-than-held');
		// What another holds already may stay.
		await took(await table.capability(mo.keys, [last], ben.seat, new Map([[planChannel, 'edit']])));
	});

	it('seat nobody for longer than they sit themselves', async () => {
		const offer = await table.invite(maya, [last], 'manage', 0, false, 1_000);
		await took(offer.frame);
		const dee = await table.person();
		await took(await table.accept(dee, offer, [last]));
		expect(roster.current.member(dee.id)?.until).toBe(1_000);
		await refuses((await table.invite(dee, [last], 'view')).frame, 'more-than-held');
		await refuses((await table.invite(dee, [last], 'view', 0, false, 1_001)).frame, 'more-than-held');
		await took((await table.invite(dee, [last], 'view', 0, false, 1_000)).frame);
		expect(roster.current.mayRead(dee.id, planChannel, 999)).toBe(true);
		expect(roster.current.mayRead(dee.id, planChannel, 1_000)).toBe(false);
	});

	it('leave the client to read plan and roster, unless they or their guardian say otherwise', async () => {
		await refuses(
			await table.capability(maya, [last], ana.seat, new Map([[planChannel, 'view']])),
			'protected'
		);
		await took(await table.capability(maya, [last], ana.seat, 'view'));
		await took(await table.capability(gus.keys, [last], ana.seat, new Map([[planChannel, 'view']])));
	});
});

describe('replacing one’s key', () => {
	it('is open to every member, and keeps the seat', async () => {
		const next = await table.person();
		const statement = await table.replace(ben.keys, [last], ben.seat, next);
		await took(statement);
		const member = roster.current.member(next.id);
		expect(member?.seat).toBe(entryId(ben.seat));
		expect(member).toMatchObject({ formerKeys: [ben.keys.id], suspended: null });
		expect(roster.current.member(ben.keys.id)).toBeUndefined();
		expect(roster.current.mayWrite(next.id, planChannel)).toBe(true);
		expect(roster.current.mayWrite(ben.keys.id, planChannel)).toBe(false);
		await refuses(await table.remove(ben.keys, [last], ben.seat), 'right');
		await took(await table.remove(next, [last], ben.seat));
	});

	it('takes the new key’s signature over document, seat and both keys', async () => {
		const next = await table.person();
		const moved = await table.replace(ben.keys, [last], mo.seat, next);
		await refuses(moved, 'proof');
		const [signKey, boxKey] = [next.publicKey, next.box.publicKey];
		const without = { proof: new Uint8Array(64), pins: [], rotation: noRotation, boxes: [] };
		await refuses(
			await table.state(ben.keys, [last], { type: 'replace', signKey, boxKey, ...without }),
			'proof'
		);
	});

	it('is not for a key that sits or sat here', async () => {
		await refuses(await table.replace(ben.keys, [last], ben.seat, mo.keys), 'seated');
		const next = await table.person();
		await took(await table.replace(ben.keys, [last], ben.seat, next));
		await refuses(await table.replace(next, [last], ben.seat, ben.keys), 'seated');
	});

	it('lets that member rotate what they can read, whatever they may do', async () => {
		await took(await table.capability(maya, [last], ben.seat, new Map([[planChannel, 'view']])));
		const key = table.keys.find(({ channel }) => channel === planChannel);
		if (!key) throw new Error('no plan');
		const rotating = (channel: typeof planChannel) => ({
			keys: [{ channel, epoch: 1, keyId: key.id }],
			past: []
		});
		const next = await table.person();
		const replaced = await table.replace(ben.keys, [last], ben.seat, next, [], rotating(talkChannel));
		await refuses(replaced, 'rotation');
		await took(await table.replace(ben.keys, [last], ben.seat, next, [], rotating(planChannel)));
		expect(roster.current.keyInForce(planChannel)?.epoch).toBe(1);
	});
});

describe('rotating', () => {
	it('brings the next epoch, sealed under the new roster key', async () => {
		await refuses(await table.rotate(ben.keys, [last], { plan: 1 }), 'right');
		await refuses(await table.rotate(maya, [last], { plan: 2 }), 'rotation');
		await refuses(await table.rotate(maya, [last], { notes: 1 }), 'rotation');
		const keys = [{ channel: rosterChannel, epoch: 1, keyId: table.random(32) }];
		const old = await table.state(maya, [last], { type: 'rotate', rotation: { keys, past: [] }, boxes: [] });
		await refuses(old, 'rotation');
		await took(await table.rotate(maya, [last], { plan: 1, roster: 1 }));
		await took(await table.rotate(mo.keys, [last], { plan: 2, roster: 2 }));
		expect(roster.current.keys.map(({ epoch }) => epoch)).toEqual([2, 2, 0]);
		expect(roster.current.keyInForce(planChannel)).not.toHaveProperty('parts');
	});
});

describe('invitations', () => {
	it('are withdrawn until they are taken up', async () => {
		const offer = await table.invite(maya, [last]);
		await took(offer.frame);
		await refuses(await table.withdraw(ben.keys, [last], offer.frame), 'right');
		await took(await table.withdraw(mo.keys, [last], offer.frame));
		await refuses(await table.accept(await table.person(), offer, [last]), 'used');
		await refuses(await table.withdraw(mo.keys, [last], offer.frame), 'used');
		await refuses(await table.withdraw(mo.keys, [last], ben.invited), 'used');
		await refuses(await table.withdraw(mo.keys, [last], table.founding), 'no-invitation');
	});

	it('that are careful let nobody in until a manager has', async () => {
		const offer = await table.invite(maya, [last], 'edit', 0, true);
		await took(offer.frame);
		expect(roster.current.mayRead(offer.link.id, rosterChannel, 0)).toBe(true);
		expect(roster.current.mayRead(offer.link.id, planChannel, 0)).toBe(false);
		const cem = await table.person();
		const accepted = await took(await table.accept(cem, offer));
		expect(roster.current.member(cem.id)?.suspended).toBe('careful');
		expect(roster.current.member(cem.id)?.waits).toBe(true);
		expect(roster.current.mayRead(cem.id, planChannel, 0)).toBe(false);
		expect(roster.current.mayRead(cem.id, rosterChannel, 0)).toBe(true);
		await refuses(await table.admit(ben.keys, [last], accepted.id, cem.publicKey), 'right');
		await refuses(await table.admit(mo.keys, [last], accepted.id, ben.keys.publicKey), 'no-seat');
		await refuses(await table.admit(mo.keys, [last], ben.seat, ben.keys.publicKey), 'not-suspended');
		await refuses(await table.replace(cem, [last], accepted.id, await table.person()), 'right');
		await took(await table.admit(mo.keys, [last], accepted.id, cem.publicKey));
		expect(roster.current.member(cem.id)).toMatchObject({ suspended: null, waits: false });
		expect(roster.current.mayRead(cem.id, planChannel, 0)).toBe(true);
		expect(roster.current.mayWrite(cem.id, planChannel)).toBe(true);
	});
});

describe('closing', () => {
	it('ends all writing, and is for managers', async () => {
		await refuses(await table.close(ben.keys, [last]), 'right');
		const before = [last];
		await took(await table.close(maya, before));
		expect(roster.current.closed).toBe(true);
		expect(roster.current.mayWrite(maya.id, planChannel)).toBe(false);
		expect(roster.current.mayRead(ben.keys.id, planChannel, 0)).toBe(true);
		expect(roster.at(before.map(({ id }) => id))?.mayWrite(maya.id, planChannel)).toBe(true);
		await refuses((await table.invite(maya, [last])).frame, 'closed');
		await refuses(
			await table.accept(await table.person(), { ...(await table.invite(maya, [last])) }, [last]),
			'closed'
		);
	});
});

it('says whose seat is the client’s', () => {
	expect([...roster.current.members.values()].map(({ principal }) => principal)).toEqual([
		'none',
		'client',
		'guardian',
		'none',
		'none'
	]);
});
