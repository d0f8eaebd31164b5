/**
 * A statement's skeleton: the clear part that relays read to enforce the roster. Names, relations and wishes are sealed in the
 * statement's content. A person is named by their seat, which is the id of the statement that seated them and outlasts their keys.
 *
 *   u8 type · then by type (parts: see skeleton-parts.ts)
 *   1 found       32 box key · principal · capabilities · keys · boxes
 *   2 invite      32 signing key · 32 box key · principal · capabilities · u64 expiry · u64 until (ms since 1970, 0: none) · u8 flags (1: careful) · boxes
 *   3 accept      32 invite's id · 32 box key · 64 proof · boxes
 *   4 admit       32 seat · 32 signing key · pins · rotation · boxes
 *   5 capability  32 seat · capabilities · pins · rotation · boxes
 *   6 remove      32 seat · pins · rotation · boxes
 *   7 replace     32 signing key · 32 box key · 64 proof · pins · rotation · boxes
 *   8 rotate      rotation · boxes
 *   9 close
 *   10 withdraw   32 invite's id · rotation · boxes
 *
 * A device that does not know a type keeps the statement and waits for a newer version of itself.
 */
import { FrameError, FrameReader, FrameWriter, joined, utf8 } from '#lib/seal/frame-bytes.ts';
import type { Capabilities } from './capability.ts';
import {
	noRotation,
	readBoxes,
	readBoxKey,
	readCapabilities,
	readFlag,
	readKeys,
	readPins,
	readPoint,
	readPrincipal,
	readRotation,
	writeBoxes,
	writeCapabilities,
	writeKeys,
	writePins,
	writePrincipal,
	writeRotation,
	type KeyBox,
	type KeyInForce,
	type Pin,
	type Principal,
	type Rotation
} from './skeleton-parts.ts';

export interface FoundSkeleton {
	readonly type: 'found';
	readonly boxKey: Uint8Array;
	readonly principal: Principal;
	readonly capabilities: Capabilities;
	readonly keys: readonly KeyInForce[];
	readonly boxes: readonly KeyBox[];
}

