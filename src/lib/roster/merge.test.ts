import { beforeEach, describe, expect, it } from 'vitest';
import { combinedKeyId } from '#lib/seal/frame-combined.ts';
import { compareBytes, entryId } from '#lib/seal/frame-bytes.ts';
import type { Frame } from '#lib/seal/frame.ts';
import type { MemberKeys } from '#lib/seal/keys.ts';
import { planChannel, rosterChannel, talkChannel } from './capability.ts';
import type { Roster } from './roster.ts';
import { rotationOf } from './skeleton.ts';
import type { RosterView } from './view.ts';
import { addAll, inWords, RosterTable, verify, type Seated } from '../../../tests/simulation/roster-table.ts';

/** Maya founds; Mo and Noor manage too, admitted in this order; Ana is the client and manages, Gus her guardian; Ben edits. */
let table: RosterTable;
let maya: MemberKeys;
let mo: Seated;
let noor: Seated;
let ana: Seated;
let gus: Seated;
let ben: Seated;
let before: Frame[];
let last: Frame;

beforeEach(async () => {
	table = await RosterTable.found('merging');
	maya = table.founder;
	before = [table.founding];
	last = table.founding;
	mo = await sit('manage');
	noor = await sit('manage');
	ana = await sit('manage', 'client');
	gus = await sit('manage', 'guardian');
	ben = await sit('edit');
});

async function sit(capability: 'edit' | 'manage', relation: 'client' | 'guardian' | 'provider' = 'provider') {
	const seated = await table.seat(maya, [last], capability, relation);
	before.push(seated.invited, seated.accepted);
	last = seated.accepted;
	return seated;
}

/** The roster after these, which is the same in every order of arrival. */
async function after(...frames: Frame[]): Promise<Roster> {
	const roster = await table.roster(...before);
	const other = await table.roster(...before);
	for (const { kind } of (await addAll(roster, frames)).values()) expect(kind).toBe('accepted');
	await addAll(other, frames.toReversed());
	expect(inWords(other.current)).toBe(inWords(roster.current));
	return roster;
}

const sits = (view: RosterView, { keys }: Seated) => view.member(keys.id) !== undefined;
const voided = (view: RosterView, frame: Frame) => view.void.get(entryId(frame.id));

describe('removal wins', () => {
	it('over what the removed stated at the same time, and over all that rests on it', async () => {
		const removal = await table.remove(maya, [last], mo.seat);
		const friend = await table.seat(mo.keys, [last], 'manage');
		const further = await table.seat(friend.keys, [friend.accepted], 'manage');
		const raise = await table.capability(further.keys, [further.accepted], ben.seat, 'manage');
		const all = [friend.invited, friend.accepted, further.invited, further.accepted, raise];
		const { current } = await after(...all, removal);
		for (const gone of [mo, friend, further]) expect(sits(current, gone)).toBe(false);
		expect(current.mayWrite(ben.keys.id, rosterChannel)).toBe(false);
		expect(voided(current, friend.invited)).toEqual({ reason: 'lost', by: entryId(removal.id) });
		expect(voided(current, raise)?.reason).toBe('rests');
	});

	it('not over what the removed stated before, as far as the remover knew', async () => {
		const friend = await table.seat(mo.keys, [last], 'edit');
		const removal = await table.remove(maya, [friend.accepted], mo.seat);
		const { current } = await after(friend.invited, friend.accepted, removal);
		expect(sits(current, friend)).toBe(true);
		expect(current.void.size).toBe(0);
	});

	it('and a view at old heads stays as it was', async () => {
		const roster = await table.roster(...before);
		const old = inWords(roster.at([last.id]));
		await addAll(roster, [
			await table.remove(maya, [last], mo.seat),
			await table.remove(mo.keys, [last], ben.seat)
		]);
		expect(inWords(roster.at([last.id]))).toBe(old);
		expect(sits(roster.current, ben)).toBe(true);
	});

	it('also over acceptances by a door that the removed had opened, save the client’s', async () => {
		const door = await table.invite(mo.keys, [last]);
		const removal = await table.remove(maya, [door.frame], mo.seat);
		const accepted = await table.accept(await table.person(), door);
		const { current } = await after(door.frame, removal, accepted);
		expect(voided(current, accepted)).toEqual({ reason: 'lost', by: entryId(removal.id) });
	});

	it('and backdating does not help: statements under old heads fall like those of the same time', async () => {
		const removal = await table.remove(maya, [last], mo.seat);
		const rotation = await table.rotate(maya, [removal], { plan: 1, roster: 1 });
		const late = await table.seat(mo.keys, [before[3] as Frame], 'manage');
		const { current } = await after(removal, rotation, late.invited, late.accepted);
		expect(sits(current, late)).toBe(false);
		expect(current.mayRead(late.keys.id, planChannel, 0)).toBe(false);
	});
});

