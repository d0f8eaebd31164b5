/**
 * A ciphertext that opens under two keys: XSalsa20-Poly1305 does not commit to its key (Len, Grubbs and Ristenpart, "Partitioning Oracle
 * Attacks", USENIX 2021). Poly1305 is a polynomial over the blocks, so two free blocks solve for one tag under both keys.
 */
import nacl from 'tweetnacl';
import { fromLittleEndian } from '../vectors/edwards.ts';

const prime = 2n ** 130n - 5n;
const top = 2n ** 128n;
const block = 16;

/** A secretbox of `blocks` times 16 bytes; what it says under either key is noise. */
export function underTwoKeys(
	keys: readonly [Uint8Array, Uint8Array],
	nonce: Uint8Array,
	blocks: number
): Uint8Array {
	const rest = nacl.hash(nonce).subarray(0, block);
	for (let tag = 1n; tag < 1000n; tag++) {
		const [one, two] = keys.map((key) => lineOf(key, nonce, fromLittleEndian(rest), blocks, tag));
		const free = one && two ? solved(one, two) : null;
		if (!free) continue;
		const body = [...free.map(sixteenBytes), ...Array.from({ length: blocks - 2 }, () => rest)];
		return Uint8Array.from([sixteenBytes(tag), ...body].flatMap((bytes) => [...bytes]));
	}
	throw new Error('no two blocks of sixteen bytes solve it');
}

/** a·x + b·y = c, for the two free blocks, which come first. */
interface Line {
	readonly a: bigint;
	readonly b: bigint;
	readonly c: bigint;
}

function lineOf(key: Uint8Array, nonce: Uint8Array, rest: bigint, blocks: number, tag: bigint): Line {
	const [r, s] = oneTimeKey(key, nonce);
	let sum = 0n;
	for (let exponent = 1; exponent <= blocks - 2; exponent++) sum += (rest + top) * power(r, BigInt(exponent));
	const wanted = (((tag - s) % top) + top) % top;
	return { a: power(r, BigInt(blocks)), b: power(r, BigInt(blocks - 1)), c: mod(wanted - sum) };
}

/** Null if what solves it is not two blocks: each stands for sixteen bytes and a bit on top. */
function solved(one: Line, two: Line): readonly [bigint, bigint] | null {
	const inverse = power(mod(one.a * two.b - two.a * one.b), prime - 2n);
	const x = mod((one.c * two.b - two.c * one.b) * inverse) - top;
	const y = mod((one.a * two.c - two.a * one.c) * inverse) - top;
	return [x, y].every((value) => value >= 0n && value < top) ? [x, y] : null;
}

/** tweetnacl shows its parts, and its types do not say so. */
interface Lowlevel {
	crypto_stream(out: Uint8Array, at: number, length: number, nonce: Uint8Array, key: Uint8Array): number;
}

/** Poly1305's r and s are the first 32 bytes of the key stream. */
function oneTimeKey(key: Uint8Array, nonce: Uint8Array): [r: bigint, s: bigint] {
	const stream = new Uint8Array(32);
	(nacl as unknown as { lowlevel: Lowlevel }).lowlevel.crypto_stream(stream, 0, 32, nonce, key);
	const r = fromLittleEndian(stream.subarray(0, block)) & 0x0ffffffc0ffffffc0ffffffc0fffffffn;
	return [r, fromLittleEndian(stream.subarray(block))];
}

function sixteenBytes(number: bigint): Uint8Array {
	return Uint8Array.from({ length: block }, (_, i) => Number((number >> BigInt(8 * i)) & 255n));
}

function mod(number: bigint): bigint {
	return ((number % prime) + prime) % prime;
}

function power(base: bigint, exponent: bigint): bigint {
	let result = 1n;
	for (let [square, left] = [mod(base), exponent]; left > 0n; left >>= 1n) {
		if (left & 1n) result = mod(result * square);
		square = mod(square * square);
	}
	return result;
}
