/** What must hold of any history of a roster, on every device, in every order of arrival. */
import { covers, mayRead, planChannel, rosterChannel, type Capabilities } from '#lib/roster/capability.ts';
import { Roster } from '#lib/roster/roster.ts';
import type { Statement } from '#lib/roster/stated.ts';
import type { RosterView } from '#lib/roster/view.ts';
import { entryId, idBytes, memberId, toText, type EntryId, type MemberId } from '#lib/seal/frame-bytes.ts';
import type { Frame } from '#lib/seal/frame.ts';
import { inWords } from './roster-table.ts';
import { makeHistory, trusting, type Cast, type History } from './roster-history.ts';
import { seeded, type Seeded } from './seeded.ts';

const replicas = 3;

const longest = 70;

/** The history that a seed begins, `most` steps of it, and what is wrong with it: null for nothing. */
export async function runHistory(cast: Cast, seed: number, most = longest) {
	const random = seeded(seed);
	const length = Math.min(5 + random.below(longest), most);
	const history = await makeHistory(cast, random, length);
	const fault = await faultOf(history, random);
	return {
		history,
		fault: fault && [`seed ${seed}, ${length} steps: ${fault}`, ...history.steps].join('\n')
	};
}

/** Null for none; else what is wrong, in words. */
export async function faultOf(history: History, seeded: Seeded): Promise<string | null> {
	const all = [...history.frames];
	const rosters: Roster[] = [];
	for (let left = replicas; left > 0; left--) rosters.push(await arrivedIn(shuffled(all, seeded), history));
	const [first, ...others] = rosters;
	if (!first) return 'no replica';
	if (first.statements.length !== all.length) return 'a replica lacks a statement that another took in';

	const asked = [...all.map(({ id }) => [id]), ...pairs(all, seeded), first.heads];
	for (const heads of asked) {
		const words = inWords(first.at(heads));
		const differs = others.some((other) => inWords(other.at(heads)) !== words);
		if (differs) return `devices disagree at ${heads.map(short).join()}`;
		if (inWords(first.afresh(heads)) !== words)
			return `step by step is not as afresh at ${heads.map(short).join()}`;
		const view = first.at(heads);
		const fault = view && faultIn(view, heads, first);
		if (fault) return `at ${heads.map(short).join()}: ${fault}`;
	}
	for (const [id, view] of history.seen) {
		if (inWords(first.at([idBytes(id)])) !== inWords(view))
			return `the roster at ${id.slice(0, 4)} has changed since`;
	}
	for (const frame of history.refused) {
		const before = inWords(first.current);
		const verdict = await first.add(frame, trusting);
		if (verdict.kind === 'accepted' && !isProved(verdict.statement))
			return 'a refused statement was taken in elsewhere';
		if (verdict.kind !== 'accepted' && inWords(first.current) !== before)
			return 'a refusal changed the roster';
	}
	return null;
}

/** Here every signature passes, so what was refused for its proof alone gets in. */
function isProved({ skeleton }: Statement): boolean {
	return skeleton.type === 'accept' || skeleton.type === 'replace';
}

async function arrivedIn(order: readonly Frame[], history: History): Promise<Roster> {
	const roster = new Roster(history.table.document);
	let waiting = [...order];
	for (let moved = true; moved;) {
		moved = false;
		const still: Frame[] = [];
		for (const frame of waiting) {
			const { kind } = await roster.add(frame, trusting);
			if (kind === 'accepted') moved = true;
			if (kind === 'waiting') still.push(frame);
		}
		waiting = still;
	}
	return roster;
}

function faultIn(view: RosterView, heads: readonly Uint8Array[], roster: Roster): string | null {
	const here = roster.statements.filter(({ frame }) => roster.followsAll(heads, [frame.id]));
	const effective = here.filter(({ id }) => !view.void.has(id));
	if (![...view.members.keys()].some((id) => manages(view, id))) return 'nobody manages';
	return (
		unearned(view, effective) ??
		baseless(view, effective, roster) ??
		undone(view, effective, here, roster) ??
		unlowered(view, effective, here, roster) ??
		clientLost(view, effective)
	);
}