describe('mutual removal', () => {
	it('goes to whoever was admitted earlier', async () => {
		const byMo = await table.remove(mo.keys, [last], noor.seat);
		const byNoor = await table.remove(noor.keys, [last], mo.seat);
		const { current } = await after(byNoor, byMo);
		expect([sits(current, mo), sits(current, noor)]).toEqual([true, false]);
		expect(voided(current, byNoor)).toEqual({ reason: 'outranked', by: entryId(byMo.id) });
	});

	it('goes to the client’s or guardian’s side, whoever was admitted earlier', async () => {
		const byMaya = await table.remove(maya, [last], gus.seat);
		const byGus = await table.remove(gus.keys, [last], table.founding.id);
		const { current } = await after(byMaya, byGus);
		expect(sits(current, gus)).toBe(true);
		expect(current.member(maya.id)).toBeUndefined();
		expect(voided(current, byMaya)?.reason).toBe('outranked');
	});

	it('in a ring goes to the first, and whoever was to be removed by the fallen stays', async () => {
		const byMo = await table.remove(mo.keys, [last], noor.seat);
		const byNoor = await table.remove(noor.keys, [last], table.founding.id);
		const byMaya = await table.remove(maya, [last], mo.seat);
		const { current } = await after(byMo, byNoor, byMaya);
		expect(current.member(maya.id)).toBeDefined();
		expect([sits(current, mo), sits(current, noor)]).toEqual([false, true]);
		expect([byMo, byNoor].map((frame) => voided(current, frame)?.reason)).toEqual(['lost', 'outranked']);
	});

	it('by a loss that lowers is the same', async () => {
		const lowering = await table.capability(mo.keys, [last], noor.seat, 'edit');
		const removal = await table.remove(noor.keys, [last], mo.seat);
		const { current } = await after(lowering, removal);
		expect([sits(current, mo), sits(current, noor)]).toEqual([true, true]);
		expect(current.mayWrite(noor.keys.id, rosterChannel)).toBe(false);
	});
});

describe('never without a manager', () => {
	it('when the last two leave at once, the later admitted is told that they have not', async () => {
		let head = last;
		for (const gone of [ana, gus, noor]) {
			head = await table.remove(gone === ana ? ana.keys : maya, [head], gone.seat);
			before.push(head);
		}
		const mayas = await table.remove(maya, [head], table.founding.id);
		const mos = await table.remove(mo.keys, [head], mo.seat);
		const roster = await after(mayas, mos);
		expect(roster.current.member(maya.id)).toBeUndefined();
		expect(roster.current.mayWrite(mo.keys.id, rosterChannel)).toBe(true);
		expect(voided(roster.current, mos)).toEqual({ reason: 'last-manager', by: null });

		// Later managers do not make them leave after all.
		const next = await table.seat(mo.keys, [mayas, mos], 'manage');
		await addAll(roster, [next.invited, next.accepted]);
		expect(sits(roster.current, mo)).toBe(true);
		expect(inWords(roster.afresh(roster.heads))).toBe(inWords(roster.current));
	});
});

