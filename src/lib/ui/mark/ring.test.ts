import { describe, expect, test } from 'vitest';
import { DRAWING, MOST_SEATS, ringOf } from './ring.ts';

describe.each(Array.from({ length: MOST_SEATS }, (_, n) => n + 1))('%i seats', (count) => {
	const ring = ringOf(count);

	test('all stand inside the drawing, also when drawn back', () => {
		expect(ring.places).toHaveLength(count);
		for (const place of ring.places) {
			for (const at of [place.x + place.outX * ring.back, place.y + place.outY * ring.back]) {
				expect(at - ring.seat).toBeGreaterThanOrEqual(0);
				expect(at + ring.seat).toBeLessThanOrEqual(DRAWING);
			}
		}
	});

	test('none touches its neighbour or the table', () => {
		for (const [index, place] of ring.places.entries()) {
			const next = ring.places[(index + 1) % count] ?? place;
			if (next !== place)
				expect(Math.hypot(place.x - next.x, place.y - next.y)).toBeGreaterThan(ring.seat * 2.1);
			expect(Math.hypot(place.x - DRAWING / 2, place.y - DRAWING / 2)).toBeGreaterThan(
				ring.table + ring.seat
			);
		}
	});
});

test('the first seat is at the bottom', () => {
	expect(ringOf(5).places[0]).toMatchObject({ outX: 0, outY: 1 });
});

test('more than fit are still a ring of 24', () => expect(ringOf(200).places).toHaveLength(MOST_SEATS));
