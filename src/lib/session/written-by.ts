/** Who wrote what of a text: the same person on two devices, or on two days, is one writer. */
import { writtenIn } from '#lib/casedoc/written-by.ts';
import type { MemberId } from '#lib/seal/frame-bytes.ts';
import type * as Y from 'yjs';
import type { Channel } from './channel.ts';
import type { RosterLog } from './roster-log.ts';

export interface WrittenBy {
	readonly text: string;
	/** Null while what was signed has not been checked against what is shown. */
	readonly by: MemberId | null;
	/** Also of somebody who has left. Empty if it is not known. */
	readonly name: string;
}

export function writtenBy(text: Y.Text, channel: Channel, roster: RosterLog): WrittenBy[] {
	const spans: WrittenBy[] = [];
	for (const { client, text: words } of writtenIn(text)) {
		const by = channel.authorOf(client) ?? null;
		const last = spans.at(-1);
		if (last?.by === by) spans[spans.length - 1] = { ...last, text: last.text + words };
		else spans.push({ text: words, by, name: by ? nameOf(by, roster) : '' });
	}
	return spans;
}

/** Also of somebody who has left. Empty if it is not known. */
export function nameOf(id: MemberId, roster: RosterLog): string {
	const seat = roster.roster.current.fold.seatOf(id);
	return (seat && roster.said(seat.id)?.details.name) ?? '';
}