describe('the only manager whose key is replaced twice at once', () => {
	it('is not locked out: one replacement does not take place', async () => {
		let head = last;
		for (const gone of [noor, mo, ana, gus]) {
			head = await table.remove(gone === ana ? ana.keys : maya, [head], gone.seat);
			before.push(head);
		}
		const keys = [await table.person(), await table.person()];
		const replaced = await Promise.all(
			keys.map((next) => table.replace(maya, [head], table.founding.id, next))
		);
		const { current } = await after(...replaced);
		expect(keys.filter(({ id }) => current.mayWrite(id, rosterChannel))).toHaveLength(1);
		expect([...current.void.values()].map(({ reason }) => reason)).toEqual(['last-manager']);
	});
});

describe('a manager who lowers themself and then leaves', () => {
	it('stays and manages if it turns out that the only other one’s link was used twice', async () => {
		let head = last;
		for (const gone of [noor, mo, ana, gus]) {
			head = await table.remove(gone === ana ? ana.keys : maya, [head], gone.seat);
			before.push(head);
		}
		const offer = await table.invite(maya, [head], 'manage');
		const [cem, eve] = [await table.person(), await table.person()];
		const accepted = await table.accept(cem, offer);
		const rival = await table.accept(eve, offer);
		const lowered = await table.capability(maya, [accepted], table.founding.id, 'comment');
		const left = await table.remove(maya, [lowered], table.founding.id);
		const { current } = await after(offer.frame, accepted, lowered, left, rival);
		expect(current.mayWrite(maya.id, rosterChannel)).toBe(true);
		expect([lowered, left].map((frame) => voided(current, frame)?.reason)).toEqual([
			'last-manager',
			'last-manager'
		]);
	});
});

describe('capabilities set at the same time', () => {
	it('are the least, channel by channel', async () => {
		const one = await table.capability(
			maya,
			[last],
			ben.seat,
			new Map([
				[planChannel, 'edit'],
				[rosterChannel, 'view'],
				[talkChannel, 'comment']
			])
		);
		const other = await table.capability(
			mo.keys,
			[last],
			ben.seat,
			new Map([
				[planChannel, 'view'],
				[talkChannel, 'edit']
			])
		);
		const roster = await after(one, other);
		expect([...(roster.current.member(ben.keys.id)?.capabilities ?? [])]).toEqual([
			[planChannel, 'view'],
			[talkChannel, 'comment']
		]);
		await addAll(roster, [await table.capability(maya, [one, other], ben.seat, 'edit')]);
		expect(roster.current.mayWrite(ben.keys.id, planChannel)).toBe(true);
	});

	it('strike what needed more, and not what did not', async () => {
		const lowering = await table.capability(maya, [last], mo.seat, 'edit');
		const invited = await table.invite(mo.keys, [last]);
		const next = await table.person();
		const replaced = await table.replace(mo.keys, [last], mo.seat, next);
		const { current } = await after(lowering, invited.frame, replaced);
		expect(voided(current, invited.frame)?.reason).toBe('lost');
		expect(current.member(next.id)?.capabilities.get(rosterChannel)).toBe('edit');
	});
});

describe('rotations at the same time', () => {
	it('make one key of all their keys, until the next one', async () => {
		const one = await table.rotate(maya, [last], { plan: 1 });
		const other = await table.rotate(mo.keys, [last], { plan: 1, talk: 1 });
		const roster = await after(one, other);
		const ids = [one, other].flatMap((frame) =>
			rotationOf(roster.statement(entryId(frame.id))?.skeleton as never).keys.flatMap((key) =>
				key.channel === planChannel ? [key.keyId] : []
			)
		);
		const parts = ids.sort(compareBytes);
		expect(roster.current.keyInForce(planChannel)).toEqual({
			channel: planChannel,
			epoch: 1,
			keyId: combinedKeyId(parts),
			parts
		});
		expect(roster.current.keyInForce(talkChannel)).not.toHaveProperty('parts');
		await addAll(roster, [await table.rotate(maya, [one, other], { plan: 2 })]);
		expect(roster.current.keyInForce(planChannel)).toMatchObject({ epoch: 2 });
		expect(roster.current.keyInForce(planChannel)).not.toHaveProperty('parts');
	});

	it('by someone removed meanwhile is no part of it', async () => {
		const removal = await table.remove(maya, [last], mo.seat);
		const rotation = await table.rotate(mo.keys, [last], { plan: 1 });
		const { current } = await after(removal, rotation);
		expect(current.keyInForce(planChannel)?.epoch).toBe(0);
	});
});

