/**
 * The sealed backup file. Numbers are big-endian.
 *
 *   "roundtable-backup/1\n" · 16 salt · 32 verifier · 4 check · chunks
 *
 *   hash      SHA-256("roundtable/backup/1" ‖ 0x00 ‖ u8 purpose ‖ …)
 *   check     beginning of the hash (0) of all before it: tells a damaged beginning from other words
 *   key       hash (1) of words ‖ salt; the words stand for 16 random bytes, so there is nothing to guess and no slow hash is needed
 *   verifier  hash (2) of words ‖ salt: tells wrong words from damage, and binds the file to one key, which a secretbox does not
 *   chunk     secretbox of 65,536 bytes (the last: 1 to 65,536) under the nonce u64 index · 15 zeros · u8 1 in the last chunk, else 0
 *   inside    u32 p, p × (u8 n, n name · u64 length, bytes)
 *
 * The salt makes each file's key its own, so nonces may count from 0. Index and last-chunk mark make a file that was cut, reordered
 * or joined from two damaged ("STREAM": Hoang, Reyhanitabar, Rogaway and Vizár, CRYPTO 2015).
 */
import nacl from 'tweetnacl';
import { FrameError, FrameReader, FrameWriter, joined, utf8 } from '#lib/seal/frame-bytes.ts';
import { hash } from '#lib/seal/frame-hash.ts';
import type { Random } from '#lib/seal/keys.ts';
import type { Secret } from '#lib/seal/secret.ts';
import { chunkCount, chunked, plainChunk, sealedChunk } from './backup-chunks.ts';

export interface BackupPart {
	/** At most 255 bytes of UTF-8. */
	readonly name: string;
	readonly bytes: Uint8Array;
}

export type OpenedBackup =
	/** The parts' bytes are views of one buffer. */
	| { readonly kind: 'opened'; readonly parts: readonly BackupPart[] }
	| { readonly kind: 'wrong-words' }
	| { readonly kind: 'not-a-backup' }
	/** Cut off or altered. */
	| { readonly kind: 'damaged' }
	/** Made by a newer version of the app. */
	| { readonly kind: 'newer' };

/** The whole file. `words` are 16 bytes. Takes the file's own size in memory besides the parts. */
export function sealBackup(parts: readonly BackupPart[], words: Secret, random: Random): Uint8Array {
	const plainLength = plaintext(parts).reduce((sum, piece) => sum + piece.length, 0);
	const file = new Uint8Array(
		headerLength + plainLength + chunkCount(plainLength) * nacl.secretbox.overheadLength
	);
	let at = 0;
	for (const piece of backupPieces(parts, words, random)) {
		file.set(piece, at);
		at += piece.length;
	}
	return file;
}

/** The same file piece by piece, for large backups: between two pieces the caller may let the screen breathe. */
export function* backupPieces(
	parts: readonly BackupPart[],
	words: Secret,
	random: Random
): Generator<Uint8Array, void, void> {
	const salt = random(saltLength);
	const unchecked = joined(magic, salt, derived('verifier', words, salt));
	yield joined(unchecked, check(unchecked));
	const key = derived('key', words, salt);
	let index = 0;
	for (const { bytes, last } of chunked(plaintext(parts))) {
		yield nacl.secretbox(bytes, nonceOf(index++, last), key);
	}
	key.fill(0);
}

/** Opens a file of any origin. Never throws on hostile bytes. */
export function openBackup(file: Uint8Array, words: Secret): OpenedBackup {
	const version = /^roundtable-backup\/([1-9]\d{0,4})\n/.exec(
		String.fromCharCode(...file.subarray(0, 32))
	)?.[1];
	if (version === undefined) return { kind: 'not-a-backup' };
	if (version !== '1') return { kind: 'newer' };
	const header = file.subarray(0, headerLength);
	const unchecked = header.subarray(0, -checkLength);
	if (header.length < headerLength || !nacl.verify(header.subarray(-checkLength), check(unchecked))) {
		return { kind: 'damaged' };
	}
	const salt = unchecked.subarray(magic.length, magic.length + saltLength);
	if (!nacl.verify(unchecked.subarray(-verifierLength), derived('verifier', words, salt))) {
		return { kind: 'wrong-words' };
	}
	const opened = openChunks(file.subarray(headerLength), derived('key', words, salt));
	const parts = opened && readParts(opened);
	return parts ? { kind: 'opened', parts } : { kind: 'damaged' };
}

const magic = utf8('roundtable-backup/1\n');
const saltLength = 16;
const verifierLength = 32;
const checkLength = 4;
const headerLength = magic.length + saltLength + verifierLength + checkLength;

function openChunks(sealed: Uint8Array, key: Uint8Array): Uint8Array | null {
	const count = Math.max(1, Math.ceil(sealed.length / sealedChunk));
	const plain = new Uint8Array(Math.max(0, sealed.length - count * nacl.secretbox.overheadLength));
	for (let index = 0; index < count; index++) {
		const chunk = sealed.subarray(index * sealedChunk, (index + 1) * sealedChunk);
		const opened = nacl.secretbox.open(chunk, nonceOf(index, index === count - 1), key);
		if (!opened || opened.length === 0) return null;
		plain.set(opened, index * plainChunk);
	}
	return plain;
}

function readParts(plain: Uint8Array): BackupPart[] | null {
	try {
		const read = new FrameReader(plain);
		const parts: BackupPart[] = [];
		for (let left = read.u32(); left > 0; left--) {
			parts.push({ name: read.name(), bytes: read.raw(read.u64()) });
		}
		read.end();
		return parts;
	} catch (error) {
		if (error instanceof FrameError) return null;
		throw error;
	}
}

function plaintext(parts: readonly BackupPart[]): Uint8Array[] {
	const pieces = [new FrameWriter().u32(parts.length).done()];
	for (const { name, bytes } of parts)
		pieces.push(new FrameWriter().name(name).u64(bytes.length).done(), bytes);
	return pieces;
}

function nonceOf(index: number, last: boolean): Uint8Array {
	return new FrameWriter()
		.u64(index)
		.raw(new Uint8Array(15))
		.u8(last ? 1 : 0)
		.done();
}

function check(unchecked: Uint8Array): Uint8Array {
	return hash('roundtable/backup/1', Uint8Array.of(0), unchecked).subarray(0, checkLength);
}

function derived(purpose: 'key' | 'verifier', words: Secret, salt: Uint8Array): Uint8Array {
	if (words.reveal().length !== 16) throw new Error('a backup is sealed under 16 bytes of words');
	return hash('roundtable/backup/1', Uint8Array.of(purpose === 'key' ? 1 : 2), words.reveal(), salt);
}
