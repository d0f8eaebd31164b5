import { grouped } from '#lib/domain/grouped.ts';
import type { Reply, TalkRef } from '#lib/domain/talk.ts';
import type { Spoken } from './spoken.ts';

interface Place {
	/** The comment that the reply belongs under. */
	readonly opening: TalkRef;
	readonly depth: number;
	/** Not before what it answers, whatever the clocks say. */
	readonly time: number;
}

/**
 * The replies under every comment, flat and oldest first; each comes after what it replies to. Replies that lead to
 * no comment, or round in a circle, are left out.
 */
export function placeReplies(items: ReadonlyMap<TalkRef, Spoken>): Map<TalkRef, Spoken<Reply>[]> {
	const places = new Map<TalkRef, Place | undefined>();
	const placed: { readonly reply: Spoken<Reply>; readonly place: Place }[] = [];
	for (const item of items.values()) {
		const place = item.kind === 'reply' ? placeOf(item, items, places) : undefined;
		if (item.kind === 'reply' && place) placed.push({ reply: item, place });
	}
	placed.sort(
		(a, b) =>
			a.place.time - b.place.time || a.place.depth - b.place.depth || (a.reply.ref < b.reply.ref ? -1 : 1)
	);
	const under = new Map<TalkRef, Spoken<Reply>[]>();
	for (const [opening, group] of grouped(placed, ({ place }) => place.opening)) {
		under.set(
			opening,
			group.map(({ reply }) => reply)
		);
	}
	return under;
}

/** Walks up by hand: a hostile chain of replies may be longer than the call stack. */
function placeOf(
	reply: Spoken<Reply>,
	items: ReadonlyMap<TalkRef, Spoken>,
	places: Map<TalkRef, Place | undefined>
): Place | undefined {
	const chain: Spoken<Reply>[] = [];
	let above: Spoken | undefined = reply;
	while (above?.kind === 'reply' && !places.has(above.ref)) {
		places.set(above.ref, undefined); // Met again before it is placed, it goes round in a circle.
		chain.push(above);
		above = items.get(above.to);
	}
	let place = above && topPlace(above, places);
	for (const one of chain.reverse()) {
		place &&= { opening: place.opening, depth: place.depth + 1, time: Math.max(place.time, one.at) };
		places.set(one.ref, place);
	}
	return places.get(reply.ref);
}

function topPlace(item: Spoken, places: ReadonlyMap<TalkRef, Place | undefined>): Place | undefined {
	if (item.kind === 'comment' || item.kind === 'help' || item.kind === 'suggestion')
		return { opening: item.ref, depth: 0, time: item.at };
	return places.get(item.ref);
}
