/**
 * Whether a state pack is what it claims: the volumes that it names rebuild entries that their authors signed and that count, its covers
 * are where these end, and its state is what they make. What this device lacks of them it takes in on the way.
 */
import { memberId } from '#lib/seal/frame-bytes.ts';
import type { Head } from '#lib/seal/content.ts';
import { verifyFrame, type Verify } from '#lib/seal/frame-verify.ts';
import { coveredIn, mostCovered, type Covered, type PackState } from '#lib/seal/state.ts';
import type { Original } from '#lib/seal/volume.ts';
import type { Inbox } from './inbox.ts';
import { goesBeyond } from './late.ts';
import type { Packing } from './packing.ts';
import type { Cited, Strands, Volume } from './strands.ts';
import { goesOn, type ReadVolume, type VolumeReading, type Volumes } from './volumes.ts';

/** What a channel's last pack stands for. */
export interface Lineage {
	/** Hashes of the volumes, oldest first. */
	readonly volumes: readonly Uint8Array[];
	/** The last of them; null before the first pack. */
	readonly volume: Volume | null;
	/** The state that they make (Yjs, V2); null if there is none, or if something in it counts no more. */
	readonly state: Uint8Array | null;
}

export type PackVerdict =
	| { readonly kind: 'sound'; readonly volume: Volume }
	/** True to its time; something in it counts no more. */
	| { readonly kind: 'outdated'; readonly volume: Volume }
	/** A volume, or a statement that it goes back to, is not here yet. */
	| { readonly kind: 'waiting' }
	/** It stands for less than this device's own last pack: the next will cover both. */
	| { readonly kind: 'behind'; readonly volume: Volume }
	| { readonly kind: 'false' };

export interface PackCheckContext {
	readonly volumes: Volumes;
	readonly reading: VolumeReading;
	readonly strands: Strands;
	readonly inbox: Inbox;
	readonly verify: Verify;
	readonly packing: Packing;
}

/** Entries that volumes may hold beyond what their state stands for: such as count no more. */
const mostApart = 20_000;

export async function checkPack(
	claim: PackState,
	lineage: Lineage,
	context: PackCheckContext
): Promise<PackVerdict> {
	const { volumes, strands, inbox, packing } = context;
	if (!volumes.has(claim.volumes)) return { kind: 'waiting' };
	const goes = buildsUpon(claim, lineage);
	const from = goes ? lineage.volumes.length : 0;
	const covered = coveredIn(claim.covers);
	if (covered > mostCovered) return { kind: 'false' };
	const fresh = claim.volumes.slice(from);
	const taken = await takeInVolumes(fresh, goes ? lineage.volume : null, context, covered + mostApart);
	if (typeof taken === 'string') return { kind: taken };
	const { originals, last } = taken;
	if (!last || !isWithin(claim.covers, last.ends)) return { kind: 'false' };
	if (!reaches(claim.covers, last.ends, inbox)) return { kind: 'waiting' };
	if (claim.covers.some((cover) => inbox.isApart(headOf(cover)))) return { kind: 'outdated', volume: last };
	const unproved = claim.covers.filter((cover) => !stands(cover, strands));
	if (unproved.length > 0) {
		const waits = (head: Head) => inbox.has(head) && !strands.has(head);
		return { kind: unproved.every((cover) => waits(headOf(cover))) ? 'waiting' : 'false' };
	}
	const counted = originals.filter(({ frame }) => strands.has(frame));
	const updates = counted.map(({ content }) => content.payload);
	const matching = packing.matches(claim.state, goes ? lineage.state : null, updates);
	const matches = await matching.catch(() => null);
	if (matches === null) return { kind: 'waiting' };
	if (!matches) return { kind: 'false' };
	const isBehind = lineage.volume !== null && goesBeyond(lineage.volume, last, strands);
	return { kind: isBehind ? 'behind' : 'sound', volume: last };
}

/** Whether a claim can be compared with our own last pack and what came since; else only entry by entry, from the first on. */
export function buildsUpon(claim: PackState, { volumes, state }: Lineage): boolean {
	return state !== null && goesOn(volumes, claim.volumes);
}

export interface TakenIn {
	readonly originals: readonly Original[];
	/** Null where there was none before and none came. */
	readonly last: Volume | null;
}

/** Takes in what these volumes hold, which follow one another behind `before`, and lets them be cited. It is `most` entries, else false. */
export async function takeInVolumes(
	hashes: readonly Uint8Array[],
	before: Volume | null,
	context: PackCheckContext,
	most = mostCovered
): Promise<TakenIn | 'waiting' | 'false'> {
	const { volumes, strands, reading } = context;
	const originals: Original[] = [];
	let last = before;
	for (const hash of hashes) {
		const read = await volumes.read(hash, last, reading, most - originals.length);
		if (read === 'key') return 'waiting';
		if (typeof read === 'string' || !(await takeIn(read, context))) return 'false';
		originals.push(...read.originals);
		last = read.volume;
		strands.know(last);
	}
	return { originals, last };
}

/** False if somebody has not signed what is said to be theirs, or it has no place in the channel. */
async function takeIn({ originals, ends }: ReadVolume, { verify, inbox, strands }: PackCheckContext) {
	for (const frame of ends) {
		if (!strands.has(frame) && !(await verifyFrame(frame, verify))) return false;
	}
	await inbox.receivePast(originals.map(({ frame }) => frame));
	return originals.every(({ frame }) => inbox.has(frame) || strands.isBefore(frame));
}

function isWithin(covers: readonly Covered[], ends: Cited): boolean {
	return covers.every(({ client, count }) => count <= (ends.get(client) ?? 0));
}

/** What the volumes hold and the state does not stand for must be what counts no more, as far as this device knows. */
function reaches(covers: readonly Covered[], ends: Cited, inbox: Inbox): boolean {
	const counts = new Map(covers.map(({ client, count }) => [client, count]));
	return [...ends].every(([client, end]) => {
		const count = counts.get(client) ?? 0;
		return count === end || inbox.isApartAt(client, count);
	});
}

function stands({ client, count, id, clock, author }: Covered, strands: Strands): boolean {
	const strand = strands.get(client);
	if (!strand || !strands.has({ client, seq: count - 1, id })) return false;
	return strand.clockAfter(count) === clock && strand.author === memberId(author);
}

function headOf({ client, count, id }: Covered): Head {
	return { client, seq: count - 1, id };
}
