/**
 * A channel's volumes: every entry that its packs stand for, each volume naming the one before it by its hash. They stand in a log of
 * their own and are never let go.
 *
 *   32 hash of the volume before, zero in the first · the originals, deflated
 */
import { joined, sameBytes, toText, type ChannelName } from '#lib/seal/frame-bytes.ts';
import type { Frame } from '#lib/seal/frame.ts';
import { deflate, inflate } from '#lib/seal/deflate.ts';
import { volumeHash } from '#lib/seal/state.ts';
import {
	originalsIn,
	readVolume,
	VolumeError,
	writeVolume,
	type Original,
	type VolumeContext,
	type VolumeFault
} from '#lib/seal/volume.ts';
import type { Volume } from './strands.ts';

const largest = 64 * 1024 * 1024;
const none = new Uint8Array(32);

export interface VolumeReading {
	/** 32 bytes. */
	readonly document: Uint8Array;
	readonly channel: ChannelName;
	readonly key: VolumeContext['key'];
	/** The id of an entry that has come, whether it counts or not. */
	readonly idOf: VolumeContext['idOf'];
	readonly breathe: () => Promise<void>;
	readonly now: () => number;
}

export interface ReadVolume {
	readonly originals: readonly Original[];
	/** It and all before it. */
	readonly volume: Volume;
	/** The last of each strand here: its signature, checked by the caller, proves the others. */
	readonly ends: readonly Frame[];
}

/** How long a slice of work may keep the main thread. */
const sliceMs = 20;

export class Volumes {
	/** By hash. */
	readonly #contents = new Map<string, Uint8Array>();

	add(content: Uint8Array): void {
		this.#contents.set(toText(volumeHash(content)), content);
	}

	/** Whether these are here and follow one another from the first on. */
	has(hashes: readonly Uint8Array[]): boolean {
		return hashes.every((hash, i) => {
			const content = this.#contents.get(toText(hash));
			return content !== undefined && sameBytes(content.subarray(0, 32), hashes[i - 1] ?? none);
		});
	}

	/** The hashes of this volume and all before it, oldest first; null while one of them is not here. */
	upTo(hash: Uint8Array): Uint8Array[] | null {
		const chain: Uint8Array[] = [];
		for (let at = hash; !sameBytes(at, none);) {
			const content = this.#contents.get(toText(at));
			if (!content) return null;
			chain.unshift(at);
			at = content.slice(0, 32);
		}
		return chain;
	}

	/** What a volume behind `before` holds, `most` entries, or why it cannot be read: 'key' may change. */
	async read(
		hash: Uint8Array,
		before: Volume | null,
		reading: VolumeReading,
		most = Infinity
	): Promise<ReadVolume | VolumeFault> {
		const content = this.#contents.get(toText(hash));
		const bytes = content && (await inflate(content.subarray(32), largest));
		if (!bytes) return 'form';
		const ends = new Map(before?.ends);
		const last = new Map<number, Frame>();
		const originals: Original[] = [];
		const idOf = (client: number, seq: number) =>
			seq < (before?.ends.get(client) ?? 0) ? reading.idOf(client, seq) : undefined;
		try {
			if (originalsIn(bytes) > most) return 'form';
			let until = reading.now() + sliceMs;
			for (const original of readVolume(bytes, { ...reading, idOf })) {
				const { frame } = original;
				originals.push(original);
				ends.set(frame.client, frame.seq + 1);
				last.set(frame.client, frame);
				if (reading.now() < until) continue;
				await reading.breathe();
				until = reading.now() + sliceMs;
			}
		} catch (error) {
			if (error instanceof VolumeError) return error.fault;
			throw error;
		}
		return { originals, volume: { hash, ends }, ends: [...last.values()] };
	}
}

/** A volume of these behind the one with this hash. */
export async function volumeContent(
	before: Uint8Array | null,
	originals: readonly Original[],
	idOf: (client: number, seq: number) => Uint8Array | undefined
): Promise<Uint8Array> {
	return joined(before ?? none, await deflate(writeVolume(originals, idOf)));
}

/** Whether the second list goes on from the first. */
export function goesOn(from: readonly Uint8Array[], to: readonly Uint8Array[]): boolean {
	return from.every((hash, i) => sameBytes(hash, to[i] ?? none));
}
