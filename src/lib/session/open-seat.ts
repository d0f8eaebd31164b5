import { entryId, type ChannelName, type MemberId } from '#lib/seal/frame-bytes.ts';
import { parseFrame, type Frame } from '#lib/seal/frame.ts';
import { memberKeys } from '#lib/seal/keys.ts';
import type { LostWords } from './lost-words.ts';
import type { Platform } from './platform.ts';
import { SealedDocument, type DocumentOptions } from './sealed-document.ts';
import type { Seat } from './seats.ts';

export interface SeatEvents extends Pick<DocumentOptions, 'outgrown' | 'over'> {
	/** Words that could not be kept, and who we are there. */
	readonly lost: (words: readonly LostWords[], me: MemberId) => void;
}

/** The sealed document in which this seat is. Throws where what the seat brings along could not be written down: it is nowhere else. */
export async function openSeat(
	{ document: id, seed, relays, statements: brought }: Seat,
	channels: readonly ChannelName[],
	platform: Platform,
	{ lost, ...events }: SeatEvents
): Promise<SealedDocument> {
	const me = await memberKeys(seed, platform.subtle);
	const statements = brought.flatMap((bytes) => framesOf(bytes));
	const document = await SealedDocument.open({
		document: id,
		channels,
		me,
		relays,
		platform,
		statements,
		lost: (words) => lost(words, me.id),
		...events
	});
	const { roster } = document.roster;
	if (statements.every((frame) => roster.statement(entryId(frame.id)))) return document;
	await document.abandon();
	throw new Error('what the seat brought along could not be written down');
}

function framesOf(bytes: Uint8Array): Frame[] {
	const parsed = parseFrame(bytes);
	return parsed.kind === 'frame' ? [parsed.frame] : [];
}
