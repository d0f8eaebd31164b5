import { compareBytes, sameBytes, type MemberId } from '#lib/seal/frame-bytes.ts';
import type { Head } from '#lib/seal/content.ts';
import type { Frame } from '#lib/seal/frame.ts';
import type { Strands } from './strands.ts';

/** More than this and somebody is playing with us: bytes of all that waits, and of what waits from people who sit nowhere here. */
const mostBytes = 64 * 1024 * 1024;
const mostOfStrangers = 4 * 1024 * 1024;
/** As many from one group: each is tried again whenever something comes. */
const mostFromMember = 10_000;
const mostFromStrangers = 256;

/** That claim one place: the smallest ids are kept. */
const mostRivals = 64;

const strangers = 'strangers';

interface Group {
	/** Oldest first. */
	readonly frames: Set<Frame>;
	bytes: number;
}

/**
 * Frames whose predecessor, cited head, statement or key is not here yet. Anyone can make frames that wait for ever: each member has room
 * of their own, all strangers together a little, and when all is full whoever fills most of it loses first.
 */
export class WaitingRoom {
	/** By strand and seq; more than one frame for a place is a fork, of which admission takes one. */
	readonly #strands = new Map<number, Map<number, Frame[]>>();
	readonly #blocked = new Map<number, readonly Head[]>();
	readonly #groups = new Map<string, Group>();
	readonly #groupOf = new Map<Frame, string>();
	#bytes = 0;

	get size(): number {
		return this.#groupOf.size;
	}

	/** Each strand's in order. */
	get ofMembers(): Frame[] {
		const frames = [...this.#groups].flatMap(([name, group]) =>
			name === strangers ? [] : [...group.frames]
		);
		return frames.sort((a, b) => a.client - b.client || a.seq - b.seq);
	}

	get all(): Frame[] {
		const frames = [...this.#groups.values()].flatMap((group) => [...group.frames]);
		return frames.sort((a, b) => a.client - b.client || a.seq - b.seq);
	}

	get clients(): number[] {
		return [...this.#strands.keys()];
	}

	/** `member` is null for an author who is in no roster here. */
	add(frame: Frame, member: MemberId | null): void {
		const strand = this.#strands.get(frame.client) ?? new Map<number, Frame[]>();
		const rivals = strand.get(frame.seq) ?? [];
		if (rivals.some(({ id }) => sameBytes(id, frame.id))) return;
		strand.set(frame.seq, [...rivals, frame]);
		this.#strands.set(frame.client, strand);
		this.#count(frame, member ?? strangers);
		this.#unblock(frame);
		if (rivals.length >= mostRivals) this.drop(largest(this.at(frame.client, frame.seq), frame));
	}

	find({ client, seq, id }: Head): Frame | undefined {
		return this.at(client, seq).find((frame) => sameBytes(frame.id, id));
	}

	/** All that claim this place. */
	at(client: number, seq: number): readonly Frame[] {
		return this.#strands.get(client)?.get(seq) ?? [];
	}

	drop(frame: Frame): void {
		const strand = this.#strands.get(frame.client);
		const left = (strand?.get(frame.seq) ?? []).filter((rival) => rival !== frame);
		if (left.length > 0) strand?.set(frame.seq, left);
		else strand?.delete(frame.seq);
		if (strand?.size === 0) this.#strands.delete(frame.client);
		this.#uncount(frame);
	}

	/** Lets go of what is too much; to be called when all that could be admitted has been. */
	trim(): void {
		for (const [name, group] of this.#groups) {
			const [bytes, count] =
				name === strangers ? [mostOfStrangers, mostFromStrangers] : [mostBytes, mostFromMember];
			this.#shrink(group, () => group.bytes > bytes || group.frames.size > count);
		}
		while (this.#bytes > mostBytes) {
			const [greediest] = [...this.#groups.values()].sort((a, b) => b.bytes - a.bytes);
			if (!greediest) return;
			const spare = Math.max(0, greediest.bytes - (this.#bytes - mostBytes));
			this.#shrink(greediest, () => greediest.bytes > spare);
		}
	}

	/** This strand's next entry cites heads that have not been opened: not tried again until they have. */
	block(client: number, heads: readonly Head[]): void {
		this.#blocked.set(client, heads);
	}

	/** The frames that could be a strand's next entry now, the smallest id first. */
	next(client: number, strands: Strands, evenBlocked = false): readonly Frame[] {
		const isBlocked = this.#blocked.get(client)?.some((head) => !strands.knows(head)) ?? false;
		if (isBlocked && !evenBlocked) return [];
		if (!isBlocked) this.#blocked.delete(client);
		const rivals = this.at(client, strands.get(client)?.count ?? 0);
		return [...rivals].sort((a, b) => compareBytes(a.id, b.id));
	}

	/** Who cites what has come may be what makes it count. */
	#unblock({ client, id }: Frame): void {
		for (const [blocked, heads] of this.#blocked) {
			const cites = heads.some((head) => head.client === client && sameBytes(head.id, id));
			if (cites) this.#blocked.delete(blocked);
		}
	}

	#count(frame: Frame, name: string): void {
		const group = this.#groups.get(name) ?? { frames: new Set(), bytes: 0 };
		group.frames.add(frame);
		group.bytes += frame.bytes.length;
		this.#bytes += frame.bytes.length;
		this.#groups.set(name, group);
		this.#groupOf.set(frame, name);
	}

	#uncount(frame: Frame): void {
		const name = this.#groupOf.get(frame);
		const group = name === undefined ? undefined : this.#groups.get(name);
		if (name === undefined || !group) return;
		group.frames.delete(frame);
		group.bytes -= frame.bytes.length;
		this.#bytes -= frame.bytes.length;
		this.#groupOf.delete(frame);
		if (group.frames.size === 0) this.#groups.delete(name);
	}

	/** The latest go first: what came before them may be what they wait for. */
	#shrink({ frames }: Group, tooMuch: () => boolean): void {
		if (!tooMuch()) return;
		for (const frame of [...frames].reverse()) {
			if (!tooMuch()) return;
			this.drop(frame);
		}
	}
}

function largest(frames: readonly Frame[], first: Frame): Frame {
	return frames.reduce((most, frame) => (compareBytes(frame.id, most.id) > 0 ? frame : most), first);
}
