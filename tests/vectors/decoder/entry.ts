/** "Entry". */
import nacl from 'tweetnacl';
import { Bytes, must, none } from './bytes.ts';
import { H, isSigned, nonceUnder, type ChannelKey } from './keys.ts';

export interface Entry {
	readonly bytes: Buffer;
	readonly kind: number;
	readonly document: Buffer;
	readonly channel: string;
	readonly epoch: number;
	readonly keyId: Buffer;
	readonly author: Buffer;
	readonly strand: Buffer;
	readonly seq: number;
	readonly previous: Buffer;
	readonly rosterHeads: readonly Buffer[];
	readonly clear: Buffer;
	readonly header: Buffer;
	readonly nonce: Buffer;
	readonly ciphertext: Buffer;
	readonly signature: Buffer;
	readonly id: Buffer;
	/** The document's id, also of its founding statement. */
	readonly belongsTo: Buffer;
	readonly client: number;
}

export interface Head {
	readonly client: number;
	readonly seq: number;
	readonly id: Buffer;
}

export interface Content {
	readonly time: number;
	readonly heads: readonly Head[];
	readonly payload: Buffer;
}

export const [update, pack, presence, statement] = [1, 2, 3, 4] as const;

export function readEntry(bytes: Uint8Array): Entry {
	const whole = Buffer.from(bytes);
	must(whole.length <= 2 ** 21, 'at most 2 MiB');
	const read = new Bytes(whole);
	must(read.u8() === 1, 'version 1');
	const header = {
		kind: read.u8(),
		document: read.raw(32),
		channel: read.channel(),
		epoch: read.u32(),
		keyId: read.raw(32),
		author: read.raw(32),
		strand: read.raw(16),
		seq: read.u32(),
		previous: read.raw(32),
		rosterHeads: read.many(read.u8(), () => read.raw(32)),
		clear: read.part()
	};
	must(header.kind >= update && header.kind <= statement, 'a known kind');
	must(header.clear.length === 0 || header.kind === pack || header.kind === statement, 'nothing in clear');
	must(header.seq > 0 || header.previous.equals(none), 'nothing before seq 0');
	const inOrder = header.rosterHeads.every((head, i, all) => i === 0 || head.compare(all[i - 1] ?? none) > 0);
	must(inOrder && header.rosterHeads.length <= 32, 'roster heads in order, at most 32');
	const end = read.at;
	const sealed = { nonce: read.raw(24), ciphertext: read.part(), signature: read.raw(64) };
	read.end();
	const id = H('roundtable/entry/1', whole.subarray(0, -64));
	const belongsTo = header.document.equals(none) ? H('roundtable/document/1', id) : header.document;
	const client = clientOf(belongsTo, header.channel, header.author, header.strand);
	return { ...header, ...sealed, bytes: whole, header: whole.subarray(0, end), id, belongsTo, client };
}

export function isSound({ author, id, signature }: Entry): boolean {
	return isSigned(author, Buffer.concat([Buffer.from('roundtable/signature/1\0'), id]), signature);
}

export function openEntry(entry: Entry, { channel, epoch, id, key }: ChannelKey): Content {
	must(channel === entry.channel && epoch === entry.epoch && id.equals(entry.keyId), 'the key that is named');
	const plaintext = nacl.secretbox.open(entry.ciphertext, entry.nonce, key);
	must(plaintext !== null, 'a ciphertext that this key opens');
	must(nonceUnder(key, entry.header, plaintext).equals(entry.nonce), 'the keyed hash for a nonce');
	return readContent(plaintext);
}

function readContent(plaintext: Uint8Array): Content {
	const read = new Bytes(plaintext);
	const time = read.u64();
	const heads = read.many(read.u16(), () => ({ client: read.u64(), seq: read.u32(), id: read.raw(32) }));
	const payload = read.part();
	must(plaintext.length === paddedTo(read.at), 'the padded length');
	must(
		plaintext.subarray(read.at).every((byte) => byte === 0),
		'zeros for padding'
	);
	return { time, heads, payload };
}

/** What only the signer adds is left out: the bytes before the signature. */
export function sealAnew(header: Buffer, { time, heads, payload }: Content, key: Buffer): Buffer {
	const parts = [u64(time), u16(heads.length)];
	for (const { client, seq, id } of heads) parts.push(u64(client), u32(seq), id);
	const bare = Buffer.concat([...parts, u32(payload.length), payload]);
	const plaintext = Buffer.concat([bare, Buffer.alloc(paddedTo(bare.length) - bare.length)]);
	const nonce = nonceUnder(key, header, plaintext);
	const ciphertext = nacl.secretbox(plaintext, nonce, key);
	return Buffer.concat([header, nonce, u32(ciphertext.length), ciphertext]);
}

export function clientOf(document: Buffer, channel: string, author: Buffer, strand: Buffer): number {
	const name = Buffer.concat([Buffer.of(channel.length), Buffer.from(channel)]);
	const first = H('roundtable/strand/1', document, name, author, strand).readBigUInt64BE();
	return Number(first % 2n ** 53n);
}

function paddedTo(length: number): number {
	if (length <= 512) return 512;
	const e = Math.floor(Math.log2(length));
	const step = 2 ** (e - Math.floor(Math.log2(e)) - 1);
	return Math.ceil(length / step) * step;
}

export function u16(value: number): Buffer {
	return Buffer.of(value >> 8, value & 255);
}

export function u32(value: number): Buffer {
	return Buffer.concat([u16(Math.floor(value / 2 ** 16)), u16(value % 2 ** 16)]);
}

function u64(value: number): Buffer {
	return Buffer.concat([u32(Math.floor(value / 2 ** 32)), u32(value % 2 ** 32)]);
}
