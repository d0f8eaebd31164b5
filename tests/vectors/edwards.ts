/** Arithmetic on edwards25519 in its plainest form (RFC 8032 §5.1), slow and not constant-time: only to make hostile signatures. */
import { createHash } from 'node:crypto';

export const p = 2n ** 255n - 19n;
export const order = 2n ** 252n + 27742317777372353535851937790883648493n;
const d = mod(-121665n * power(121666n, p - 2n));

export interface Point {
	readonly x: bigint;
	readonly y: bigint;
}

export const zero: Point = { x: 0n, y: 1n };
export const base: Point = decodePoint(littleEndian(mod(4n * power(5n, p - 2n)))) ?? zero;

export function add(a: Point, b: Point): Point {
	const product = mod(d * a.x * b.x * a.y * b.y);
	return {
		x: mod((a.x * b.y + a.y * b.x) * power(1n + product, p - 2n)),
		y: mod((a.y * b.y + a.x * b.x) * power(1n - product, p - 2n))
	};
}

export function times(scalar: bigint, point: Point): Point {
	let sum = zero;
	let step = point;
	for (let left = scalar; left > 0n; left >>= 1n) {
		if (left & 1n) sum = add(sum, step);
		step = add(step, step);
	}
	return sum;
}

export function encodePoint({ x, y }: Point): Uint8Array {
	const bytes = littleEndian(y);
	bytes[31] = (bytes[31] ?? 0) | Number((x & 1n) << 7n);
	return bytes;
}

export function decodePoint(bytes: Uint8Array): Point | null {
	const number = fromLittleEndian(bytes);
	const y = mod(number & (2n ** 255n - 1n));
	const u = mod(y * y - 1n);
	const v = mod(d * y * y + 1n);
	let x = mod(u * power(v, 3n) * power(u * power(v, 7n), (p - 5n) / 8n));
	if (mod(v * x * x) === mod(-u)) x = mod(x * power(2n, (p - 1n) / 4n));
	if (mod(v * x * x) !== u) return null;
	return { x: (x & 1n) === number >> 255n ? x : mod(-x), y };
}

/** The eight points whose order divides 8. */
export function smallPoints(): Point[] {
	for (let y = 2n; ; y++) {
		const point = decodePoint(littleEndian(y));
		const small = point && times(order, point);
		if (small && times(4n, small).y !== 1n)
			return Array.from({ length: 8 }, (_, i) => times(BigInt(i), small));
	}
}

/** SHA-512(R ‖ A ‖ message) as a scalar: what ties a signature to its key and message. */
export function challenge(r: Uint8Array, a: Uint8Array, message: Uint8Array): bigint {
	return (
		fromLittleEndian(new Uint8Array(createHash('sha512').update(r).update(a).update(message).digest())) %
		order
	);
}

export function littleEndian(number: bigint): Uint8Array {
	return Uint8Array.from({ length: 32 }, (_, i) => Number((number >> BigInt(8 * i)) & 255n));
}

export function fromLittleEndian(bytes: Uint8Array): bigint {
	return bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

function mod(number: bigint): bigint {
	return ((number % p) + p) % p;
}

function power(number: bigint, exponent: bigint): bigint {
	let result = 1n;
	let square = mod(number);
	for (let left = exponent; left > 0n; left >>= 1n) {
		if (left & 1n) result = (result * square) % p;
		square = (square * square) % p;
	}
	return result;
}
