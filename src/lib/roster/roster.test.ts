import { beforeAll, describe, expect, it } from 'vitest';
import { entryId, joined } from '#lib/seal/frame-bytes.ts';
import { Frame, parseFrame, sortedHeads } from '#lib/seal/frame.ts';
import type { MemberKeys } from '#lib/seal/keys.ts';
import { naclVerify } from '#lib/seal/verify.ts';
import { planChannel, rosterChannel, talkChannel, throughout } from './capability.ts';
import { Roster } from './roster.ts';
import {
	addAll,
	suspended,
	RosterTable,
	told,
	verify,
	type Offer
} from '../../../tests/simulation/roster-table.ts';
import { encodeSkeleton, type FoundSkeleton, type InviteSkeleton, type Skeleton } from './skeleton.ts';
import { noRotation } from './skeleton-parts.ts';

let table: RosterTable;
let ben: MemberKeys;
let offer: Offer;
let accepted: Frame;

beforeAll(async () => {
	table = await RosterTable.found('roster');
	ben = await table.person();
	offer = await table.invite(table.founder, [table.founding]);
	accepted = await table.accept(ben, offer);
});

const verdictOn = async (frame: Frame, ...before: Frame[]) =>
	(await table.roster(...before)).add(frame, verify);
const refused = (reason: string) => ({ kind: 'refused', reason });

describe('a roster', () => {
	it('begins with its founder, who may manage all of it', async () => {
		const empty = new Roster(table.document);
		expect(empty.founded).toBe(false);
		expect(empty.heads).toEqual([]);
		expect(empty.current.members.size).toBe(0);
		const roster = await table.roster(table.founding);
		expect(roster.founded).toBe(true);
		expect(roster.heads).toEqual([table.founding.id]);
		const member = roster.current.members.get(table.founder.id);
		expect(member).toMatchObject({ invite: null, suspended: null, boxKey: table.founder.box.publicKey });
		for (const channel of [rosterChannel, planChannel, talkChannel]) {
			expect(roster.current.mayWrite(table.founder.id, channel)).toBe(true);
			expect(roster.current.keyInForce(channel)?.epoch).toBe(0);
		}
	});

	it('seats whoever accepts an invitation, with what it offered', async () => {
		const roster = await table.roster(table.founding, offer.frame, accepted);
		expect(roster.current.members.get(ben.id)).toMatchObject({
			invite: offer.id,
			seatedBy: entryId(accepted.id)
		});
		expect(roster.current.mayWrite(ben.id, planChannel)).toBe(true);
		expect(roster.current.mayWrite(ben.id, rosterChannel)).toBe(false);
		expect(roster.current.invitations.get(offer.id)?.accepted).toBe(true);
		expect(roster.heads).toEqual([accepted.id]);
	});

	it('lets an open invitation read, until it expires or is used', async () => {
		const brief = await table.invite(table.founder, [table.founding], 'view', 1000);
		const roster = await table.roster(table.founding, offer.frame, brief.frame);
		const may = (reader: MemberKeys, now: number) => roster.current.mayRead(reader.id, planChannel, now);
		expect(may(brief.link, 999)).toBe(true);
		expect(may(brief.link, 1000)).toBe(false);
		expect(may(offer.link, Number.MAX_SAFE_INTEGER)).toBe(true);
		expect(may(ben, 0)).toBe(false);
		await roster.add(accepted, verify);
		expect(may(offer.link, 0)).toBe(false);
		expect(may(ben, 0)).toBe(true);
	});

	it('says how it stood at any heads', async () => {
		const roster = await table.roster(table.founding, offer.frame, accepted);
		expect(roster.at([offer.frame.id])?.members.size).toBe(1);
		expect(roster.at([accepted.id])?.members.size).toBe(2);
		expect(roster.at([])).toBeNull();
		expect(roster.at([new Uint8Array(32)])).toBeNull();
		expect(roster.followsAll([accepted.id], [table.founding.id, offer.frame.id])).toBe(true);
		expect(roster.followsAll([accepted.id], [accepted.id])).toBe(true);
		expect(roster.followsAll([offer.frame.id], [accepted.id])).toBe(false);
		expect(roster.statements.map(({ depth }) => depth)).toEqual([0, 1, 2]);
		expect(roster.statement(offer.id)?.author).toBe(table.founder.id);
	});

	it('keeps every concurrent head, and cites at most 32', async () => {
		const offers = await Promise.all(
			Array.from({ length: 40 }, () => table.invite(table.founder, [table.founding]))
		);
		const roster = await table.roster(table.founding, ...offers.map(({ frame }) => frame));
		const lowest = sortedHeads(offers.map(({ frame }) => frame.id)).slice(0, 32);
		expect(roster.heads).toEqual(lowest);
		const heads = offers.filter(({ frame }) => lowest.some((id) => entryId(id) === entryId(frame.id)));
		const next = await table.state(table.founder, [], inviteSkeleton(), { rosterHeads: lowest });
		expect(await roster.add(next, verify)).toMatchObject({ kind: 'accepted' });
		expect(heads).toHaveLength(32);
		expect(roster.heads).toHaveLength(9);
		expect(roster.current.invitations.size).toBe(41);
	});

	it('remembers a bounded number of views', async () => {
		const offers = await Promise.all(
			Array.from({ length: 12 }, () => table.invite(table.founder, [table.founding]))
		);
		const roster = await table.roster(table.founding, ...offers.map(({ frame }) => frame));
		for (let set = 1; set < 2 ** 12; set += 7) {
			const cited = offers.filter((_, i) => set & (1 << i)).map(({ frame }) => frame.id);
			expect(roster.at(cited)?.invitations.size).toBe(cited.length);
		}
	});
});

