/** Changes that know where fields begin and end. Each gives a new list of pieces. */
import { joined } from '#lib/seal/frame-bytes.ts';
import type { Seeded } from '../simulation/seeded.ts';
import { hostileKeys } from './hostile-keys.ts';
import { putTogether, type Piece } from './pieces.ts';

/** One to three changes; `others` are inputs of the same kind to take fields from. */
export function mutated(
	pieces: readonly Piece[],
	others: readonly (readonly Piece[])[],
	seeded: Seeded
): Uint8Array {
	let changed = pieces;
	const among = seeded.below(3) === 0 ? gentle : changes;
	for (let left = 1 + seeded.below(3); left > 0; left--) {
		if (changed.length === 0) break;
		changed = seeded.pick(among)(changed, seeded, seeded.pick(others));
	}
	const bytes = putTogether(changed);
	return seeded.below(12) === 0 ? cut(bytes, seeded) : bytes;
}

type Change = (pieces: readonly Piece[], seeded: Seeded, other: readonly Piece[]) => readonly Piece[];

const changes: readonly Change[] = [
	flipped,
	flipped,
	renumbered,
	renumbered,
	refilled,
	resized,
	refitted,
	fromAnother,
	fromAnother,
	spliced,
	swapped,
	dropped,
	doubled,
	reversed,
	cutAtBoundary,
	withHostileKey,
	withAnyOfTheSameLength
];

/** What is likely to keep its form, and so gets further. */
const gentle: readonly Change[] = [fromAnother, withAnyOfTheSameLength, refitted, flipped];

function flipped(pieces: readonly Piece[], seeded: Seeded): Piece[] {
	return at(pieces, seeded, ({ kind, bytes }) => {
		const changed = bytes.slice();
		const bit = seeded.below(Math.max(1, bytes.length * 8));
		changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
		return { kind, bytes: changed };
	});
}

/** Lengths and counts: off by one, none, giant, anything. */
function renumbered(pieces: readonly Piece[], seeded: Seeded): Piece[] {
	const numbers = pieces.flatMap(({ kind }, i) => (kind === 'number' ? [i] : []));
	if (numbers.length === 0) return [...pieces];
	const place = seeded.pick(numbers);
	return pieces.map((piece, i) =>
		i === place ? { kind: 'number', bytes: otherNumber(piece, seeded) } : piece
	);
}

function otherNumber({ bytes }: Piece, seeded: Seeded): Uint8Array {
	const changed = bytes.slice();
	switch (seeded.below(6)) {
		case 0:
			return changed.fill(0);
		case 1:
			return changed.fill(255);
		case 2:
			// Just above and just below what a signed or a safe number holds.
			return changed.fill(0).fill(seeded.pick([0x7f, 0x80, 0x20, 0x1f]), 0, 1);
		case 3:
			return seeded.bytes(bytes.length);
		case 4:
			return stepped(changed, 1);
		default:
			return stepped(changed, -1);
	}
}

function stepped(bytes: Uint8Array, by: number): Uint8Array {
	for (let i = bytes.length - 1, carry = by; i >= 0 && carry !== 0; i--) {
		const sum = (bytes[i] ?? 0) + carry;
		bytes[i] = sum;
		carry = sum < 0 ? -1 : sum > 255 ? 1 : 0;
	}
	return bytes;
}

function refilled(pieces: readonly Piece[], seeded: Seeded): Piece[] {
	return at(pieces, seeded, ({ kind, bytes }) => ({
		kind,
		bytes: seeded.below(3) === 0 ? seeded.bytes(bytes.length) : bytes.slice().fill(seeded.pick([0, 255]))
	}));
}

/** The length that stands before it no longer fits. */
function resized(pieces: readonly Piece[], seeded: Seeded): Piece[] {
	return at(pieces, seeded, ({ kind, bytes }) => {
		const how = seeded.below(4);
		if (how === 0) return { kind, bytes: bytes.slice(0, -1) };
		if (how === 1) return { kind, bytes: new Uint8Array() };
		return { kind, bytes: joined(bytes, seeded.bytes(how === 2 ? 1 : 1 + seeded.below(80))) };
	});
}

