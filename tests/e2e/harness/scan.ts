import { inflated } from './inflated.ts';

export interface Finding {
	readonly canary: string;
	/** How it was hidden, from outside in: `zlib > utf-16le`. */
	readonly as: string;
	readonly offset: number;
}

/** As many streams inside streams are looked into. */
const DEEPEST = 3;

/**
 * Every place where a secret word lies in some bytes: as UTF-8, UTF-16, base64 in its three alignments, hex, or inside a stream
 * that inflates. A canary is plain ASCII, 16 characters or more, random enough to lie nowhere by chance.
 */
export function scan(bytes: Uint8Array, canaries: readonly string[]): Finding[] {
	return look(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), canaries.map(disguises), []);
}

interface Disguises {
	readonly canary: string;
	readonly needles: readonly (readonly [as: string, needle: Buffer])[];
}

function look(bytes: Buffer, all: readonly Disguises[], inside: readonly string[]): Finding[] {
	const findings: Finding[] = [];
	for (const { canary, needles } of all) {
		for (const [as, needle] of needles) {
			const offset = bytes.indexOf(needle);
			if (offset >= 0) findings.push({ canary, as: [...inside, as].join(' > '), offset });
		}
	}
	if (inside.length < DEEPEST)
		for (const { as, content } of inflated(bytes)) findings.push(...look(content, all, [...inside, as]));
	return findings;
}

function disguises(canary: string): Disguises {
	const plain = Buffer.from(canary, 'latin1');
	const wide = Buffer.from(canary, 'utf16le');
	const text = (as: string, needle: string) => [as, Buffer.from(needle, 'latin1')] as const;
	const texts = [
		['utf-8', plain],
		['utf-16le', wide],
		['utf-16be', Buffer.from(wide).swap16()]
	] as const;
	return {
		canary,
		needles: [
			...texts,
			...texts.flatMap(([name, words]) => [
				text(`hex of ${name}`, words.toString('hex')),
				text(`hex of ${name}`, words.toString('hex').toUpperCase()),
				...[0, 1, 2].flatMap((shift) => [
					text(`base64 of ${name}`, inBase64(words, shift)),
					text(`base64url of ${name}`, inBase64(words, shift).replaceAll('+', '-').replaceAll('/', '_'))
				])
			]),
			...[0, 1, 2, 3, 4, 5, 6, 7].map((shift) => ['deflate', inFixedCode(plain, shift)] as const)
		]
	};
}

/** The letters that stand for these bytes whatever stands around them, where they begin `shift` bytes into a group of three. */
function inBase64(bytes: Buffer, shift: number): string {
	const encoded = Buffer.concat([Buffer.alloc(shift), bytes])
		.toString('base64')
		.replaceAll('=', '');
	const first = Math.ceil((shift * 8) / 6);
	const last = Math.floor(((shift + bytes.length) * 8) / 6);
	return encoded.slice(first, last);
}

/**
 * These ASCII bytes as literals of deflate's fixed code, `shift` bits into a byte, without the bytes at the edges that they share.
 * Short texts are deflated so; the code itself is 0x30 more than the letter, highest bit first (RFC 1951 §3.2.6).
 */
function inFixedCode(bytes: Buffer, shift: number): Buffer {
	const codes = Buffer.from(bytes.map((byte) => reversed(byte + 0x30)));
	if (shift === 0) return codes;
	const shifted = Buffer.alloc(codes.length - 1);
	for (let index = 0; index < shifted.length; index++)
		shifted[index] = ((codes[index] ?? 0) >> (8 - shift)) | ((codes[index + 1] ?? 0) << shift);
	return shifted;
}

function reversed(byte: number): number {
	let turned = 0;
	for (let bit = 0; bit < 8; bit++) turned |= ((byte >> bit) & 1) << (7 - bit);
	return turned;
}
