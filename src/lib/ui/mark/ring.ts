/** Where seats stand around a round table, in the units of a `0 0 240 240` drawing. */
export const DRAWING = 240;
export const MOST_SEATS = 24;

export interface Place {
	/** Centre of the seat when drawn up to the table. */
	readonly x: number;
	readonly y: number;
	/** Unit vector away from the table: an empty seat stands back along it. */
	readonly outX: number;
	readonly outY: number;
}

export interface Ring {
	readonly places: readonly Place[];
	/** Radius of a seat. */
	readonly seat: number;
	/** Radius of the table. */
	readonly table: number;
	/** How far an empty seat stands back. */
	readonly back: number;
}

const CENTRE = DRAWING / 2;
const LARGEST_SEAT = 21;
const MARGIN = 2;

/** The first place is at the bottom: one's own, nearest to the one who looks; the others follow clockwise. */
export function ringOf(count: number): Ring {
	const seats = Math.max(1, Math.min(count, MOST_SEATS));
	const step = (2 * Math.PI) / seats;
	const seat = seatRadius(seats);
	const back = seat * 0.36;
	const radius = CENTRE - MARGIN - back - seat;
	const places = Array.from({ length: seats }, (_, index) => {
		const angle = Math.PI / 2 + index * step;
		const [outX, outY] = [round(Math.cos(angle)), round(Math.sin(angle))];
		return { x: round(CENTRE + radius * outX), y: round(CENTRE + radius * outY), outX, outY };
	});
	return { places, seat, table: round(radius - seat * 1.22), back: round(back) };
}

/** As large as leaves a gap between neighbours of at least a fifth of a seat. */
function seatRadius(seats: number): number {
	if (seats < 3) return LARGEST_SEAT;
	const half = Math.sin(Math.PI / seats);
	const fitting = ((CENTRE - MARGIN) * half) / (1.12 + 1.36 * half);
	return round(Math.min(LARGEST_SEAT, fitting));
}

function round(value: number): number {
	return Math.round(value * 100) / 100;
}
