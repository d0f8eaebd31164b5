import { beforeEach, describe, expect, it } from 'vitest';
import { openBox } from '#lib/seal/box.ts';
import { combinedKey } from '#lib/seal/combined-key.ts';
import { entryId, fromUtf8, sameBytes } from '#lib/seal/frame-bytes.ts';
import type { Frame } from '#lib/seal/frame.ts';
import type { ChannelKey, MemberKeys } from '#lib/seal/keys.ts';
import { openEntry } from '#lib/seal/open.ts';
import { openPast } from '#lib/seal/past.ts';
import { caseChannels, planChannel, rosterChannel, throughout } from './capability.ts';
import { parseDetails, type Relation } from './details.ts';
import type { Roster } from './roster.ts';
import { recipientsIn, rotateKeys, type Rotating } from './rotating.ts';
import { rotationOf } from './skeleton.ts';
import { admit, close, invite, remove, replace, rotate, setCapability, withdraw } from './statement.ts';
import { RosterTable, verify, type Seated } from '../../../tests/simulation/roster-table.ts';

let table: RosterTable;
let roster: Roster;
let maya: MemberKeys;
let ben: Seated;
let eve: Seated;
let held: ChannelKey[];

beforeEach(async () => {
	table = await RosterTable.found('stating', 'client');
	maya = table.founder;
	held = [...table.keys];
	ben = await table.seat(maya, [table.founding], 'edit');
	eve = await table.seat(maya, [ben.accepted], 'manage');
	roster = await table.roster(table.founding, ben.invited, ben.accepted, eve.invited, eve.accepted);
});

const saying = (author: MemberKeys, relation: Relation = 'provider') => ({
	author,
	details: { name: 'Maya', relation },
	time: 5,
	random: table.random
});

function here() {
	const inForce = roster.current.keyInForce(rosterChannel);
	const parts = inForce?.parts ?? (inForce ? [inForce.keyId] : []);
	const given = held.filter(({ id }) => parts.some((part) => sameBytes(part, id)));
	const rosterKey = (given.length > 1 ? combinedKey(given) : given[0]) ?? undefined;
	return {
		document: table.document,
		rosterHeads: roster.heads,
		heads: [],
		keys: held,
		rosterKey
	};
}

/** New keys of all channels for those who may read now, but for one. */
function rotating(but?: Seated): Rotating {
	const others = recipientsIn(roster.current, 0).filter(
		({ boxKey }) => !but || !sameBytes(boxKey, but.keys.box.publicKey)
	);
	return rotateKeys(caseChannels, roster.current, held, others, table.random);
}

async function took(frame: Frame, next: Rotating | null = null): Promise<Frame> {
	expect(await roster.add(frame, verify)).toMatchObject({ kind: 'accepted' });
	held.push(...(next?.keys ?? []));
	return frame;
}

/** The keys that a statement boxes to someone. */
function boxedTo({ box }: MemberKeys, frame: Frame): ChannelKey[] {
	const skeleton = roster.statement(entryId(frame.id))?.skeleton;
	return (skeleton?.boxes ?? []).flatMap(({ recipient, box: sealed }) =>
		sameBytes(recipient, box.publicKey) ? (openBox(sealed, box) ?? []) : []
	);
}

describe('a removal that rotates', () => {
	it('gives the next keys to those who stay, and none to who goes', async () => {
		const next = rotating(eve);
		const removed = await took(
			await remove(saying(maya), here(), entryId(eve.seat), { pins: [], rotating: next }),
			next
		);
		expect(boxedTo(ben.keys, removed).map(({ id }) => id)).toEqual(next.keys.map(({ id }) => id));
		expect(boxedTo(eve.keys, removed)).toEqual([]);
		for (const { channel, epoch, id } of next.keys) {
			expect(roster.current.keyInForce(channel)).toEqual({ channel, epoch, keyId: id });
		}
	});

	it('is sealed under the new roster key', async () => {
		const next = rotating(eve);
		const removed = await took(
			await remove(saying(maya), here(), entryId(eve.seat), { pins: [], rotating: next }),
			next
		);
		const [key] = next.keys.filter(({ channel }) => channel === rosterChannel);
		const opening = key && openEntry(removed, key);
		if (opening?.kind !== 'opened') throw new Error(opening?.kind);
		expect(parseDetails(fromUtf8(opening.content.payload)).name).toBe('Maya');
	});
});

