/**
 * What a state pack holds: the merged state of a channel, which entries it stands for, and the volumes in which these can be found.
 *
 *   u32 generation · u32 v, v × 32 volume hashes, oldest first · u32 c, c × (u64 strand client · u32 count · 32 id of the last entry ·
 *   u64 Yjs clock · 32 author), ascending by client · part state (Yjs, V2); all of it deflated
 */
import { FrameError, FrameReader, FrameWriter } from './frame-bytes.ts';
import { hash } from './frame-hash.ts';
import { deflate, inflate } from './deflate.ts';

/** One strand, as far as the state stands for it. */
export interface Covered {
	readonly client: number;
	/** Entries from seq 0; at least one. */
	readonly count: number;
	/** Id of the last of them; 32 bytes. */
	readonly id: Uint8Array;
	/** The strand's Yjs clock after it. */
	readonly clock: number;
	/** The author's Ed25519 public key. */
	readonly author: Uint8Array;
}

export interface PackState {
	readonly generation: number;
	/** Ascending by client. */
	readonly covers: readonly Covered[];
	/** 32 bytes each, oldest first. */
	readonly volumes: readonly Uint8Array[];
	readonly state: Uint8Array;
}

export const largestState = 64 * 1024 * 1024;
/** Entries that a state may stand for: who checks it reads all of them. */
export const mostCovered = 1_000_000;

/** FrameError 'too-large' for what nobody would read. */
export async function encodeState({ generation, covers, volumes, state }: PackState): Promise<Uint8Array> {
	const write = new FrameWriter().u32(generation).u32(volumes.length);
	for (const volume of volumes) write.raw(volume);
	write.u32(covers.length);
	for (const { client, count, id, clock, author } of covers) {
		write.u64(client).u32(count).raw(id).u64(clock).raw(author);
	}
	const bytes = write.part(state).done();
	if (bytes.length > largestState) throw new FrameError('too-large');
	return deflate(bytes);
}

/** Null for anything but the one form. Never throws on hostile bytes. */
export async function decodeState(deflated: Uint8Array): Promise<PackState | null> {
	const bytes = await inflate(deflated, largestState);
	if (!bytes) return null;
	try {
		const read = new FrameReader(bytes);
		const generation = read.u32();
		const volumes: Uint8Array[] = [];
		for (let left = read.u32(); left > 0; left--) volumes.push(read.raw(32));
		const covers: Covered[] = [];
		for (let left = read.u32(); left > 0; left--) covers.push(readCovered(read, covers.at(-1)?.client ?? -1));
		const state = read.part(largestState);
		read.end();
		return { generation, covers, volumes, state };
	} catch (error) {
		if (error instanceof FrameError) return null;
		throw error;
	}
}

/** How many entries it stands for. */
export function coveredIn(covers: readonly Covered[]): number {
	return covers.reduce((sum, { count }) => sum + count, 0);
}

/** By what a state pack names a volume; 32 bytes. */
export function volumeHash(content: Uint8Array): Uint8Array {
	return hash('roundtable/volume/1', content);
}

function readCovered(read: FrameReader, before: number): Covered {
	const covered = {
		client: read.u64(),
		count: read.u32(),
		id: read.raw(32),
		clock: read.u64(),
		author: read.raw(32)
	};
	if (covered.client <= before || covered.count === 0) throw new FrameError('length');
	return covered;
}