describe('replacing a key', () => {
	it('strikes what the old key stated at the same time', async () => {
		const next = await table.person();
		const replaced = await table.replace(mo.keys, [last], mo.seat, next);
		const thief = await table.seat(mo.keys, [last], 'manage');
		const removal = await table.remove(mo.keys, [last], mo.seat);
		const { current } = await after(replaced, thief.invited, thief.accepted, removal);
		expect(current.member(next.id)?.suspended).toBeNull();
		expect(sits(current, thief)).toBe(false);
	});

	it('twice at once freezes the seat until a manager admits one of the keys', async () => {
		const [mine, thiefs] = [await table.person(), await table.person()];
		const one = await table.replace(mo.keys, [last], mo.seat, mine);
		const other = await table.replace(mo.keys, [last], mo.seat, thiefs);
		const stolen = await table.seat(thiefs, [other], 'manage');
		const roster = await after(one, other, stolen.invited, stolen.accepted);
		const seat = [...roster.current.members.values()].find((member) => member.seat === entryId(mo.seat));
		expect(seat?.suspended).toBe('frozen');
		expect(seat?.candidates.map(({ id }) => id).sort()).toEqual([mine.id, thiefs.id].sort());
		for (const key of [mine, thiefs, mo.keys])
			expect(roster.current.mayWrite(key.id, planChannel)).toBe(false);
		expect(await roster.add(await table.remove(thiefs, [one, other], mo.seat), verify)).toMatchObject({
			reason: 'right'
		});

		const pins = [{ channel: planChannel, client: 5, count: 3, id: table.random(32) }];
		const admitted = await table.admit(maya, [one, other], mo.seat, mine.publicKey, pins);
		await addAll(roster, [admitted]);
		expect(roster.current.member(mine.id)).toMatchObject({ suspended: null, seat: entryId(mo.seat) });
		expect(roster.current.mayWrite(thiefs.id, planChannel)).toBe(false);
		// What the other key stated, unseen by whoever admitted, falls.
		expect(sits(roster.current, stolen)).toBe(false);
		expect([...(roster.current.limits(thiefs.id, planChannel) ?? [])]).toEqual([
			[5, { count: 3, id: pins[0]?.id }]
		]);
		expect(roster.current.limits(mine.id, planChannel)).toBeNull();
	});

	it('and being removed at the same time is being removed', async () => {
		const next = await table.person();
		const replaced = await table.replace(ben.keys, [last], ben.seat, next);
		const removal = await table.remove(maya, [last], ben.seat);
		const { current } = await after(replaced, removal);
		expect(current.member(next.id)).toBeUndefined();
		expect(current.member(ben.keys.id)).toBeUndefined();
		expect(current.limits(next.id, planChannel)).toEqual(new Map());
	});
});

describe('one link used twice at once', () => {
	it('suspends both until a manager has chosen; the other stays out', async () => {
		const offer = await table.invite(maya, [last]);
		const [cem, eve] = [await table.person(), await table.person()];
		const [one, other] = [await table.accept(cem, offer), await table.accept(eve, offer)];
		const roster = await after(offer.frame, one, other);
		for (const { id } of [cem, eve]) expect(roster.current.member(id)?.suspended).toBe('rivals');
		await addAll(roster, [await table.admit(maya, [one, other], one.id, cem.publicKey)]);
		expect(roster.current.mayWrite(cem.id, planChannel)).toBe(true);
		expect(roster.current.member(eve.id)?.suspended).toBe('rivals');
	});
});

describe('withdrawing', () => {
	it('wins over an acceptance of the same time, and nothing by that seat counts', async () => {
		const offer = await table.invite(maya, [last]);
		const eve = await table.person();
		const accepted = await table.accept(eve, offer);
		const withdrawn = await table.withdraw(mo.keys, [offer.frame], offer.frame);
		const { current } = await after(offer.frame, accepted, withdrawn);
		expect(current.member(eve.id)).toBeUndefined();
		expect(current.limits(eve.id, planChannel)).toEqual(new Map());
		expect(voided(current, accepted)).toEqual({ reason: 'lost', by: entryId(withdrawn.id) });
	});
});