function manages(view: RosterView, id: MemberId): boolean {
	const member = view.member(id);
	return member?.suspended === null && member.capabilities.get(rosterChannel) === 'manage';
}

/** No right appears that no effective statement gave. */
function unearned(view: RosterView, effective: readonly Statement[]): string | null {
	for (const { id, seat, capabilities, candidates } of view.members.values()) {
		const given = givenTo(seat, effective);
		for (const right of capabilities) {
			if (!given.some((one) => covers(one, new Map([right]))))
				return `${id.slice(0, 4)} holds what nobody gave`;
		}
		const seating = effective.find((one) => one.id === seat);
		if (!seating) return 'someone sits by a void statement';
		for (const key of candidates) {
			if (!effective.some(({ id: by }) => by === key.by)) return 'a key stands by a void statement';
		}
	}
	return null;
}

/** All that these statements ever gave to a seat. */
function givenTo(seat: EntryId, statements: readonly Statement[]): Capabilities[] {
	const seating = statements.find(({ id }) => id === seat)?.skeleton;
	const invite = seating?.type === 'accept' ? entryId(seating.invite) : null;
	return statements.flatMap(({ id, skeleton }): Capabilities[] => {
		if (skeleton.type === 'found' && id === seat) return [skeleton.capabilities];
		if (skeleton.type === 'invite' && id === invite) return [skeleton.capabilities];
		return skeleton.type === 'capability' && entryId(skeleton.seat) === seat ? [skeleton.capabilities] : [];
	});
}

/** Every effective statement was made by one who held the right where they made it, and rests on nothing void. */
function baseless(view: RosterView, effective: readonly Statement[], roster: Roster): string | null {
	for (const { author, frame, needs, rests, skeleton, seat } of effective) {
		if (rests.some((id) => view.void.has(id))) return `${skeleton.type} rests on what is void`;
		if (needs === null || skeleton.type === 'found') continue;
		const then = roster.at(frame.rosterHeads);
		if (!then || !manages(then, author)) return `${skeleton.type} by one who did not manage`;
		if (!covers(then.member(author)?.capabilities ?? new Map(), needs)) {
			return `${skeleton.type} gave more than its author held`;
		}
		const earlier = effective.filter((one) => roster.followsAll(frame.rosterHeads, [one.frame.id]));
		for (const right of needs) {
			if (!givenTo(seat, earlier).some((one) => covers(one, new Map([right])))) {
				return `${skeleton.type} by a right that is void`;
			}
		}
	}
	return null;
}

/** Removal wins: whoever is removed is gone, and so is all that they stated meanwhile or since. */
function undone(
	view: RosterView,
	effective: readonly Statement[],
	here: readonly Statement[],
	roster: Roster
): string | null {
	for (const { id, skeleton, frame, seat: by } of effective) {
		if (skeleton.type !== 'remove') continue;
		const removed = entryId(skeleton.seat);
		if ([...view.members.values()].some(({ seat }) => seat === removed)) return 'a removed member sits';
		const before = (one: Statement) => roster.followsAll([frame.id], [one.frame.id]);
		const theirs = here.filter((one) => one.seat === removed && one.id !== id && !before(one));
		const stands = theirs.find(
			(one) => !view.void.has(one.id) && !leaves(one) && !(by === removed && one.skeleton.type === 'replace')
		);
		if (stands) return `${stands.skeleton.type} by a removed member stands`;
	}
	for (const { skeleton, author, frame } of effective) {
		if (skeleton.type !== 'replace') continue;
		const after = effective.find(
			(one) =>
				one.author === author &&
				one.skeleton.type !== 'replace' &&
				!roster.followsAll([frame.id], [one.frame.id])
		);
		if (after) return `${after.skeleton.type} by a replaced key stands`;
		if (view.member(author) && !hasRival(view, author)) return 'a replaced key still speaks';
	}
	return null;
}