it('three rotations missed open from one box', async () => {
	let last = roster.statement(entryId(eve.accepted.id))?.frame as Frame;
	for (let turn = 0; turn < 3; turn++) {
		const next = rotating();
		last = await took(await rotate(saying(maya), here(), next), next);
	}
	const keys = boxedTo(ben.keys, last).filter(({ channel }) => channel === planChannel);
	const past = roster.statements.flatMap(({ skeleton }) => rotationOf(skeleton).past).toReversed();
	for (const place of past.filter(({ channel }) => channel === planChannel)) {
		const opened = keys[0] && openPast(place.sealed, place, keys[0]);
		if (opened) keys.unshift(opened);
	}
	const first = table.keys.find(({ channel }) => channel === planChannel);
	expect(keys.map(({ epoch }) => epoch)).toEqual([0, 1, 2, 3]);
	expect(keys[0]?.id).toEqual(first?.id);
});

it('two rotations at once make one key for those whom both reached, and the next seals both as its past', async () => {
	const [one, other] = [rotating(), rotating()];
	const place = here();
	const frames = [await rotate(saying(maya), place, one), await rotate(saying(eve.keys), place, other)];
	for (const frame of frames) await took(frame);
	const parts = frames
		.flatMap((frame) => boxedTo(ben.keys, frame))
		.filter(({ channel }) => channel === planChannel);
	expect(combinedKey(parts)?.id).toEqual(roster.current.keyInForce(planChannel)?.keyId);

	held.push(...one.keys, ...other.keys);
	for (const channel of caseChannels) {
		const combined = combinedKey(held.filter((key) => key.channel === channel && key.epoch === 1));
		if (combined) held.push(combined);
	}
	const next = rotating();
	expect(next.rotation.past).toHaveLength(6);
	await took(await rotate(saying(maya), here(), next), next);
	expect(roster.current.keyInForce(planChannel)?.epoch).toBe(2);
});

it('a replacement carries the seat and the new keys over', async () => {
	const lost = ben.keys;
	const fresh = await table.person();
	const recipients = recipientsIn(roster.current, 0).map((one) =>
		sameBytes(one.boxKey, lost.box.publicKey) ? { ...one, boxKey: fresh.box.publicKey } : one
	);
	const next = rotateKeys(caseChannels, roster.current, held, recipients, table.random);
	const change = { pins: [], rotating: next };
	const frame = await took(await replace(saying(lost), here(), entryId(ben.seat), fresh, change), next);
	expect(boxedTo(fresh, frame)).toHaveLength(3);
	expect(boxedTo(lost, frame)).toEqual([]);
	expect(roster.current.member(fresh.id)?.seat).toBe(entryId(ben.seat));
});

it('a careful invitation boxes the roster’s key alone; admitting boxes the rest', async () => {
	const link = await table.person();
	const offer = { capabilities: throughout('edit'), expiry: 0, careful: true, invitation: link };
	const invited = await took(await invite(saying(maya), here(), offer));
	expect(boxedTo(link, invited).map(({ channel }) => channel)).toEqual([rosterChannel]);
	const guest = await table.person();
	const accepted = await took(await table.accept(guest, { id: entryId(invited.id), frame: invited, link }));
	const keys = { publicKey: guest.publicKey, boxKey: guest.box.publicKey };
	const change = { pins: [], rotating: null };
	const admitted = await took(
		await admit(saying(maya), here(), entryId(accepted.id), keys, offer.capabilities, change)
	);
	expect(boxedTo(guest, admitted).map(({ channel }) => channel)).toEqual(caseChannels);
	expect(recipientsIn(roster.current, 0)).toHaveLength(4);
});

it('capabilities, withdrawal and closing are said in the same way', async () => {
	const change = { pins: [], rotating: null };
	await took(await setCapability(saying(maya), here(), entryId(ben.seat), throughout('view'), change));
	const link = await table.person();
	const offer = { capabilities: throughout('edit'), expiry: 0, careful: false, invitation: link };
	const invited = await took(await invite(saying(maya, 'client'), here(), offer));
	expect(roster.current.invitations.get(entryId(invited.id))?.principal).toBe('client');
	expect(roster.current.member(maya.id)?.principal).toBe('client');
	const next = rotating();
	await took(await withdraw(saying(eve.keys), here(), entryId(invited.id), next), next);
	await took(await close(saying(maya), here()));
	expect(roster.current.closed).toBe(true);
});
