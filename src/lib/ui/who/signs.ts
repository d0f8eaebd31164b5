import { signsToPick } from '#lib/session/people-here.ts';
import { SEAT_COLOURS, seatLook } from '../mark/seat.ts';

/** As many as there are colours to tell them apart by. */
export function signsApart(candidates: readonly string[] = signsToPick(200)): string[] {
	const byColour = new Map(candidates.map((id) => [seatLook(id).colour, id]));
	return [...byColour.values()].slice(0, SEAT_COLOURS);
}