describe('statements wait', () => {
	it('for what they follow, and hold once it is here', async () => {
		const roster = await table.roster(table.founding);
		expect(await roster.add(accepted, verify)).toEqual({ kind: 'waiting' });
		await roster.add(offer.frame, verify);
		expect(await roster.add(accepted, verify)).toMatchObject({ kind: 'accepted' });
		expect(await roster.add(accepted, verify)).toEqual({ kind: 'known' });
	});

	it('for a version that knows their type', async () => {
		const later = await table.state(table.founder, [table.founding], Uint8Array.of(11, 1, 2, 3));
		expect(await verdictOn(later, table.founding)).toEqual({ kind: 'newer' });
		const after = await table.invite(table.founder, [later]);
		expect(await verdictOn(after.frame, table.founding)).toEqual({ kind: 'waiting' });
	});

	it('and are not mistaken for a fork, a stranger or a cheat when they come by two ways at once', async () => {
		const roster = new Roster(table.document);
		const all = [table.founding, offer.frame, accepted];
		const verdicts = await Promise.all([...all, ...all].map((frame) => roster.add(frame, slowly)));
		expect(verdicts.filter(({ kind }) => kind === 'refused')).toEqual([]);
		const taken = verdicts.flatMap((verdict) => (verdict.kind === 'accepted' ? [verdict.statement.id] : []));
		expect(new Set(taken).size).toBe(taken.length);
		await addAll(roster, all);
		expect(roster.heads).toEqual([accepted.id]);
		expect(told(roster.current)).toEqual(told((await table.roster(...all)).current));
	});

	it('and an acceptance that overtakes its invitation is never refused', async () => {
		for (let turns = 0; turns < 12; turns++) {
			const roster = await table.roster(table.founding);
			const late = Promise.resolve().then(async () => {
				for (let i = 0; i < turns; i++) await Promise.resolve();
				return roster.add(offer.frame, verify);
			});
			const verdict = await roster.add(accepted, verify);
			await late;
			expect(['waiting', 'accepted']).toContain(verdict.kind);
		}
	});
});

