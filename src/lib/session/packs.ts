/**
 * The packs of one log, put together from the frames in which they come. A pack's frames are judged like entries, by what they cite;
 * what a pack claims is for others to check.
 */
import type { Roster } from '#lib/roster/roster.ts';
import type { Head } from '#lib/seal/content.ts';
import { memberId, sameBytes, type ChannelName, type MemberId } from '#lib/seal/frame-bytes.ts';
import type { Frame } from '#lib/seal/frame.ts';
import { mostPackFrames, type PackKind } from '#lib/seal/frame-pack.ts';
import { verifyFrame, type Verify } from '#lib/seal/frame-verify.ts';
import { openEntry } from '#lib/seal/open.ts';
import { packContent } from '#lib/seal/pack.ts';
import type { Generation } from '#lib/wire/frame-name.ts';
import type { BrokenReason } from './admission.ts';
import type { Keyring } from './keyring.ts';

export interface Pack {
	readonly what: PackKind;
	/** The log in which it stands. */
	readonly generation: Generation;
	readonly author: MemberId;
	/** Its first frame's id: 32 bytes. */
	readonly id: Uint8Array;
	readonly content: Uint8Array;
}

export interface PacksContext {
	/** 32 bytes. */
	readonly document: Uint8Array;
	readonly channel: ChannelName;
	readonly generation: Generation;
	readonly roster: Roster;
	readonly keyring: Keyring;
	readonly verify: Verify;
	readonly refused: (author: MemberId, reason: BrokenReason) => void;
}

export interface Assembled {
	/** New here, and what they claim to be: each strand's in order. */
	readonly opened: readonly Frame[];
	readonly whole: readonly Pack[];
}

interface Part {
	readonly frame: Frame;
	readonly payload: Uint8Array;
}

type Judged = { readonly kind: 'part'; readonly part: Part } | { readonly kind: 'waiting' } | Broken;
interface Broken {
	readonly kind: 'broken';
	readonly reason: BrokenReason;
}

/**
 * Frames that wait for a statement, a key or the frame before them: of each who sits at the table, and of all others together. The
 * largest two packs are so many.
 */
const mostWaiting = 2 * mostPackFrames;

export class Packs {
	readonly #context: PacksContext;
	/** By strand. */
	readonly #parts = new Map<number, Part[]>();
	#waiting: Frame[] = [];

	constructor(context: PacksContext) {
		this.#context = context;
	}

	/** Frames from this device's own ledger, or from anywhere; none tries again those that wait. */
	async receive(frames: readonly Frame[], held = false): Promise<Assembled> {
		const fresh = frames.filter((frame) => !this.#holds(frame));
		const sound = await this.#sound(fresh, held);
		const opened: Frame[] = [];
		const whole: Pack[] = [];
		let left = [...this.#waiting, ...sound].sort((a, b) => a.seq - b.seq);
		for (let before = -1; before !== left.length;) {
			before = left.length;
			left = left.filter((frame) => {
				const judged = this.#judge(frame, held);
				if (judged.kind === 'waiting') return true;
				if (judged.kind === 'broken') this.#refuse(frame, judged.reason);
				else if (this.#take(judged.part)) {
					opened.push(frame);
					const pack = this.#wholeWith(frame);
					if (pack) whole.push(pack);
				}
				return false;
			});
		}
		this.#waiting = this.#fewOfEach(left);
		return { opened, whole };
	}

	has({ client, seq, id }: Head): boolean {
		const part = this.#parts.get(client)?.[seq];
		return part !== undefined && sameBytes(part.frame.id, id);
	}

	/** Byte by byte: a pack's frames are so long that to open them once more takes longer than all else. */
	#holds({ client, seq, bytes }: Frame): boolean {
		const part = this.#parts.get(client)?.[seq];
		return part !== undefined && sameBytes(part.frame.bytes, bytes);
	}

	/** The hash chain makes the signature of a strand's last frame stand for all of those that this device holds. */
	async #sound(frames: readonly Frame[], held: boolean): Promise<Frame[]> {
		const { verify } = this.#context;
		const sound: Frame[] = [];
		for (const frame of frames) {
			const last = !held || !frames.some(({ client, seq }) => client === frame.client && seq > frame.seq);
			if (!last || (await verifyFrame(frame, verify))) sound.push(frame);
			else this.#refuse(frame, 'signature');
		}
		return sound;
	}

	#judge(frame: Frame, held: boolean): Judged {
		const { document, channel, roster, keyring } = this.#context;
		if (!sameBytes(frame.document, document)) return broken('document');
		if (frame.kind !== 'pack' || frame.channel !== channel) return broken('kind');
		const parts = this.#parts.get(frame.client) ?? [];
		const last = parts.at(-1);
		if (frame.seq > parts.length) return { kind: 'waiting' };
		if (last && frame.seq === parts.length) {
			if (!sameBytes(last.frame.id, frame.previous)) return broken('chain');
			if (!sameBytes(last.frame.clear, frame.clear)) return broken('kind');
		}
		const view = roster.at(frame.rosterHeads);
		if (!view) return { kind: 'waiting' };
		const inForce = view.keyInForce(channel);
		if (!inForce || !view.mayWrite(memberId(frame.author), channel)) return broken('right');
		if (inForce.epoch !== frame.epoch || !sameBytes(inForce.keyId, frame.keyId)) return broken('key');
		const key = keyring.inForce(inForce);
		if (!key) return { kind: 'waiting' };
		const opening = openEntry(frame, key, !held);
		if (opening.kind === 'not-mine') return { kind: 'waiting' };
		if (opening.kind === 'broken') return opening;
		if (opening.content.heads.length > 0) return broken('heads');
		return { kind: 'part', part: { frame, payload: opening.content.payload } };
	}

	/** False if it is here already, or another is in its place. */
	#take(part: Part): boolean {
		const { client, seq } = part.frame;
		const parts = this.#parts.get(client) ?? [];
		if (seq !== parts.length) return false;
		parts.push(part);
		this.#parts.set(client, parts);
		return true;
	}

	#wholeWith(last: Frame): Pack | null {
		const parts = this.#parts.get(last.client) ?? [];
		const [first] = parts;
		if (!first || !last.pack || parts.length < last.pack.frames) return null;
		return {
			what: last.pack.what,
			generation: this.#context.generation,
			author: memberId(last.author),
			id: first.frame.id,
			content: packContent(parts.map(({ payload }) => payload))
		};
	}

	/** Nobody's junk takes the place of what others have written. */
	#fewOfEach(frames: readonly Frame[]): Frame[] {
		const { members } = this.#context.roster.current;
		const counts = new Map<MemberId | null, number>();
		return frames.filter(({ author }) => {
			const id = memberId(author);
			const whose = members.has(id) ? id : null;
			const count = counts.get(whose) ?? 0;
			counts.set(whose, count + 1);
			return count < mostWaiting;
		});
	}

	#refuse(frame: Frame, reason: BrokenReason): void {
		this.#context.refused(memberId(frame.author), reason);
	}
}

function broken(reason: BrokenReason): Broken {
	return { kind: 'broken', reason };
}
