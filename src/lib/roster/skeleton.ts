/**
 * A statement's skeleton: the clear part that relays read to enforce the roster. Names, relations and wishes are sealed in the
 * statement's content.
 *
 *   u8 type · then by type
 *   found   32 box key · capabilities · u8 k, k × (channel · u32 epoch · 32 key id) · boxes
 *   invite  32 signing key · 32 box key · capabilities · u64 expiry (ms since 1970, 0: none) · u8 flags (1: careful) · boxes
 *   accept  32 invite's id · 32 box key · 64 proof · boxes
 *   capabilities  u8 n, n × (channel · u8 1 view, 2 comment, 3 edit, 4 manage), channels ascending
 *   boxes         u8 n, n × (32 box key of the recipient · u32 length, box)
 *
 * Types 4 to 10 are kept for admit, capability, remove, replace, rotate, close and withdraw; a device that does not know a type
 * keeps the statement and waits for a newer version of itself.
 */
import {
	channelName,
	FrameError,
	FrameReader,
	FrameWriter,
	joined,
	utf8,
	type ChannelName
} from '#lib/seal/frame-bytes.ts';
import { isSoundBoxKey, isSoundPoint } from '#lib/seal/frame-verify.ts';
import { capabilities, type Capabilities } from './capability.ts';

export interface KeyInForce {
	readonly channel: ChannelName;
	readonly epoch: number;
	readonly keyId: Uint8Array;
}

export interface KeyBox {
	/** X25519 public key that the box was made for. */
	readonly recipient: Uint8Array;
	readonly box: Uint8Array;
}

export interface FoundSkeleton {
	readonly type: 'found';
	readonly boxKey: Uint8Array;
	readonly capabilities: Capabilities;
	readonly keys: readonly KeyInForce[];
	readonly boxes: readonly KeyBox[];
}

export interface InviteSkeleton {
	readonly type: 'invite';
	/** Ed25519 and X25519 public keys derived from the link's secret. */
	readonly signKey: Uint8Array;
	readonly boxKey: Uint8Array;
	readonly capabilities: Capabilities;
	/** Milliseconds since 1970; 0 for none. Relays enforce it; devices never judge by a clock. */
	readonly expiry: number;
	readonly careful: boolean;
	readonly boxes: readonly KeyBox[];
}

export interface AcceptSkeleton {
	readonly type: 'accept';
	/** The invite statement's entry id. */
	readonly invite: Uint8Array;
	readonly boxKey: Uint8Array;
	/** The invitation's signature over `acceptMessage`: whoever accepts has held the link. */
	readonly proof: Uint8Array;
	readonly boxes: readonly KeyBox[];
}

export type Skeleton = FoundSkeleton | InviteSkeleton | AcceptSkeleton;
export interface UnknownSkeleton {
	readonly type: 'unknown';
	readonly code: number;
}

const codes = { found: 1, invite: 2, accept: 3 } as const;

export function encodeSkeleton(skeleton: Skeleton): Uint8Array {
	const write = new FrameWriter().u8(codes[skeleton.type]);
	switch (skeleton.type) {
		case 'found':
			write.raw(skeleton.boxKey);
			writeCapabilities(write, skeleton.capabilities);
			write.u8(skeleton.keys.length);
			for (const key of skeleton.keys) write.name(key.channel).u32(key.epoch).raw(key.keyId);
			break;
		case 'invite':
			write.raw(skeleton.signKey).raw(skeleton.boxKey);
			writeCapabilities(write, skeleton.capabilities);
			write.u64(skeleton.expiry).u8(skeleton.careful ? 1 : 0);
			break;
		case 'accept':
			write.raw(skeleton.invite).raw(skeleton.boxKey).raw(skeleton.proof);
			break;
	}
	writeBoxes(write, skeleton.boxes);
	return write.done();
}

/** Throws FrameError on a skeleton of a known type that is not in its one form. */
export function parseSkeleton(bytes: Uint8Array): Skeleton | UnknownSkeleton {
	const read = new FrameReader(bytes);
	const code = read.u8();
	switch (code) {
		case codes.found:
			return ended(read, {
				type: 'found',
				boxKey: soundBoxKey(read.raw(32)),
				capabilities: readCapabilities(read),
				keys: readKeys(read),
				boxes: readBoxes(read)
			});
		case codes.invite:
			return ended(read, {
				type: 'invite',
				signKey: soundPoint(read.raw(32)),
				boxKey: soundBoxKey(read.raw(32)),
				capabilities: readCapabilities(read),
				expiry: read.u64(),
				careful: readFlag(read),
				boxes: readBoxes(read)
			});
		case codes.accept:
			return ended(read, {
				type: 'accept',
				invite: read.raw(32),
				boxKey: soundBoxKey(read.raw(32)),
				proof: read.raw(64),
				boxes: readBoxes(read)
			});
		default:
			return { type: 'unknown', code };
	}
}

const acceptDomain = utf8('roundtable/accept/1\0');

/** What an invitation's key signs for the one who accepts it: document, invite, and the newcomer's two public keys. */
export function acceptMessage(
	document: Uint8Array,
	invite: Uint8Array,
	author: Uint8Array,
	boxKey: Uint8Array
): Uint8Array {
	return joined(acceptDomain, document, invite, author, boxKey);
}

function ended<T>(read: FrameReader, skeleton: T): T {
	read.end();
	return skeleton;
}

function writeCapabilities(write: FrameWriter, of: Capabilities): void {
	write.u8(of.size);
	for (const channel of [...of.keys()].sort()) {
		const capability = of.get(channel);
		if (capability) write.name(channel).u8(capabilities.indexOf(capability) + 1);
	}
}

function readCapabilities(read: FrameReader): Capabilities {
	const of: [ChannelName, (typeof capabilities)[number]][] = [];
	for (let left = read.u8(); left > 0; left--) {
		const channel = channelName(read.name());
		const capability = capabilities[read.u8() - 1];
		const last = of.at(-1);
		if (!capability || (last && last[0] >= channel)) throw new FrameError('kind');
		of.push([channel, capability]);
	}
	return new Map(of);
}

function readKeys(read: FrameReader): KeyInForce[] {
	const keys: KeyInForce[] = [];
	for (let left = read.u8(); left > 0; left--) {
		const key = { channel: channelName(read.name()), epoch: read.u32(), keyId: read.raw(32) };
		if (keys.some(({ channel }) => channel === key.channel)) throw new FrameError('channel');
		keys.push(key);
	}
	return keys;
}

function writeBoxes(write: FrameWriter, boxes: readonly KeyBox[]): void {
	write.u8(boxes.length);
	for (const { recipient, box } of boxes) write.raw(recipient).part(box);
}

function readBoxes(read: FrameReader): KeyBox[] {
	const boxes: KeyBox[] = [];
	for (let left = read.u8(); left > 0; left--) boxes.push({ recipient: read.raw(32), box: read.part() });
	return boxes;
}

function readFlag(read: FrameReader): boolean {
	const flags = read.u8();
	if (flags > 1) throw new FrameError('kind');
	return flags === 1;
}

/** Whoever boxes keys to all members must be able to: an unsound key in one seat would stop a rotation. */
function soundBoxKey(key: Uint8Array): Uint8Array {
	if (!isSoundBoxKey(key)) throw new FrameError('point');
	return key;
}

function soundPoint(point: Uint8Array): Uint8Array {
	if (!isSoundPoint(point)) throw new FrameError('point');
	return point;
}
