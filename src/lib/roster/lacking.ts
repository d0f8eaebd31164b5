/**
 * Keys that somebody may read by and was never given: whoever made them did not know of that person, who was let in at the same time,
 * or stayed although they were to go. Statements say to whom boxes are meant, not what lies in them: an honest author's are full.
 */
import { idBytes, toText, type MemberId } from '#lib/seal/frame-bytes.ts';
import { mayRead } from './capability.ts';
import type { Roster } from './roster.ts';
import type { Recipient } from './rotating.ts';
import { rotationOf, type Skeleton } from './skeleton.ts';
import type { KeyInForce } from './skeleton-parts.ts';
import type { Statement } from './stated.ts';
import { hasEnded, isOpen, type RosterView } from './view.ts';

export interface Lacking extends Recipient {
	readonly keys: readonly KeyInForce[];
	/** Who brought these keys. */
	readonly from: readonly MemberId[];
}

/** Members who are not suspended and whose seat has not ended at `now` (ms since 1970), and invitations that are open then, as far as they lack something. */
export function lackingIn(roster: Roster, now: number): Lacking[] {
	const { statements } = roster;
	const bringing = statements.filter(({ skeleton }) => keysOf(skeleton).length > 0);
	const boxing = statements.filter(({ skeleton }) => skeleton.boxes.length > 0 && skeleton.type !== 'accept');
	const gifts = boxing.map((statement) => ({
		recipients: new Set(statement.skeleton.boxes.map(({ recipient }) => toText(recipient))),
		keys: givenBy(statement, bringing, roster)
	}));
	return readersIn(roster.current, now).flatMap(({ boxKeys, ...recipient }) => {
		const mine = gifts.filter(({ recipients }) => boxKeys.some((key) => recipients.has(toText(key))));
		const held = withPast(new Set(mine.flatMap(({ keys }) => keys)), bringing);
		const missing = bringing.flatMap(({ author, skeleton }) =>
			keysOf(skeleton)
				.filter((key) => mayRead(recipient.capabilities, key.channel) && !held.has(toText(key.keyId)))
				.map((key) => ({ author, key }))
		);
		const from = [...new Set(missing.map(({ author }) => author))];
		return missing.length > 0 ? [{ ...recipient, keys: missing.map(({ key }) => key), from }] : [];
	});
}

interface Reader extends Recipient {
	/** All that a box for them may be meant for. */
	readonly boxKeys: readonly Uint8Array[];
}

function readersIn({ fold, members, invitations }: RosterView, now: number): Reader[] {
	const sitting = [...members.values()].filter(
		(member) => member.suspended === null && !hasEnded(member, now)
	);
	const open = [...invitations.values()].filter((one) => !one.careful && isOpen(one, now));
	return [
		...sitting.map(({ seat, invite, boxKey, capabilities }) => {
			const keys = fold.seats.get(seat)?.keys ?? [];
			const link = invite && fold.offers.get(invite);
			const all = [...keys, ...(link && !link.careful ? [link] : [])];
			return { boxKey, capabilities, boxKeys: all.map((one) => one.boxKey) };
		}),
		...open.map(({ boxKey, capabilities }) => ({ boxKey, capabilities, boxKeys: [boxKey] }))
	];
}

/** A rotation boxes the keys that it brings; who lets somebody in, or hands keys on, boxes all that there were. */
function givenBy({ id, skeleton }: Statement, bringing: readonly Statement[], roster: Roster): string[] {
	const own = keysOf(skeleton).map(({ keyId }) => toText(keyId));
	if (own.length > 0 && skeleton.type !== 'admit') return own;
	const before = bringing.filter((other) => roster.followsAll([idBytes(id)], [idBytes(other.id)]));
	return [...own, ...before.flatMap((other) => keysOf(other.skeleton).map(({ keyId }) => toText(keyId)))];
}

/** Each key opens those that it was sealed over. */
function withPast(held: Set<string>, bringing: readonly Statement[]): ReadonlySet<string> {
	for (let before = -1; before < held.size;) {
		before = held.size;
		for (const { skeleton } of bringing) {
			for (const { channel, keyId } of skeleton.type === 'found' ? [] : rotationOf(skeleton).past) {
				const next = keysOf(skeleton).find((key) => key.channel === channel);
				if (next && held.has(toText(next.keyId))) held.add(toText(keyId));
			}
		}
	}
	return held;
}

function keysOf(skeleton: Skeleton): readonly KeyInForce[] {
	return skeleton.type === 'found' ? skeleton.keys : rotationOf(skeleton).keys;
}
