/** "On the device", and a reader's token. */
import nacl from 'tweetnacl';
import { Bytes, must } from './bytes.ts';
import { H, isSigned } from './keys.ts';

export function readDraft(draft: Uint8Array, channelKey: Uint8Array): Buffer[] {
	const key = H('roundtable/draft-key/1', channelKey);
	const read = new Bytes(unsealed(draft.slice(24), draft.slice(0, 24), key));
	const updates = read.many(read.u16(), () => read.part());
	read.end();
	return updates;
}

export interface Part {
	readonly name: string;
	readonly bytes: Buffer;
}

export function readBackup(file: Uint8Array, words: Uint8Array): Part[] {
	const read = new Bytes(file);
	must(read.raw(20).toString() === 'roundtable-backup/1\n', 'a backup');
	const [salt, verifier] = [read.raw(16), read.raw(32)];
	const hash = (purpose: number, ...parts: Uint8Array[]) =>
		H('roundtable/backup/1', Buffer.of(purpose), ...parts);
	must(hash(0, file.subarray(0, read.at)).subarray(0, 4).equals(read.raw(4)), 'the check');
	must(hash(2, words, salt).equals(verifier), 'the words');
	const inside = new Bytes(unchunked(file.subarray(read.at), hash(1, words, salt)));
	const parts = inside.many(inside.u32(), () => ({ name: inside.name(), bytes: inside.raw(inside.u64()) }));
	inside.end();
	return parts;
}

export function readToken(token: string, address: string, log: string) {
	const read = new Bytes(Buffer.from(token, 'base64url'));
	const [publicKey, nonce, signature] = [read.raw(32), read.raw(32), read.raw(64)];
	read.end();
	const message = [Buffer.from('roundtable/token/1\0'), nonce, Buffer.from(`${address}\0${log}`)];
	must(isSigned(publicKey, Buffer.concat(message), signature), 'a signature for this log');
	return { publicKey, nonce };
}

function unchunked(sealed: Uint8Array, key: Buffer): Buffer {
	const chunk = 65_536 + nacl.secretbox.overheadLength;
	const chunks: Buffer[] = [];
	for (let at = 0; at < sealed.length; at += chunk) {
		const nonce = Buffer.alloc(24);
		nonce.writeBigUInt64BE(BigInt(chunks.length));
		nonce.writeUInt8(at + chunk >= sealed.length ? 1 : 0, 23);
		chunks.push(unsealed(sealed.slice(at, at + chunk), nonce, key));
	}
	return Buffer.concat(chunks);
}

function unsealed(sealed: Uint8Array, nonce: Uint8Array, key: Uint8Array): Buffer {
	const opened = nacl.secretbox.open(sealed, nonce, key);
	must(opened !== null, 'what this key opens');
	return Buffer.from(opened);
}
