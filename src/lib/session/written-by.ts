/** Who wrote what of a text: the same person on two devices, or on two days, is one writer. */
import { writtenIn } from '#lib/casedoc/written-by.ts';
import type { MemberId } from '#lib/seal/frame-bytes.ts';
import type * as Y from 'yjs';
import type { Channel } from './channel.ts';
import type { RosterLog } from './roster-log.ts';

export interface Author {
	/** Null while what was signed has not been checked against what is shown. */
	readonly by: MemberId | null;
	/** Also of somebody who has left. Empty if it is not known. */
	readonly name: string;
}

export interface WrittenBy extends Author {
	readonly text: string;
}

export function writtenBy(text: Y.Text, channel: Channel, roster: RosterLog): WrittenBy[] {
	const spans: WrittenBy[] = [];
	for (const { client, text: words } of writtenIn(text)) {
		const author = authorOf(client, channel, roster);
		const last = spans.at(-1);
		if (last?.by === author.by) spans[spans.length - 1] = { ...last, text: last.text + words };
		else spans.push({ text: words, ...author });
	}
	return spans;
}

/** Whose this Yjs client is; null for a client that there is not. */
export function authorOf(client: number | null, channel: Channel, roster: RosterLog): Author {
	const key = (client !== null && channel.authorOf(client)) || null;
	if (!key) return { by: null, name: '' };
	const seat = roster.roster.current.fold.seatOf(key);
	return { by: seat?.keys[0].id ?? key, name: nameOf(key, roster) };
}

/** Also of somebody who has left. Empty if it is not known. */
export function nameOf(id: MemberId, roster: RosterLog): string {
	const seat = roster.roster.current.fold.seatOf(id);
	return (seat && roster.said(seat.id)?.details.name) ?? '';
}
