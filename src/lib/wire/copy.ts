/**
 * A link's own copy of one sealed log. A relay may send anything: only frames that stand in their own place get in, in order, and no
 * deletion does; whether they are genuine is for others to judge. What is in the copy is mirrored in a Y.Doc for the link's provider.
 */
import * as Y from 'yjs';
import { sameBytes } from '#lib/seal/frame-bytes.ts';
import type { Frame } from '#lib/seal/frame.ts';
import { readFrames, structUpdate, type Place } from './frame-struct.ts';

export interface CopyEvents {
	/** New from the relay, each strand's in order. */
	found(frames: readonly Frame[]): void;
	/** Structs that are no frames in their place, deletions, second frames in one place, and updates that cannot be read. */
	junk(count: number): void;
}

/** Frames whose predecessors have not come are kept up to this size; an honest relay never sends so many. */
const mostWaiting = 4 * 1024 * 1024;

type Counts = ReadonlyMap<number, number>;

export class Copy {
	readonly doc = new Y.Doc();
	readonly #events: CopyEvents;
	readonly #strands = new Map<number, Frame[]>();
	/** From which seq on the relay holds something else on a strand than what stands here. */
	readonly #spoiled = new Map<number, number>();
	#waiting: Frame[] = [];

	constructor(events: CopyEvents) {
		this.#events = events;
	}

	strand(client: number): readonly Frame[] {
		return this.#strands.get(client) ?? [];
	}

	/** What stands here beyond the given counts, each strand in order. */
	beyond(counts: Counts): Frame[] {
		return [...this.#strands].flatMap(([client, strand]) => strand.slice(counts.get(client) ?? 0));
	}

	/** Appends verified frames and answers those that were not here. Yjs hears of it with `origin`. */
	put(frames: readonly Frame[], origin: unknown): readonly Frame[] {
		this.#spoil(frames.filter((frame) => this.#differs(frame)));
		const put = new Set(frames);
		const added = this.#append(frames, origin);
		this.#tell(added.filter((frame) => !put.has(frame)));
		return added.filter((frame) => put.has(frame));
	}

	/** Takes in a Yjs update from the relay. Never throws, whatever it is. */
	take(update: Uint8Array, origin: unknown): void {
		const { frames, junk } = readFrames(update);
		const spoilt = [...junk, ...frames.filter((frame) => this.#differs(frame))];
		this.#spoil(spoilt);
		this.#tell(this.#append(frames, origin));
		if (spoilt.length > 0) this.#events.junk(spoilt.length);
	}

	/** What the relay truly has when it says in full how many entries it holds: no more than stand here, and as they stand here. */
	stored(held: Counts): Map<number, number> {
		for (const [client, seq] of this.#spoiled) {
			if ((held.get(client) ?? 0) <= seq) this.#spoiled.delete(client);
		}
		return this.sound(held);
	}

	/** The same when it speaks of some strands only. */
	sound(reached: Counts): Map<number, number> {
		const sound = new Map<number, number>();
		for (const [client, count] of reached) {
			const most = Math.min(this.strand(client).length, this.#spoiled.get(client) ?? Infinity);
			if (most > 0) sound.set(client, Math.min(count, most));
		}
		return sound;
	}

	#append(frames: readonly Frame[], origin: unknown): Frame[] {
		const candidates = [...this.#waiting, ...frames].sort((a, b) => a.seq - b.seq);
		const added = candidates.filter((frame) => {
			const strand = this.#strands.get(frame.client) ?? [];
			if (frame.seq !== strand.length) return false;
			strand.push(frame);
			this.#strands.set(frame.client, strand);
			return true;
		});
		this.#wait(candidates.filter(({ client, seq }) => seq > this.strand(client).length));
		if (added.length > 0) Y.applyUpdate(this.doc, structUpdate(added), origin);
		return added;
	}

	#wait(frames: Frame[]): void {
		const size = frames.reduce((sum, { bytes }) => sum + bytes.length, 0);
		// Of what is let go here, the next full exchange brings back what is there.
		this.#waiting = size <= mostWaiting ? frames : [];
		if (size > mostWaiting) this.#events.junk(frames.length);
	}

	#differs(frame: Frame): boolean {
		const held = this.strand(frame.client)[frame.seq];
		return held !== undefined && !sameBytes(held.bytes, frame.bytes);
	}

	#spoil(places: readonly Place[]): void {
		for (const { client, seq } of places) {
			if (this.#strands.has(client))
				this.#spoiled.set(client, Math.min(seq, this.#spoiled.get(client) ?? seq));
		}
	}

	#tell(found: readonly Frame[]): void {
		if (found.length > 0) this.#events.found(found);
	}
}
