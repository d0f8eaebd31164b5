import type * as Y from 'yjs';
import type { Ended, Sharing, Wish } from '#lib/domain/opening.ts';
import { refAuthor, talkRef, type ClosingItem, type OpeningItem, type TalkRef } from '#lib/domain/talk.ts';
import type { Spoken } from './spoken.ts';
import { strandItems } from './strand-items.ts';

/**
 * To whom a circle has been opened, by whom, and how that ended. An opening is ended by whoever opened it, or by those whose word counts for
 * that: the client and their guardian. Whether people's seats have gone with it stands in the roster.
 *
 * @param authorOf the member who writes a strand, by what they are known for good
 * @param isPrincipal whether this is, or was, the client or their guardian
 * @param isHeld whether somebody sits by this invitation, or may still sit down
 */
export function readSharing(
	doc: Y.Doc,
	authorOf: (client: number) => string | undefined,
	isPrincipal: (member: string) => boolean,
	isHeld: (invite: string) => boolean
): Sharing {
	const openings = new Map<TalkRef, Spoken<OpeningItem>>();
	const wishes = new Map<TalkRef, Omit<Wish, 'answered'>>();
	const closings: Spoken<ClosingItem>[] = [];
	const declined = new Set<TalkRef>();
	const withdrawn = new Set<TalkRef>();
	for (const { client, item } of strandItems(doc)) {
		const by = authorOf(client);
		if (by === undefined) continue;
		const id = talkRef(by, item.id);
		if (item.kind === 'opening' && !openings.has(id)) openings.set(id, { ...item, id, by, ref: id });
		else if (item.kind === 'wish' && !wishes.has(id)) wishes.set(id, { ...item, id, by });
		else if (item.kind === 'closing') closings.push({ ...item, by, ref: id });
		else if (item.kind === 'decline' && isPrincipal(by)) declined.add(item.item);
		else if (item.kind === 'withdraw' && refAuthor(item.item) === by) withdrawn.add(item.item);
	}
	const ended = endsOf(closings, isPrincipal);
	const answered = new Set([...openings.values()].map(({ wish }) => wish));
	return {
		openings: newestFirst(
			[...openings.values()].map((one) => ({
				...one,
				to: one.to.map((person) => ({ ...person, held: person.invite !== null && isHeld(person.invite) })),
				ended: ended.get(one.id) ?? null
			}))
		),
		wishes: newestFirst(
			[...wishes.values()].map((wish) => ({
				...wish,
				answered: answered.has(wish.id)
					? ('opened' as const)
					: declined.has(wish.id)
						? ('declined' as const)
						: withdrawn.has(wish.id)
							? ('taken-back' as const)
							: null
			}))
		)
	};
}

/** The first word on each counts. */
function endsOf(
	closings: readonly Spoken<ClosingItem>[],
	isPrincipal: (member: string) => boolean
): ReadonlyMap<TalkRef, Ended> {
	const ends = new Map<TalkRef, Ended>();
	for (const { item, by, at, why } of [...closings].sort((a, b) => a.at - b.at)) {
		const counts = isPrincipal(by) || refAuthor(item) === by;
		if (counts && !ends.has(item)) ends.set(item, { by, at, why });
	}
	return ends;
}

function newestFirst<T extends { readonly at: number; readonly id: string }>(all: readonly T[]): T[] {
	return [...all].sort((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1));
}
