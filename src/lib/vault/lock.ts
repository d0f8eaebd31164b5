/**
 * The lock of a vault: the key that its records are sealed under, itself sealed once for each way to open it. Numbers are big-endian.
 *
 *   lock  u8 1 · u8 n · n × slot
 *   slot  way · 24 nonce · 48 secretbox of the key
 *   way   u8 1, a passphrase: 16 salt · u32 KiB of memory · u32 passes
 *         u8 2, a passkey: part credential id · 32 salt
 *
 * A slot's secretbox is under SHA-256("roundtable/lock/1" ‖ 0x00 ‖ way ‖ 32 secret). The secret is Argon2id, in one lane, of the
 * passphrase's UTF-8 in NFKC, or what the passkey's PRF makes of the salt. So a way that was altered opens nothing.
 */
import nacl from 'tweetnacl';
import { FrameError, FrameReader, FrameWriter, joined } from '#lib/seal/frame-bytes.ts';
import { hash } from '#lib/seal/frame-hash.ts';
import type { Random } from '#lib/seal/keys.ts';
import type { Secret } from '#lib/seal/secret.ts';

export interface PassphraseWay {
	readonly kind: 'passphrase';
	readonly salt: Uint8Array;
	readonly memoryKiB: number;
	readonly passes: number;
}

export interface PasskeyWay {
	readonly kind: 'passkey';
	readonly credential: Uint8Array;
	readonly salt: Uint8Array;
}

export type Way = PassphraseWay | PasskeyWay;
export type WayKind = Way['kind'];

export interface Slot {
	readonly way: Way;
	readonly sealed: Uint8Array;
}

/** At most one slot of each kind. */
export type Lock = readonly Slot[];

export function sealSlot(way: Way, secret: Secret, key: Secret, random: Random): Slot {
	const nonce = random(nonceLength);
	const slotKey = slotKeyOf(way, secret);
	const sealed = joined(nonce, nacl.secretbox(key.reveal(), nonce, slotKey));
	slotKey.fill(0);
	return { way, sealed };
}

/** The vault's key; null if the secret is not this slot's, or the slot was altered: nobody can tell which. */
export function openSlot({ way, sealed }: Slot, secret: Secret): Uint8Array | null {
	const slotKey = slotKeyOf(way, secret);
	const key = nacl.secretbox.open(sealed.slice(nonceLength), sealed.slice(0, nonceLength), slotKey);
	slotKey.fill(0);
	return key;
}

export function slotOf<K extends WayKind>(
	lock: Lock,
	kind: K
): (Slot & { readonly way: Extract<Way, { kind: K }> }) | undefined {
	return lock.find((slot): slot is Slot & { way: Extract<Way, { kind: K }> } => slot.way.kind === kind);
}

/** With this slot in place of any other of its kind. */
export function withSlot(lock: Lock, slot: Slot): Lock {
	return [...withoutSlot(lock, slot.way.kind), slot];
}

export function withoutSlot(lock: Lock, kind: WayKind): Lock {
	return lock.filter(({ way }) => way.kind !== kind);
}

export function encodeLock(lock: Lock): Uint8Array {
	const write = new FrameWriter().u8(version).u8(lock.length);
	for (const { way, sealed } of lock) write.raw(encodeWay(way)).raw(sealed);
	return write.done();
}

/** Null for what is no lock that we know, or would cost more than any that is made. */
export function decodeLock(bytes: Uint8Array): Lock | null {
	try {
		const read = new FrameReader(bytes);
		if (read.u8() !== version) return null;
		const lock: Slot[] = [];
		for (let left = read.u8(); left > 0; left--) {
			lock.push({ way: readWay(read), sealed: read.raw(sealedLength).slice() });
		}
		read.end();
		return lock.length > 0 && new Set(lock.map(({ way }) => way.kind)).size === lock.length ? lock : null;
	} catch (error) {
		if (error instanceof FrameError) return null;
		throw error;
	}
}

const version = 1;
const nonceLength = 24;
const keyLength = 32;
const sealedLength = nonceLength + keyLength + nacl.secretbox.overheadLength;
const saltLength = { passphrase: 16, passkey: 32 };
/** 1 GiB and 64 passes: what no device of today would be asked for. */
const most = { memoryKiB: 2 ** 20, passes: 64 };

function encodeWay(way: Way): Uint8Array {
	if (way.kind === 'passkey') {
		return new FrameWriter().u8(2).part(way.credential).raw(way.salt).done();
	}
	return new FrameWriter().u8(1).raw(way.salt).u32(way.memoryKiB).u32(way.passes).done();
}

function readWay(read: FrameReader): Way {
	const kind = read.u8();
	if (kind === 2) {
		const credential = read.part(1024).slice();
		return { kind: 'passkey', credential, salt: read.raw(saltLength.passkey).slice() };
	}
	if (kind !== 1) throw new FrameError('kind');
	const salt = read.raw(saltLength.passphrase).slice();
	const [memoryKiB, passes] = [read.u32(), read.u32()];
	const bounded = memoryKiB >= 8 && memoryKiB <= most.memoryKiB && passes >= 1 && passes <= most.passes;
	if (!bounded) throw new FrameError('length');
	return { kind: 'passphrase', salt, memoryKiB, passes };
}

function slotKeyOf(way: Way, secret: Secret): Uint8Array {
	return hash('roundtable/lock/1', encodeWay(way), secret.reveal());
}
