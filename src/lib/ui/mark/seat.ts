/** How one person is drawn everywhere: a colour, a shape and initials, all from their id and name alone. */
export interface SeatLook {
	/** 0–7: the token `--seat-N`. */
	readonly colour: number;
	readonly shape: SeatShape;
}

export const SEAT_SHAPES = ['circle', 'square', 'diamond', 'hexagon', 'arch', 'flower'] as const;
export type SeatShape = (typeof SEAT_SHAPES)[number];

export const SEAT_COLOURS = 8;

export function seatLook(id: string): SeatLook {
	const hash = fnv1a(id);
	const shape = SEAT_SHAPES[Math.floor(hash / SEAT_COLOURS) % SEAT_SHAPES.length] ?? 'circle';
	return { colour: hash % SEAT_COLOURS, shape };
}

/** At most two letters: the first of the first and of the last word; works for any script and for emoji. */
export function initials(name: string): string {
	const words = name
		.slice(0, 200)
		.split(/[\s\-–_.,;:()/\\'"]+/u)
		.filter((word) => word !== '');
	const first = firstLetter(words[0]);
	const last = words.length > 1 ? firstLetter(words.at(-1)) : '';
	return first + last || '?';
}

const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

function firstLetter(word: string | undefined): string {
	if (word === undefined) return '';
	for (const { segment } of letters.segment(word.slice(0, 32))) return segment.toLocaleUpperCase();
	return '';
}

/** 32-bit FNV-1a over UTF-16 units: stable on every device, nothing secret in it. */
function fnv1a(text: string): number {
	let hash = 0x811c9dc5;
	for (let at = 0; at < text.length; at++) {
		hash ^= text.charCodeAt(at);
		hash = Math.imul(hash, 0x01000193);
	}
	// Murmur's last step: without it, ids that differ little look alike.
	hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
	hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
	return (hash ^ (hash >>> 16)) >>> 0;
}
