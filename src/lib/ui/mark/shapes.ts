import type { SeatShape } from './seat.ts';

/** Outlines of a seat around (0,0) with radius 1, of about the same weight to the eye. */
export const SHAPE_PATHS: Readonly<Record<SeatShape, string>> = {
	circle: 'M-.94 0A.94 .94 0 1 1 .94 0A.94 .94 0 1 1-.94 0Z',
	square:
		'M-.6-.86H.6A.26 .26 0 0 1 .86-.6V.6A.26 .26 0 0 1 .6 .86H-.6A.26 .26 0 0 1-.86 .6V-.6A.26 .26 0 0 1-.6-.86Z',
	diamond:
		'M-.16-.95A.23 .23 0 0 1 .16-.95L.95-.16A.23 .23 0 0 1 .95 .16L.16 .95A.23 .23 0 0 1-.16 .95L-.95 .16A.23 .23 0 0 1-.95-.16Z',
	hexagon:
		'M-.4-.88H.4A.2 .2 0 0 1 .57-.78L.95-.11A.2 .2 0 0 1 .95 .11L.57 .78A.2 .2 0 0 1 .4 .88H-.4A.2 .2 0 0 1-.57 .78L-.95 .11A.2 .2 0 0 1-.95-.11L-.57-.78A.2 .2 0 0 1-.4-.88Z',
	arch: 'M-.84 0A.84 .9 0 0 1 .84 0V.66A.2 .2 0 0 1 .64 .86H-.64A.2 .2 0 0 1-.84 .66Z',
	flower: flower(6)
};

function flower(petals: number): string {
	const points = Array.from({ length: petals }, (_, index) => {
		const angle = (index / petals) * 2 * Math.PI - Math.PI / 2 - Math.PI / petals;
		return `${(0.82 * Math.cos(angle)).toFixed(3)} ${(0.82 * Math.sin(angle)).toFixed(3)}`;
	});
	const arcs = [...points.slice(1), points[0]].map((point) => `A.43 .43 0 0 1 ${point}`).join('');
	return `M${points[0]}${arcs}Z`;
}
