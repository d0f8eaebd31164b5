/**
 * A link's own copy of one sealed log. A relay may send anything: only frames that stand in their own place get in, in order, and no
 * deletion does; whether they are genuine is for others to judge. What is in the copy is mirrored in a Y.Doc for the link's provider.
 */
import * as Y from 'yjs';
import { sameBytes } from '#lib/seal/frame-bytes.ts';
import type { Frame } from '#lib/seal/frame.ts';
import { readFrames, structUpdate } from './frame-struct.ts';

export interface CopyEvents {
	/** New from the relay, each strand's in order. */
	found(frames: readonly Frame[]): void;
	/** Structs that are no frames in their place, deletions, and updates that cannot be read. */
	junk(count: number): void;
}

/** Frames whose predecessors have not come are kept up to this size; an honest relay never sends so many. */
const mostWaiting = 4 * 1024 * 1024;

export class Copy {
	readonly doc = new Y.Doc();
	readonly #events: CopyEvents;
	readonly #strands = new Map<number, Frame[]>();
	/** From which seq on a strand here is not the one that this device was told to put. */
	readonly #differing = new Map<number, number>();
	#waiting: Frame[] = [];

	constructor(events: CopyEvents) {
		this.#events = events;
	}

	/** What stands here beyond the given counts, each strand in order. */
	beyond(counts: ReadonlyMap<number, number>): Frame[] {
		return [...this.#strands].flatMap(([client, strand]) => strand.slice(counts.get(client) ?? 0));
	}

	strand(client: number): readonly Frame[] {
		return this.#strands.get(client) ?? [];
	}

	/**
	 * Appends verified frames and answers those that were not here. Where the relay had put something else first, its frames stay and
	 * the strand is stuck on this link. Yjs hears of it with `origin`.
	 */
	put(frames: readonly Frame[], origin: unknown): Frame[] {
		for (const frame of frames) {
			const held = this.strand(frame.client)[frame.seq];
			if (held && !sameBytes(held.bytes, frame.bytes)) this.#differ(frame);
		}
		return this.#append(frames, origin);
	}

	/** Takes in a Yjs update from the relay. Never throws, whatever it is. */
	take(update: Uint8Array, origin: unknown): void {
		const { frames, junk } = readFrames(update);
		const found = this.#append(frames, origin);
		if (found.length > 0) this.#events.found(found);
		if (junk > 0) this.#events.junk(junk);
	}

	/** What of this the relay truly has, when it says that it holds so many entries of each strand. */
	stored(held: ReadonlyMap<number, number>): Map<number, number> {
		const stored = new Map<number, number>();
		for (const [client, count] of held) {
			const own = this.#differing.get(client) ?? this.strand(client).length;
			if (own > 0) stored.set(client, Math.min(count, own));
		}
		return stored;
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
		this.#waiting = candidates.filter(({ client, seq }) => seq > this.strand(client).length);
		this.#boundWaiting();
		if (added.length > 0) Y.applyUpdate(this.doc, structUpdate(added), origin);
		return added;
	}

	#boundWaiting(): void {
		if (this.#waiting.reduce((sum, { bytes }) => sum + bytes.length, 0) <= mostWaiting) return;
		// The next full exchange brings back what was worth keeping.
		this.#events.junk(this.#waiting.length);
		this.#waiting = [];
	}

	#differ({ client, seq }: Frame): void {
		this.#differing.set(client, Math.min(seq, this.#differing.get(client) ?? seq));
	}
}
