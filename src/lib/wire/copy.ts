/**
 * A link's own copy of one sealed log. A relay may send anything: only frames that stand in their own place are handed up, in order;
 * whether they are genuine is for others to judge. What has been judged is put here and then stands, whatever the relay showed in its
 * place before; it alone is mirrored in a Y.Doc for the link's provider, and it alone goes out.
 */
import * as Y from 'yjs';
import { joined, sameBytes, toText } from '#lib/seal/frame-bytes.ts';
import type { Frame } from '#lib/seal/frame.ts';
import { readFrames, structUpdate, type Place } from './frame-struct.ts';

export interface CopyEvents {
	/** New from the relay, each strand's in order; once more when the relay shows another frame in a place, judged or not. */
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
	/** What has been put: verified. */
	readonly #strands = new Map<number, Frame[]>();
	/** What the relay has shown behind that, by seq: enough to know it again. */
	readonly #shown = new Map<number, Map<number, Uint8Array>>();
	/** From which seq on the relay holds something else on a strand than what stands here. */
	readonly #spoiled = new Map<number, number>();
	/** Other frames in places that are taken: they may prove that somebody writes in two ways. */
	readonly #rivals = new Set<string>();
	#waiting: Frame[] = [];
	#relay: unknown = null;

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

	/** The relay has shown this very frame, and it has not been put yet. */
	hasShown(frame: Frame): boolean {
		const mark = this.#shown.get(frame.client)?.get(frame.seq);
		return mark !== undefined && sameBytes(mark, markOf(frame));
	}

	/** Appends verified frames and answers those that the relay has not shown. Yjs hears of these with `origin`. */
	put(frames: readonly Frame[], origin: unknown): readonly Frame[] {
		this.#spoil(frames.filter((frame) => this.#differs(frame)));
		const news: Frame[] = [];
		const run: Frame[] = [];
		let shown = false;
		for (const frame of frames) {
			if (frame.seq !== this.strand(frame.client).length) continue;
			const mark = this.#shown.get(frame.client)?.get(frame.seq);
			const came = this.hasShown(frame);
			if (came !== shown) this.#mirror(run.splice(0), shown ? this.#relay : origin);
			shown = came;
			run.push(frame);
			this.#stand(frame);
			if (mark && !came) this.#spoil([frame]);
			if (!came) news.push(frame);
		}
		this.#mirror(run, shown ? this.#relay : origin);
		this.#tell(this.#next([]));
		return news;
	}

	/** Takes in a Yjs update from the relay. Never throws, whatever it is. */
	take(update: Uint8Array, origin: unknown): void {
		this.#relay = origin;
		const { frames, junk } = readFrames(update);
		const rivals = frames.filter((frame) => this.#differs(frame));
		const spoilt = [...junk, ...rivals];
		this.#spoil(spoilt);
		this.#tell([...this.#unheard(rivals), ...this.#next(frames)]);
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

	#stand(frame: Frame): void {
		const strand = this.#strands.get(frame.client) ?? [];
		strand.push(frame);
		this.#strands.set(frame.client, strand);
		const shown = this.#shown.get(frame.client);
		shown?.delete(frame.seq);
		if (shown?.size === 0) this.#shown.delete(frame.client);
	}

	#mirror(frames: readonly Frame[], origin: unknown): void {
		if (frames.length > 0) Y.applyUpdate(this.doc, structUpdate(frames), origin);
	}

	/** Of these and of those that waited: what is new in its place, each strand's in order. */
	#next(frames: readonly Frame[]): Frame[] {
		const candidates = [...this.#waiting, ...frames].sort((a, b) => a.seq - b.seq);
		const news = candidates.filter((frame) => {
			const { client, seq } = frame;
			const shown = this.#shown.get(client) ?? new Map<number, Uint8Array>();
			const stands = this.strand(client).length;
			if (seq < stands || seq > stands + shown.size) return false;
			const before = shown.get(seq);
			const mark = markOf(frame);
			if (before && sameBytes(before, mark)) return false;
			this.#shown.set(client, shown.set(seq, mark));
			return true;
		});
		this.#wait(candidates.filter(({ client, seq }) => seq > this.#reached(client)));
		return news;
	}

	/** How many of a strand's entries stand here or have been shown. */
	#reached(client: number): number {
		return this.strand(client).length + (this.#shown.get(client)?.size ?? 0);
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

	#unheard(rivals: readonly Frame[]): Frame[] {
		const unheard = rivals.filter((frame) => !this.#rivals.has(toText(markOf(frame))));
		for (const frame of unheard) this.#rivals.add(toText(markOf(frame)));
		return unheard.sort((a, b) => a.seq - b.seq);
	}

	#spoil(places: readonly Place[]): void {
		for (const { client, seq } of places) {
			if (this.#reached(client) > 0)
				this.#spoiled.set(client, Math.min(seq, this.#spoiled.get(client) ?? seq));
		}
	}

	#tell(found: readonly Frame[]): void {
		if (found.length > 0) this.#events.found(found);
	}
}

/** A whole frame in 96 bytes: its id leaves the signature out. */
function markOf({ id, signature }: Frame): Uint8Array {
	return joined(id, signature);
}
