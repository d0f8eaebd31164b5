/**
 * The parts that skeletons share, each in one encoding.
 *
 *   principal     u8: 0 nobody in particular, 1 client, 2 guardian
 *   capabilities  u8 n, n × (channel · u8 1 view, 2 comment, 3 edit, 4 manage), channels ascending
 *   keys          u8 n, n × (channel · u32 epoch · 32 key id), each channel once
 *   rotation      keys · u8 n, n × (channel · u32 old epoch · 32 old key id · part old key sealed under the new); without keys none
 *   pins          u16 n, n × (channel · u64 strand client · u32 count · 32 id of the last entry), ascending
 *   boxes         u8 n, n × (32 box key of the recipient · u32 length, box)
 */
import {
	channelName,
	FrameError,
	type FrameReader,
	type FrameWriter,
	type ChannelName
} from '#lib/seal/frame-bytes.ts';
import { isSoundBoxKey, isSoundPoint } from '#lib/seal/frame-verify.ts';
import { capabilities, type Capabilities, type Capability } from './capability.ts';

/**
 * The one fact of the relation that stands in clear, since relays enforce that only the client or their guardian removes the client.
 * The rest of the relation is sealed.
 */
export type Principal = 'none' | 'client' | 'guardian';
const principals: readonly Principal[] = ['none', 'client', 'guardian'];

export interface KeyInForce {
	readonly channel: ChannelName;
	readonly epoch: number;
	readonly keyId: Uint8Array;
	/** Only where several rotations were stated at once: the ids of their keys, ascending; `keyId` names the key made from all of them. */
	readonly parts?: readonly Uint8Array[];
}

/** One old key sealed under the key that follows it: see `seal/past.ts`. */
export interface PastKey {
	readonly channel: ChannelName;
	readonly epoch: number;
	readonly keyId: Uint8Array;
	readonly sealed: Uint8Array;
}

export interface Rotation {
	/** The new keys. */
	readonly keys: readonly KeyInForce[];
	readonly past: readonly PastKey[];
}

/** Up to where a strand of someone who loses a right counts; a strand that is not named ends at 0. */
export interface Pin {
	readonly channel: ChannelName;
	/** The strand, as its Yjs client id. */
	readonly client: number;
	/** Entries that count: at least 1. */
	readonly count: number;
	/** Id of the last of them; 32 bytes. */
	readonly id: Uint8Array;
}

export interface KeyBox {
	/** X25519 public key that the box was made for. */
	readonly recipient: Uint8Array;
	readonly box: Uint8Array;
}

export const noRotation: Rotation = { keys: [], past: [] };

export function writePrincipal(write: FrameWriter, principal: Principal): void {
	write.u8(principals.indexOf(principal));
}

export function readPrincipal(read: FrameReader): Principal {
	const principal = principals[read.u8()];
	if (!principal) throw new FrameError('kind');
	return principal;
}

export function writeCapabilities(write: FrameWriter, of: Capabilities): void {
	write.u8(of.size);
	for (const channel of [...of.keys()].sort()) {
		const capability = of.get(channel);
		if (capability) write.name(channel).u8(capabilities.indexOf(capability) + 1);
	}
}

export function readCapabilities(read: FrameReader): Capabilities {
	const of: [ChannelName, Capability][] = [];
	for (let left = read.u8(); left > 0; left--) {
		const channel = channelName(read.name());
		const capability = capabilities[read.u8() - 1];
		const last = of.at(-1);
		if (!capability || (last && last[0] >= channel)) throw new FrameError('kind');
		of.push([channel, capability]);
	}
	return new Map(of);
}

export function writeKeys(write: FrameWriter, keys: readonly KeyInForce[]): void {
	write.u8(keys.length);
	for (const key of keys) write.name(key.channel).u32(key.epoch).raw(key.keyId);
}

export function readKeys(read: FrameReader): KeyInForce[] {
	const keys: KeyInForce[] = [];
	for (let left = read.u8(); left > 0; left--) {
		const key = { channel: channelName(read.name()), epoch: read.u32(), keyId: read.raw(32) };
		if (keys.some(({ channel }) => channel === key.channel)) throw new FrameError('channel');
		keys.push(key);
	}
	return keys;
}

export function writeRotation(write: FrameWriter, { keys, past }: Rotation): void {
	writeKeys(write, keys);
	write.u8(past.length);
	for (const { channel, epoch, keyId, sealed } of past)
		write.name(channel).u32(epoch).raw(keyId).part(sealed);
}

export function readRotation(read: FrameReader): Rotation {
	const keys = readKeys(read);
	const past: PastKey[] = [];
	for (let left = read.u8(); left > 0; left--) {
		const channel = channelName(read.name());
		if (!keys.some((key) => key.channel === channel)) throw new FrameError('channel');
		past.push({ channel, epoch: read.u32(), keyId: read.raw(32), sealed: read.part() });
	}
	return { keys, past };
}

export function writePins(write: FrameWriter, pins: readonly Pin[]): void {
	write.u16(pins.length);
	for (const { channel, client, count, id } of [...pins].sort(byStrand)) {
		write.name(channel).u64(client).u32(count).raw(id);
	}
}

export function readPins(read: FrameReader): Pin[] {
	const pins: Pin[] = [];
	for (let left = read.u16(); left > 0; left--) {
		const pin = {
			channel: channelName(read.name()),
			client: read.u64(),
			count: read.u32(),
			id: read.raw(32)
		};
		const last = pins.at(-1);
		if (pin.count === 0 || (last && byStrand(last, pin) >= 0)) throw new FrameError('length');
		pins.push(pin);
	}
	return pins;
}

function byStrand(a: Pin, b: Pin): number {
	if (a.channel !== b.channel) return a.channel < b.channel ? -1 : 1;
	return a.client - b.client;
}

export function writeBoxes(write: FrameWriter, boxes: readonly KeyBox[]): void {
	write.u8(boxes.length);
	for (const { recipient, box } of boxes) write.raw(recipient).part(box);
}

export function readBoxes(read: FrameReader): KeyBox[] {
	const boxes: KeyBox[] = [];
	for (let left = read.u8(); left > 0; left--) boxes.push({ recipient: read.raw(32), box: read.part() });
	return boxes;
}

export function readFlag(read: FrameReader): boolean {
	const flags = read.u8();
	if (flags > 1) throw new FrameError('kind');
	return flags === 1;
}

/** Whoever boxes keys to all members must be able to: an unsound key in one seat would stop a rotation. */
export function readBoxKey(read: FrameReader): Uint8Array {
	const key = read.raw(32);
	if (!isSoundBoxKey(key)) throw new FrameError('point');
	return key;
}

export function readPoint(read: FrameReader): Uint8Array {
	const point = read.raw(32);
	if (!isSoundPoint(point)) throw new FrameError('point');
	return point;
}