export interface InviteSkeleton {
	readonly type: 'invite';
	/** Ed25519 and X25519 public keys derived from the link's secret. */
	readonly signKey: Uint8Array;
	readonly boxKey: Uint8Array;
	/** Of the person who is invited. */
	readonly principal: Principal;
	readonly capabilities: Capabilities;
	/** Milliseconds since 1970; 0 for none. Relays enforce it; devices never judge by a clock. */
	readonly expiry: number;
	/** When the seat ends, in milliseconds since 1970; 0 for never. From then on relays serve it no more, until a manager's device takes it away. */
	readonly until: number;
	/** The seat is suspended until a manager admits it. */
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

/** Ends a suspension: this seat counts, with this signing key. Pins hold the keys that lose against it. */
export interface AdmitSkeleton {
	readonly type: 'admit';
	readonly seat: Uint8Array;
	readonly signKey: Uint8Array;
	readonly pins: readonly Pin[];
	readonly rotation: Rotation;
	readonly boxes: readonly KeyBox[];
}

/** All that a member may do from now on. Pins matter where it takes something away. */
export interface CapabilitySkeleton {
	readonly type: 'capability';
	readonly seat: Uint8Array;
	readonly capabilities: Capabilities;
	readonly pins: readonly Pin[];
	readonly rotation: Rotation;
	readonly boxes: readonly KeyBox[];
}

/** Removes a member, or says that its author leaves. */
export interface RemoveSkeleton {
	readonly type: 'remove';
	readonly seat: Uint8Array;
	readonly pins: readonly Pin[];
	readonly rotation: Rotation;
	readonly boxes: readonly KeyBox[];
}

/** The author's seat goes over to new keys. */
export interface ReplaceSkeleton {
	readonly type: 'replace';
	readonly signKey: Uint8Array;
	readonly boxKey: Uint8Array;
	/** The new key's signature over `replaceMessage`. */
	readonly proof: Uint8Array;
	readonly pins: readonly Pin[];
	readonly rotation: Rotation;
	readonly boxes: readonly KeyBox[];
}

export interface RotateSkeleton {
	readonly type: 'rotate';
	readonly rotation: Rotation;
	readonly boxes: readonly KeyBox[];
}

/** Nobody writes afterwards. */
export interface CloseSkeleton {
	readonly type: 'close';
	readonly boxes: readonly [];
}

/** Takes an invitation back; against an acceptance of the same time it wins, and nothing by that seat counts. */
export interface WithdrawSkeleton {
	readonly type: 'withdraw';
	readonly invite: Uint8Array;
	readonly rotation: Rotation;
	readonly boxes: readonly KeyBox[];
}

export type Skeleton =
	| FoundSkeleton
	| InviteSkeleton
	| AcceptSkeleton
	| AdmitSkeleton
	| CapabilitySkeleton
	| RemoveSkeleton
	| ReplaceSkeleton
	| RotateSkeleton
	| CloseSkeleton
	| WithdrawSkeleton;

export interface UnknownSkeleton {
	readonly type: 'unknown';
	readonly code: number;
}

const types = [
	'found',
	'invite',
	'accept',
	'admit',
	'capability',
	'remove',
	'replace',
	'rotate',
	'close',
	'withdraw'
] as const;

export function encodeSkeleton(skeleton: Skeleton): Uint8Array {
	const write = new FrameWriter().u8(types.indexOf(skeleton.type) + 1);
	switch (skeleton.type) {
		case 'found':
			write.raw(skeleton.boxKey);
			writePrincipal(write, skeleton.principal);
			writeCapabilities(write, skeleton.capabilities);
			writeKeys(write, skeleton.keys);
			break;
		case 'invite':
			write.raw(skeleton.signKey).raw(skeleton.boxKey);
			writePrincipal(write, skeleton.principal);
			writeCapabilities(write, skeleton.capabilities);
			write
				.u64(skeleton.expiry)
				.u64(skeleton.until)
				.u8(skeleton.careful ? 1 : 0);
			break;
		case 'accept':
			write.raw(skeleton.invite).raw(skeleton.boxKey).raw(skeleton.proof);
			break;
		case 'admit':
			write.raw(skeleton.seat).raw(skeleton.signKey);
			break;
		case 'capability':
			write.raw(skeleton.seat);
			writeCapabilities(write, skeleton.capabilities);
			break;
		case 'remove':
			write.raw(skeleton.seat);
			break;
		case 'replace':
			write.raw(skeleton.signKey).raw(skeleton.boxKey).raw(skeleton.proof);
			break;
		case 'withdraw':
			write.raw(skeleton.invite);
			break;
		case 'rotate':
			break;
		case 'close':
			return write.done();
	}
	if ('pins' in skeleton) writePins(write, skeleton.pins);
	if ('rotation' in skeleton) writeRotation(write, skeleton.rotation);
	writeBoxes(write, skeleton.boxes);
	return write.done();
}

/** Throws FrameError on a skeleton of a known type that is not in its one form. */
export function parseSkeleton(bytes: Uint8Array): Skeleton | UnknownSkeleton {
	const read = new FrameReader(bytes);
	const code = read.u8();
	const type = types[code - 1];
	if (!type) return { type: 'unknown', code };
	const skeleton = readSkeleton(type, read);
	read.end();
	return skeleton;
}

function readSkeleton(type: Skeleton['type'], read: FrameReader): Skeleton {
	switch (type) {
		case 'found':
			return {
				type,
				boxKey: readBoxKey(read),
				principal: readPrincipal(read),
				capabilities: readCapabilities(read),
				keys: readKeys(read),
				boxes: readBoxes(read)
			};
		case 'invite':
			return {
				type,
				signKey: readPoint(read),
				boxKey: readBoxKey(read),
				principal: readPrincipal(read),
				capabilities: readCapabilities(read),
				expiry: read.u64(),
				until: read.u64(),
				careful: readFlag(read),
				boxes: readBoxes(read)
			};
		case 'accept':
			return {
				type,
				invite: read.raw(32),
				boxKey: readBoxKey(read),
				proof: read.raw(64),
				boxes: readBoxes(read)
			};
		case 'admit':
			return { type, seat: read.raw(32), signKey: readPoint(read), ...readLoss(read) };
		case 'capability':
			return { type, seat: read.raw(32), capabilities: readCapabilities(read), ...readLoss(read) };
		case 'remove':
			return { type, seat: read.raw(32), ...readLoss(read) };
		case 'replace':
			return {
				type,
				signKey: readPoint(read),
				boxKey: readBoxKey(read),
				proof: read.raw(64),
				...readLoss(read)
			};
		case 'rotate': {
			const [rotation, boxes] = [readRotation(read), readBoxes(read)];
			if (rotation.keys.length + boxes.length === 0) throw new FrameError('length');
			return { type, rotation, boxes };
		}
		case 'close':
			return { type, boxes: [] };
		case 'withdraw':
			return { type, invite: read.raw(32), rotation: readRotation(read), boxes: readBoxes(read) };
	}
}

function readLoss(read: FrameReader) {
	return { pins: readPins(read), rotation: readRotation(read), boxes: readBoxes(read) };
}

export function rotationOf(skeleton: Skeleton): Rotation {
	return 'rotation' in skeleton ? skeleton.rotation : noRotation;
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

const replaceDomain = utf8('roundtable/replace/1\0');

/** What the new key signs when it takes over a seat: document, seat, the key that goes, and the two public keys that come. */
export function replaceMessage(
	document: Uint8Array,
	seat: Uint8Array,
	author: Uint8Array,
	signKey: Uint8Array,
	boxKey: Uint8Array
): Uint8Array {
	return joined(replaceDomain, document, seat, author, signKey, boxKey);
}