/** Other bytes behind a length that fits them. */
function refitted(pieces: readonly Piece[], seeded: Seeded): Piece[] {
	const lengths = pieces.flatMap(({ kind }, i) =>
		kind === 'number' && pieces[i + 1]?.kind === 'raw' ? [i] : []
	);
	if (lengths.length === 0) return [...pieces];
	const place = seeded.pick(lengths);
	const bytes = seeded.bytes(seeded.pick([0, 1, 2, 16, 31, 32, 33, 48, 64, 255]));
	const changed = [...pieces];
	const width = pieces[place]?.bytes.length ?? 1;
	changed[place] = { kind: 'number', bytes: stepped(new Uint8Array(width), bytes.length) };
	changed[place + 1] = { kind: 'raw', bytes };
	return changed;
}

function fromAnother(pieces: readonly Piece[], seeded: Seeded, other: readonly Piece[]): Piece[] {
	const place = seeded.below(pieces.length);
	return pieces.map((piece, i) => (i === place ? (other[i] ?? piece) : piece));
}

/** Any field of another input that is as long: an id for an id, a key for a key. */
function withAnyOfTheSameLength(pieces: readonly Piece[], seeded: Seeded, other: readonly Piece[]): Piece[] {
	return at(pieces, seeded, (piece) => {
		const fitting = other.filter(({ bytes }) => bytes.length === piece.bytes.length);
		return fitting.length > 0 ? seeded.pick(fitting) : piece;
	});
}

function spliced(pieces: readonly Piece[], seeded: Seeded, other: readonly Piece[]): Piece[] {
	const place = seeded.below(pieces.length);
	return [...pieces.slice(0, place), ...other.slice(place)];
}

function swapped(pieces: readonly Piece[], seeded: Seeded): Piece[] {
	const [one, two] = [seeded.below(pieces.length), seeded.below(pieces.length)];
	return pieces.map((piece, i) => (i === one ? pieces[two] : i === two ? pieces[one] : piece) ?? piece);
}

function dropped(pieces: readonly Piece[], seeded: Seeded): Piece[] {
	const [from, count] = [seeded.below(pieces.length), 1 + seeded.below(3)];
	return pieces.filter((_, i) => i < from || i >= from + count);
}

function doubled(pieces: readonly Piece[], seeded: Seeded): Piece[] {
	const [from, count] = [seeded.below(pieces.length), 1 + seeded.below(5)];
	const run = pieces.slice(from, from + count);
	return [...pieces.slice(0, from), ...run, ...pieces.slice(from)];
}

function reversed(pieces: readonly Piece[], seeded: Seeded): Piece[] {
	const [from, count] = [seeded.below(pieces.length), 2 + seeded.below(6)];
	const run = pieces.slice(from, from + count).reverse();
	return [...pieces.slice(0, from), ...run, ...pieces.slice(from + count)];
}

function cutAtBoundary(pieces: readonly Piece[], seeded: Seeded): Piece[] {
	return pieces.slice(0, seeded.below(pieces.length));
}

function withHostileKey(pieces: readonly Piece[], seeded: Seeded): Piece[] {
	const keys = pieces.flatMap(({ bytes }, i) => (bytes.length === 32 ? [i] : []));
	if (keys.length === 0) return [...pieces];
	const place = seeded.pick(keys);
	return pieces.map((piece, i) => (i === place ? { kind: 'raw', bytes: seeded.pick(hostileKeys) } : piece));
}

/** Anywhere, or with something behind it. */
function cut(bytes: Uint8Array, seeded: Seeded): Uint8Array {
	if (seeded.below(3) === 0) return joined(bytes, seeded.bytes(1 + seeded.below(9)));
	return bytes.slice(0, seeded.below(bytes.length + 1));
}

function at(pieces: readonly Piece[], seeded: Seeded, change: (piece: Piece) => Piece): Piece[] {
	const place = seeded.below(pieces.length);
	return pieces.map((piece, i) => (i === place ? change(piece) : piece));
}
