import { caseChannels } from '#lib/roster/capability.ts';
import { fetchRoster } from './fetch-roster.ts';
import { NotHere } from './not-here.ts';
import { openSeat, type SeatEvents } from './open-seat.ts';
import type { Platform } from './platform.ts';
import type { SealedDocument } from './sealed-document.ts';
import type { Seat } from './seats.ts';

/**
 * The case of a seat, or the home. One that came from another device, or that the browser has cleared, has nothing here at first: its roster is
 * asked for. Throws `NotHere` if none comes.
 */
export async function openCase(
	seat: Seat,
	platform: Platform,
	events: SeatEvents,
	channels = caseChannels
): Promise<SealedDocument> {
	const document = await openSeat(seat, channels, platform, events);
	if (document.roster.roster.statements.length > 0) return document;
	await document.abandon();
	const statements = await fetchRoster(seat, platform);
	if (!statements) throw new NotHere();
	return openSeat({ ...seat, statements }, channels, platform, events);
}