describe('a roster refuses', () => {
	it('statements of another document', async () => {
		const other = await RosterTable.found('another');
		expect(await verdictOn(other.founding, table.founding)).toEqual(refused('document'));
		const moved = await table.state(table.founder, [table.founding], inviteSkeleton(), {
			document: other.founding.belongsTo
		});
		expect(await verdictOn(moved, table.founding)).toEqual(refused('document'));
	});

	it('anything but statements in the roster’s channel', async () => {
		const skeleton = inviteSkeleton();
		const update = await table.state(table.founder, [table.founding], new Uint8Array(), { kind: 'update' });
		const elsewhere = await table.state(table.founder, [table.founding], skeleton, { channel: planChannel });
		expect(await verdictOn(update, table.founding)).toEqual(refused('kind'));
		expect(await verdictOn(elsewhere, table.founding)).toEqual(refused('kind'));
	});

	it('statements that are not a strand of their own', async () => {
		const second = await table.state(table.founder, [table.founding], inviteSkeleton(), {
			seq: 1,
			previous: table.founding.id
		});
		expect(await verdictOn(second, table.founding)).toEqual(refused('chain'));
	});

	it('altered statements, by either verifier', async () => {
		const { bytes } = offer.frame;
		for (const at of [100, bytes.length - 100, bytes.length - 64, bytes.length - 1]) {
			const altered = bytes.slice();
			altered[at] = (altered[at] ?? 0) ^ 1;
			const roster = await table.roster(table.founding);
			expect(await roster.add(new Frame(altered), verify)).toMatchObject({ kind: 'refused' });
			expect(await roster.add(new Frame(altered), naclVerify)).toMatchObject({ kind: 'refused' });
		}
	});

	it.each<[string, (skeleton: InviteSkeleton) => InviteSkeleton]>([
		['a signing key of small order', (of) => ({ ...of, signKey: new Uint8Array(32) })],
		['a box key of small order', (of) => ({ ...of, boxKey: new Uint8Array(32) })]
	])('%s', async (_, change) => {
		const statement = await table.state(table.founder, [table.founding], change(inviteSkeleton()));
		expect(await verdictOn(statement, table.founding)).toEqual(refused('skeleton'));
	});

	it('malformed skeletons', async () => {
		for (const clear of [new Uint8Array(), Uint8Array.of(2), Uint8Array.of(3, 1, 2)]) {
			const statement = await table.state(table.founder, [table.founding], clear);
			expect(await verdictOn(statement, table.founding)).toEqual(refused('skeleton'));
		}
	});

	it('a second founding, and a founding of anything else', async () => {
		const skeleton: FoundSkeleton = {
			type: 'found',
			boxKey: ben.box.publicKey,
			principal: 'none',
			capabilities: throughout('manage'),
			keys: [],
			boxes: []
		};
		expect(await verdictOn(await table.state(ben, [table.founding], skeleton), table.founding)).toEqual(
			refused('right')
		);
		const odd = await table.state(table.founder, [], inviteSkeleton(), { document: new Uint8Array(32) });
		const roster = new Roster(entryId(odd.belongsTo) as unknown as RosterTable['document']);
		expect(await roster.add(odd, verify)).toEqual(refused('right'));
	});

	it('invitations by whoever may not manage: strangers, members with less, the invited', async () => {
		const before = [table.founding, offer.frame, accepted];
		const stranger = await table.person();
		for (const author of [ben, stranger, offer.link]) {
			const { frame } = await table.invite(author, [accepted], 'manage');
			expect(await verdictOn(frame, ...before)).toEqual(refused('right'));
		}
	});

	it('invitations by a manager who cites heads at which they were not yet one', async () => {
		const promotion = await table.invite(table.founder, [table.founding], 'manage');
		const seated = await table.accept(ben, promotion);
		const early = await table.invite(ben, [promotion.frame]);
		const later = await table.invite(ben, [seated]);
		const before = [table.founding, promotion.frame, seated];
		expect(await verdictOn(early.frame, ...before)).toEqual(refused('right'));
		expect(await verdictOn(later.frame, ...before)).toMatchObject({ kind: 'accepted' });
	});

	it('acceptances without the link', async () => {
		const [eve, guessed] = [await table.person(), await table.person()];
		const before = [table.founding, offer.frame];
		expect(await verdictOn(await table.accept(eve, offer, [offer.frame], guessed), ...before)).toEqual(
			refused('proof')
		);
	});

	it('acceptances with the proof of another: it names newcomer, box key, invitation and document', async () => {
		const eve = await table.person();
		const skeleton = { type: 'accept', invite: offer.frame.id, boxes: [] } as const;
		const proof = accepted.clear.slice(1 + 32 + 32, 1 + 32 + 32 + 64);
		const before = [table.founding, offer.frame];
		const asEve = await table.state(eve, [offer.frame], { ...skeleton, boxKey: ben.box.publicKey, proof });
		expect(await verdictOn(asEve, ...before)).toEqual(refused('proof'));
		const otherBox = await table.state(ben, [offer.frame], { ...skeleton, boxKey: eve.box.publicKey, proof });
		expect(await verdictOn(otherBox, ...before)).toEqual(refused('proof'));
		const mine = await table.state(ben, [offer.frame], { ...skeleton, boxKey: ben.box.publicKey, proof });
		expect(await verdictOn(mine, ...before)).toMatchObject({ kind: 'accepted' });
		const second = await table.invite(table.founder, [table.founding]);
		const elsewhere = { ...skeleton, invite: second.frame.id, boxKey: ben.box.publicKey, proof };
		const moved = await table.state(ben, [second.frame], elsewhere);
		expect(await verdictOn(moved, ...before, second.frame)).toEqual(refused('proof'));
	});

	it('acceptances of what is no invitation, or none that they cite', async () => {
		const before = [table.founding, offer.frame];
		const eve = await table.person();
		const ofFounding = { ...offer, id: entryId(table.founding.id) };
		expect(await verdictOn(await table.accept(eve, ofFounding), ...before)).toEqual(refused('no-invitation'));
		expect(await verdictOn(await table.accept(eve, offer, [table.founding]), ...before)).toEqual(
			refused('no-invitation')
		);
	});

	it('a link used again, and a second seat for one who sits', async () => {
		const eve = await table.person();
		const again = await table.accept(eve, offer, [accepted]);
		expect(await verdictOn(again, table.founding, offer.frame, accepted)).toEqual(refused('used'));
		const second = await table.invite(table.founder, [accepted], 'manage');
		const seatTwice = await table.accept(ben, second);
		expect(await verdictOn(seatTwice, table.founding, offer.frame, accepted, second.frame)).toEqual(
			refused('seated')
		);
	});
});

