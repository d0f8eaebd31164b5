import fc from 'fast-check';
import nacl from 'tweetnacl';
import { describe, expect, it } from 'vitest';
import { FrameError, FrameWriter, joined, utf8 } from '#lib/seal/frame-bytes.ts';
import { hash } from '#lib/seal/frame-hash.ts';
import { Secret } from '#lib/seal/secret.ts';
import { plainChunk, sealedChunk } from './backup-chunks.ts';
import { backupPieces, openBackup, sealBackup, type BackupPart } from './backup-file.ts';
import { seededRandom } from '../../../tests/seeded-random.ts';

const random = seededRandom('backup');
const words = new Secret(random(16));
const headerLength = 20 + 16 + 32 + 4;
const part = (name: string, length: number): BackupPart => ({ name, bytes: random(length) });
const small = [part('home', 100), part('case/1', 0), part('ärger/😀', 33)];
const large = [part('a', plainChunk - 1), part('b', 3 * plainChunk), part('c', 5)];

function chunksOf(file: Uint8Array): Uint8Array[] {
	const body = file.subarray(headerLength);
	return Array.from({ length: Math.ceil(body.length / sealedChunk) }, (_, i) =>
		body.slice(i * sealedChunk, (i + 1) * sealedChunk)
	);
}

describe('a backup file', () => {
	it.each([
		['nothing', []],
		['small parts', small],
		['parts over several chunks', large]
	])('gives back %s as it was', (_, parts) => {
		expect(openBackup(sealBackup(parts, words, random), words)).toEqual({ kind: 'opened', parts });
	});

	it('gives back whatever was in it, also where chunks end exactly', () => {
		const framing = 4 + 1 + 1 + 8;
		for (const length of [plainChunk, plainChunk * 2].flatMap((full) => [full - 1, full, full + 1])) {
			const parts = [part('x', length - framing)];
			const file = sealBackup(parts, words, random);
			expect(openBackup(file, words)).toEqual({ kind: 'opened', parts });
			expect(chunksOf(file)).toHaveLength(Math.ceil(length / plainChunk));
		}
		const anyPart = fc.record({
			name: fc.string({ unit: 'grapheme', maxLength: 20 }),
			bytes: fc.uint8Array({ maxLength: 300 })
		});
		fc.assert(
			fc.property(fc.array(anyPart, { maxLength: 5 }), (parts) => {
				expect(openBackup(sealBackup(parts, words, random), words)).toEqual({ kind: 'opened', parts });
			})
		);
	});

	it('comes whole or in pieces', () => {
		const pieces = [...backupPieces(large, words, seededRandom('same'))];
		expect(joined(...pieces)).toEqual(sealBackup(large, words, seededRandom('same')));
		expect(pieces.length).toBe(1 + chunksOf(joined(...pieces)).length);
	});

	it('shows neither names nor contents, and is new each time', () => {
		const parts = [{ name: 'canary-name', bytes: utf8('canary-content') }];
		const [one, other] = [sealBackup(parts, words, random), sealBackup(parts, words, random)];
		expect(new TextDecoder('latin1').decode(one)).not.toContain('canary');
		expect(chunksOf(one)[0]).not.toEqual(chunksOf(other)[0]);
	});

	it('tells wrong words from damage', () => {
		const file = sealBackup(small, words, random);
		expect(openBackup(file, new Secret(random(16)))).toEqual({ kind: 'wrong-words' });
		expect(openBackup(file.subarray(0, -1), words)).toEqual({ kind: 'damaged' });
	});

	it('tells what is no backup, or a newer one', () => {
		const file = sealBackup(small, words, random);
		const others = [
			'',
			'roundtable-backup/',
			'roundtable-backup/x\n',
			'roundtable-backup/1\r\n',
			'%PDF-1.7',
			'\n'
		];
		for (const other of others) expect(openBackup(utf8(other), words)).toEqual({ kind: 'not-a-backup' });
		for (let length = 0; length < 20; length++) {
			expect(openBackup(file.subarray(0, length), words)).toEqual({ kind: 'not-a-backup' });
		}
		for (const version of ['2', '10', '99999']) {
			const newer = joined(utf8(`roundtable-backup/${version}\n`), file.subarray(20));
			expect(openBackup(newer, words)).toEqual({ kind: 'newer' });
		}
		expect(openBackup(joined(utf8('x'), file), words)).toEqual({ kind: 'not-a-backup' });
	});

	it('is damaged, and nothing else, with any byte behind its name altered or missing', () => {
		const file = sealBackup(small, words, random);
		for (let i = 20; i < file.length; i++) {
			const altered = file.slice();
			altered[i] = (altered[i] ?? 0) ^ (1 << (i & 7));
			expect(openBackup(altered, words)).toEqual({ kind: 'damaged' });
			expect(openBackup(file.subarray(0, i), words)).toEqual({ kind: 'damaged' });
		}
		expect(openBackup(joined(file, Uint8Array.of(0)), words)).toEqual({ kind: 'damaged' });
	});

	it('is damaged when chunks are cut off, swapped, repeated or taken from another file', () => {
		const file = sealBackup(large, words, random);
		const header = file.subarray(0, headerLength);
		const chunks = chunksOf(file);
		const others = chunksOf(sealBackup(large, words, random));
		const from = (...of: (Uint8Array | undefined)[]) =>
			joined(header, ...of.map((chunk) => chunk ?? new Uint8Array()));
		const [a, b, c, d, e] = chunks;
		expect(chunks).toHaveLength(5);
		expect(openBackup(from(a, b, c, d, e), words).kind).toBe('opened');
		const hostile = [
			from(),
			from(a),
			from(a, b, c, d),
			from(a, c, b, d, e),
			// These two lie within one part: nothing but the nonce tells them apart.
			from(a, b, d, c, e),
			from(a, b, c, c, e),
			from(b, c, d, e),
			from(a, b, c, e),
			from(a, b, c, d, e, e),
			from(a, b, c, d, e, nacl.secretbox(new Uint8Array(), new Uint8Array(24), new Uint8Array(32))),
			from(a, others[1], c, d, e),
			from(e)
		];
		for (const altered of hostile) expect(openBackup(altered, words)).toEqual({ kind: 'damaged' });
	});

	it('that holds the words’ key and no parts in their form is damaged', () => {
		const salt = random(16);
		const key = hash('roundtable/backup/1', Uint8Array.of(1), words.reveal(), salt);
		const verifier = hash('roundtable/backup/1', Uint8Array.of(2), words.reveal(), salt);
		const unchecked = joined(utf8('roundtable-backup/1\n'), salt, verifier);
		const header = joined(unchecked, hash('roundtable/backup/1', Uint8Array.of(0), unchecked).subarray(0, 4));
		const nonce = (index: number, last: number) =>
			Uint8Array.of(...new Uint8Array(7), index, ...new Uint8Array(15), last);
		const sealed = (plain: Uint8Array) => joined(header, nacl.secretbox(plain, nonce(0, 1), key));
		const full = new FrameWriter()
			.u32(1)
			.name('x')
			.u64(plainChunk - 14)
			.raw(new Uint8Array(plainChunk - 14))
			.done();
		const ending = nacl.secretbox(new Uint8Array(), nonce(1, 1), key);
		expect(openBackup(sealed(full), words).kind).toBe('opened');
		expect(openBackup(joined(header, nacl.secretbox(full, nonce(0, 0), key), ending), words).kind).toBe(
			'damaged'
		);
		expect(openBackup(sealed(new Uint8Array(4)), words)).toEqual({ kind: 'opened', parts: [] });
		expect(openBackup(sealed(new Uint8Array()), words)).toEqual({ kind: 'damaged' });
		expect(openBackup(sealed(new Uint8Array(5)), words)).toEqual({ kind: 'damaged' });
		fc.assert(
			fc.property(fc.uint8Array({ minLength: 1, maxLength: 60 }), (plain) => {
				expect(['opened', 'damaged']).toContain(openBackup(sealed(plain), words).kind);
			})
		);
	});

	it('never throws on any bytes', () => {
		const header = sealBackup(small, words, random).subarray(0, headerLength);
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(headerLength), (bytes, kept) => {
				expect(openBackup(bytes, words).kind).toBe('not-a-backup');
				expect(openBackup(joined(header.subarray(0, kept), bytes), words).kind).not.toBe('opened');
			})
		);
	});

	it('is sealed under 16 bytes and names of at most 255', () => {
		expect(() => sealBackup(small, new Secret(random(15)), random)).toThrow('16 bytes');
		expect(() => sealBackup([part('x'.repeat(256), 1)], words, random)).toThrow(FrameError);
	});
});