/** Nothing stands that someone stated while it was being taken from them, nor by a key while another was admitted in its place. */
function unlowered(
	view: RosterView,
	effective: readonly Statement[],
	here: readonly Statement[],
	roster: Roster
): string | null {
	const follows = (one: Statement, other: Statement) => roster.followsAll([one.frame.id], [other.frame.id]);
	for (const loss of effective) {
		const { skeleton } = loss;
		if (!loss.loss || (skeleton.type !== 'capability' && skeleton.type !== 'admit')) continue;
		const seat = entryId(skeleton.seat);
		const meanwhile = effective.filter(
			(one) => one.seat === seat && !follows(one, loss) && !follows(loss, one)
		);
		if (skeleton.type === 'capability') {
			const more = meanwhile.find(
				({ needs, loss: own }) =>
					needs && !covers(skeleton.capabilities, needs) && !(loss.seat === seat && own?.seat === seat)
			);
			if (more) return `${more.skeleton.type} stands by one who was lowered`;
			continue;
		}
		const kept = memberId(skeleton.signKey);
		const from = new Map(
			here.flatMap(({ id, skeleton: one, author }) =>
				one.type === 'replace' && view.void.get(id)?.reason !== 'seated'
					? [[memberId(one.signKey), author] as const]
					: []
			)
		);
		const other = meanwhile.find(
			({ author }) => !leadsTo(from, author, kept) && !leadsTo(from, kept, author)
		);
		if (other) return `${other.skeleton.type} stands by a key that was not admitted`;
	}
	return null;
}

function leadsTo(from: ReadonlyMap<MemberId, MemberId>, key: MemberId, earlier: MemberId): boolean {
	for (let at: MemberId | undefined = key; at; at = from.get(at)) if (at === earlier) return true;
	return false;
}

function hasRival(view: RosterView, author: MemberId): boolean {
	return view.member(author)?.suspended === 'frozen';
}

function leaves({ seat, skeleton }: Statement): boolean {
	return skeleton.type === 'remove' && entryId(skeleton.seat) === seat;
}

/** A client who was seated sits and reads plan and roster, unless they or a guardian took it. */
function clientLost(view: RosterView, effective: readonly Statement[]): string | null {
	const principals = new Map<EntryId, string>();
	for (const { id, skeleton } of effective) {
		if (skeleton.type === 'found') principals.set(id, skeleton.principal);
		if (skeleton.type !== 'accept') continue;
		principals.set(id, view.invitations.get(entryId(skeleton.invite))?.principal ?? 'none');
	}
	for (const [seat, principal] of principals) {
		if (principal !== 'client') continue;
		const taken = effective.filter(
			({ skeleton, seat: by }) =>
				(skeleton.type === 'remove' || skeleton.type === 'capability') &&
				entryId(skeleton.seat) === seat &&
				(by === seat || principals.get(by) === 'guardian')
		);
		const member = [...view.members.values()].find((one) => one.seat === seat);
		if (!member && !taken.some(({ skeleton }) => skeleton.type === 'remove'))
			return 'the client was removed by others';
		if (!member || taken.length > 0) continue;
		const granted = [...effective].find(({ id }) => id === (member.invite ?? seat))?.skeleton;
		if (granted?.type !== 'found' && granted?.type !== 'invite') return 'the client sits by nothing';
		for (const channel of [planChannel, rosterChannel]) {
			if (mayRead(granted.capabilities, channel) && !mayRead(member.capabilities, channel)) {
				return 'the client was kept from reading by others';
			}
		}
	}
	return null;
}

function pairs(frames: readonly Frame[], seeded: Seeded): Uint8Array[][] {
	return Array.from({ length: 6 }, () => [seeded.pick(frames).id, seeded.pick(frames).id]);
}

export function shuffled<T>(items: readonly T[], seeded: Seeded): T[] {
	const left = [...items];
	const order: T[] = [];
	while (left.length > 0) order.push(...left.splice(seeded.below(left.length), 1));
	return order;
}

function short(id: Uint8Array): string {
	return toText(id).slice(0, 4);
}