describe('one link, accepted twice at the same time', () => {
	it('suspends both, whichever comes first, and a third', async () => {
		const [cem, dia] = [await table.person(), await table.person()];
		const rivals = [accepted, await table.accept(cem, offer), await table.accept(dia, offer)];
		for (const order of [rivals, rivals.toReversed()]) {
			const roster = await table.roster(table.founding, offer.frame, ...order);
			expect(suspended(roster.current).sort()).toEqual([ben.id, cem.id, dia.id].sort());
			for (const { id } of [ben, cem, dia]) {
				expect(roster.current.mayWrite(id, planChannel)).toBe(false);
				expect(roster.current.mayRead(id, planChannel, 0)).toBe(false);
			}
			expect(roster.at([accepted.id])?.mayWrite(ben.id, planChannel)).toBe(true);
		}
	});

	it('leaves one seat to a person who accepted two links at once', async () => {
		const second = await table.invite(table.founder, [table.founding], 'view');
		const twice = [accepted, await table.accept(ben, second)];
		const views = [twice, twice.toReversed()].map((order) =>
			table.roster(table.founding, offer.frame, second.frame, ...order)
		);
		const [one, other] = await Promise.all(views);
		expect(told(one?.current as never)).toEqual(told(other?.current as never));
		expect(one?.current.members.size).toBe(2);
		expect([...(one?.current.invitations.values() ?? [])].filter((of) => of.accepted)).toHaveLength(1);
		expect(suspended(one?.current as never)).toEqual([]);
	});
});

describe('an author who says two things in one place', () => {
	it('is heard alike by all, in whatever order', async () => {
		const strand = table.random(16);
		const [one, two] = [
			await table.state(table.founder, [table.founding], inviteSkeleton(), { strand }),
			await table.state(table.founder, [table.founding], { ...inviteSkeleton(), expiry: 9 }, { strand })
		];
		const first = await table.roster(table.founding, one, two);
		const second = await table.roster(table.founding, two, one);
		expect(told(first.current)).toEqual(told(second.current));
	});
});

describe('hostile bytes', () => {
	it('of any kind are refused and leave the roster as it was', async () => {
		const { bytes } = accepted;
		const roster = await table.roster(table.founding, offer.frame);
		const before = told(roster.current);
		for (let i = 0; i < bytes.length; i++) {
			const altered = bytes.slice();
			altered[i] = (altered[i] ?? 0) ^ (1 << (i & 7));
			for (const hostile of [
				altered,
				bytes.subarray(0, i),
				joined(bytes, altered.subarray(0, 1 + (i & 3)))
			]) {
				const parsed = parseFrame(hostile);
				if (parsed.kind === 'frame') expect((await roster.add(parsed.frame, verify)).kind).toBe('refused');
			}
		}
		expect(told(roster.current)).toEqual(before);
	}, 60_000);

	it('signed by a manager never make it throw', async () => {
		const roster = await table.roster(table.founding);
		const seat = table.founding.id;
		const named = { seat, pins: [], rotation: noRotation, boxes: [] };
		const key = { channel: planChannel, epoch: 1, keyId: new Uint8Array(32).fill(7) };
		const later: Skeleton[] = [
			{ type: 'admit', signKey: ben.publicKey, ...named },
			{ type: 'capability', capabilities: throughout('manage'), ...named },
			{ type: 'remove', ...named },
			{ type: 'rotate', rotation: { keys: [key], past: [] }, boxes: [] },
			{ type: 'withdraw', invite: seat, rotation: noRotation, boxes: [] }
		];
		const good = [offer.frame.clear, accepted.clear, table.founding.clear, ...later.map(encodeSkeleton)];
		for (const clear of good) {
			for (let i = 0; i < clear.length; i += 3) {
				const altered = clear.slice();
				altered[i] = (altered[i] ?? 0) ^ (1 << (i & 7));
				for (const hostile of [altered, clear.subarray(0, i)]) {
					const statement = await table.state(table.founder, [table.founding], hostile);
					expect(['accepted', 'refused', 'newer', 'waiting']).toContain(
						(await roster.add(statement, verify)).kind
					);
				}
			}
		}
		expect(roster.current.members.size).toBe(1);
	}, 60_000);
});

const slowly: typeof verify = async (...signed) => {
	for (let i = 0; i < 5; i++) await Promise.resolve();
	return verify(...signed);
};

function inviteSkeleton(): InviteSkeleton {
	return {
		type: 'invite',
		signKey: ben.publicKey,
		boxKey: ben.box.publicKey,
		principal: 'none',
		capabilities: throughout('edit'),
		expiry: 0,
		until: 0,
		careful: false,
		boxes: []
	};
}