describe('the client', () => {
	it('is not removed by way of removing others', async () => {
		const roster = await after(
			await table.remove(mo.keys, [last], noor.seat),
			await table.remove(noor.keys, [last], ben.seat)
		);
		expect(sits(roster.current, ana)).toBe(true);
	});
});

describe('closing', () => {
	it('at the same time as other statements ends writing, and they count', async () => {
		const closed = await table.close(maya, [last]);
		const friend = await table.seat(mo.keys, [last], 'edit');
		const { current } = await after(closed, friend.invited, friend.accepted);
		expect(current.closed).toBe(true);
		expect(sits(current, friend)).toBe(true);
		expect(current.mayWrite(friend.keys.id, planChannel)).toBe(false);
	});

	it('by someone removed meanwhile does not', async () => {
		const closed = await table.close(mo.keys, [last]);
		const { current } = await after(closed, await table.remove(maya, [last], mo.seat));
		expect(current.closed).toBe(false);
	});
});

describe('what counts of what was written', () => {
	const pin = (client: number, count: number, id = 1) => ({
		channel: planChannel,
		client,
		count,
		id: new Uint8Array(32).fill(id)
	});

	it('without a loss is all', async () => {
		expect((await after()).current.limits(ben.keys.id, planChannel)).toBeNull();
	});

	it('after a removal ends at its pins, of two removals at the lesser', async () => {
		const one = await table.remove(maya, [last], ben.seat, [pin(1, 9), pin(2, 4), pin(3, 7)]);
		const other = await table.remove(mo.keys, [last], ben.seat, [pin(1, 5, 2), pin(3, 8)]);
		const { current } = await after(one, other);
		expect([...(current.limits(ben.keys.id, planChannel) ?? [])]).toEqual([
			[1, { count: 5, id: new Uint8Array(32).fill(2) }],
			[3, { count: 7, id: new Uint8Array(32).fill(1) }]
		]);
		expect(current.limits(ben.keys.id, talkChannel)).toEqual(new Map());
		expect(current.limits(maya.id, planChannel)).toBeNull();
	});

	it('of a removal that is void is all', async () => {
		const removal = await table.remove(mo.keys, [last], ben.seat);
		const { current } = await after(removal, await table.remove(maya, [last], mo.seat));
		expect(current.limits(ben.keys.id, planChannel)).toBeNull();
	});

	it('after a lowering ends in the channels that it closes, for what was written without knowing it', async () => {
		const lowered = await table.capability(maya, [last], ben.seat, 'comment', [pin(1, 2)]);
		const roster = await after(lowered);
		expect(roster.current.limits(ben.keys.id, talkChannel)).toBeNull();
		expect([...(roster.limits(ben.keys.id, planChannel, [last.id]) ?? [])]).toHaveLength(1);
		await addAll(roster, [await table.capability(maya, [lowered], ben.seat, 'edit')]);
		expect(roster.limits(ben.keys.id, planChannel, roster.heads)).toBeNull();
		expect([...(roster.limits(ben.keys.id, planChannel, [last.id]) ?? [])]).toHaveLength(1);
	});

	it('after a replacement ends for the old key alone', async () => {
		const next = await table.person();
		const { current } = await after(await table.replace(ben.keys, [last], ben.seat, next, [pin(1, 2)]));
		expect([...(current.limits(ben.keys.id, planChannel) ?? [])]).toHaveLength(1);
		expect(current.limits(next.id, planChannel)).toBeNull();
	});
});

describe('one key in two seats', () => {
	it('sits in the first, and nothing stands on the second', async () => {
		const [one, other] = [await table.invite(maya, [last]), await table.invite(maya, [last], 'manage')];
		const eve = await table.person();
		const accepts = [await table.accept(eve, one), await table.accept(eve, other)];
		const { current } = await after(one.frame, other.frame, ...accepts);
		expect([...current.void.values()].map(({ reason }) => reason)).toEqual(['seated']);
		expect(current.members.size).toBe(7);
	});
});
