/**
 * The way in: frames that have been verified wait for what they cite, are admitted strand by strand, and applied to the channel's
 * documents. What was admitted is told, for the ledger and the links.
 */
import * as Y from 'yjs';
import type { Clock } from '#lib/clock.ts';
import type { Head } from '#lib/seal/content.ts';
import { memberId, type MemberId } from '#lib/seal/frame-bytes.ts';
import type { Frame } from '#lib/seal/frame.ts';
import { verifyFrame, type Verify } from '#lib/seal/frame-verify.ts';
import { admit, judge, type Admitted, type AdmissionContext, type BrokenReason } from './admission.ts';
import { depthInDoc } from './depth.ts';
import { Forks } from './forks.ts';
import { beforeIn } from './place.ts';
import type { Cited } from './strands.ts';
import { WaitingRoom } from './waiting-room.ts';

export interface InboxContext {
	readonly admission: AdmissionContext;
	readonly verify: Verify;
	readonly clock: Clock;
	/** Lets the browser paint and answer between slices of long work. */
	readonly breathe: () => Promise<void>;
	/** Where opened updates go, in this order. */
	readonly docs: () => readonly Y.Doc[];
	/** An author cites entries that are not here. */
	readonly cited: (heads: readonly Head[], by: MemberId) => void;
	/** These have been opened, in this order. */
	readonly opened: (frames: readonly Frame[]) => void;
	/** Something follows on from what is only known as a pack. */
	readonly past: () => void;
	/** Whether it stands in a log of this device. */
	readonly holds: (frame: Frame) => boolean;
	/** Somebody writes a strand in several ways. */
	readonly split: () => void;
	/** Refused, with the reason. */
	readonly refused: (author: MemberId, reason: BrokenReason) => void;
}

/** How long a slice of work may keep the main thread. */
const sliceMs = 20;

export const remoteOrigin = Symbol('another person, or this device in another tab');

const noDoc = new Y.Doc();

interface Opened {
	readonly frame: Frame;
	readonly update: Uint8Array;
}

export class Inbox {
	readonly #context: InboxContext;
	readonly #waiting = new WaitingRoom();
	readonly #admission: AdmissionContext;
	readonly #proved = new WeakSet<Frame>();
	readonly #apart = new WeakSet<Frame>();
	/** Judged whole when this device first took them in. */
	readonly #trusted = new WeakSet<Frame>();
	readonly #forks: Forks;
	/** What could not be admitted may be now. */
	#again = false;

	constructor(context: InboxContext) {
		this.#context = context;
		const doc = () => this.#doc;
		this.#admission = {
			...context.admission,
			depthOf: (id) => depthInDoc(this.#doc, id),
			before: () => beforeIn(doc)
		};
		this.#forks = new Forks({
			strands: context.admission.strands,
			holds: context.holds,
			judge: (frame, strand) => {
				const judged = judge(frame, strand, this.#admission);
				return judged.kind === 'broken' ? judged.reason : judged.kind;
			}
		});
	}

	/**
	 * What this device holds: the signature of each strand's last entry, and the hash chain that leads to it. Answers what was opened.
	 * `carried` entries, whose signatures hold and which may have to count in place of held ones, are looked at beside them.
	 */
	async openHeld(strands: Iterable<readonly Frame[]>, carried: readonly Frame[]): Promise<Frame[]> {
		const { verify } = this.#context;
		for (const frame of carried) this.#await(frame);
		for (const strand of strands) {
			const last = strand.at(-1);
			if (!last) continue;
			if (!(await verifyFrame(last, verify))) {
				this.#refuse(last, 'signature');
				continue;
			}
			for (const frame of strand) {
				this.#trusted.add(frame);
				this.#await(frame);
			}
		}
		return this.#admitWaiting();
	}

	/** Entries that a volume proves: none is signed for itself. `trusted` if this device has judged them before. */
	async receivePast(frames: readonly Frame[], trusted = false): Promise<void> {
		this.prove(frames);
		for (const frame of frames) {
			if (trusted) this.#trusted.add(frame);
			this.#await(frame);
		}
		this.#context.opened(await this.#admitWaiting());
	}

	/** A volume holds these; none is signed for itself. */
	prove(frames: readonly Frame[]): void {
		for (const frame of frames) this.#proved.add(frame);
	}

	/** Whether a volume holds it, which everybody has or can have. */
	isProved(frame: Frame): boolean {
		return this.#proved.has(frame);
	}

	/** Frames from anywhere. Those that wait are kept in memory and tried again. */
	async receive(frames: readonly Frame[]): Promise<void> {
		const { verify } = this.#context;
		const sound = await Promise.all(
			frames.map(async (frame) => this.#admission.strands.has(frame) || (await verifyFrame(frame, verify)))
		);
		frames.forEach((frame, i) => {
			if (sound[i]) this.#await(frame);
			else this.#refuse(frame, 'signature');
		});
		this.#context.opened(await this.#admitWaiting());
		this.#waiting.trim();
	}

	/** Whether this very entry has come, be it that it waits for others. */
	has(head: Head): boolean {
		return this.#admission.strands.knows(head) || this.#waiting.find(head) !== undefined;
	}

	/** Whether it has come and does not count, its author having lost the right to write it, or what it follows on from. */
	isApart(head: Head): boolean {
		const next = this.#admission.strands.get(head.client)?.count ?? 0;
		return this.#waiting.find(head) !== undefined && this.isApartAt(head.client, next);
	}

	/** Whether one that does not count has come for this place. */
	isApartAt(client: number, seq: number): boolean {
		return this.#waiting.at(client, seq).some((frame) => this.#apart.has(frame));
	}

	/** The id of the entry in this place, be it that it waits or does not count. */
	idOf(client: number, seq: number): Uint8Array | undefined {
		return this.#admission.strands.get(client)?.idOf(seq) ?? this.#waiting.at(client, seq)[0]?.id;
	}

	/** Entries of people at the table that wait, or count only if somebody who stays has built on them. */
	get kept(): Frame[] {
		return this.#waiting.ofMembers;
	}

	/** What has come and does not count, its author having lost the right to write it, and what goes on from there. */
	get apart(): Frame[] {
		return this.#waiting.all.filter((frame) => this.isApart(frame));
	}

	/** Both sides of what somebody has written in two ways, each side in order. */
	get forked(): readonly Frame[] {
		return this.#forks.frames;
	}

	/** Whether it has to count, and another that was opened in its place not. */
	outdoes(frame: Frame): boolean {
		return this.#forks.wins(frame);
	}

	get waitingCount(): number {
		return this.#waiting.size;
	}

	#memberOf(frame: Frame): MemberId | null {
		const author = memberId(frame.author);
		return this.#admission.roster.current.member(author) ? author : null;
	}

	/** Into the waiting room, unless its place is taken: then it is known, or one side of a fork. */
	#await(frame: Frame): void {
		const admission = this.#admission;
		if (this.#goesOn(frame)) return this.#context.split();
		if (frame.seq >= (admission.strands.get(frame.client)?.count ?? 0)) {
			return this.#waiting.add(frame, this.#memberOf(frame));
		}
		const admitted = admit(frame, admission);
		if (admitted.kind !== 'broken') return;
		if (admitted.reason === 'fork' && !this.#forks.take(frame)) return;
		this.#followUp(frame);
		this.#refuse(frame, admitted.reason);
		if (admitted.reason === 'fork') this.#context.split();
	}

	/** Whether it goes on from one side of a fork. */
	#goesOn(frame: Frame): boolean {
		const goesOn = this.#forks.continues(frame);
		if (goesOn) this.#followUp(frame);
		return goesOn;
	}

	/** What goes on from an entry that was just found to be one side of a fork, or lost, may have come before. */
	#followUp(of: Frame): void {
		this.#again = true;
		let last: readonly Frame[] = [of];
		while (last.length > 0) {
			last = last.flatMap(({ client, seq }) => this.#waiting.at(client, seq + 1));
			last = last.filter((frame) => this.#forks.continues(frame));
			for (const frame of last) this.#waiting.drop(frame);
		}
	}

	/** Those that claimed the place of an entry which has been opened. */
	#awaitRivals({ client, seq }: Frame): void {
		for (const rival of this.#waiting.at(client, seq)) {
			this.#waiting.drop(rival);
			this.#await(rival);
		}
	}

	/** Admits what can be admitted, and applies it, slice by slice. */
	async #admitWaiting(): Promise<Frame[]> {
		const admitted = this.#admitted();
		const opened: Frame[] = [];
		while (this.#applySlice(admitted, opened)) await this.#context.breathe();
		this.#weighRivals();
		return opened;
	}

	/** Strand by strand, until nothing more can be admitted. Each is in the documents before the next is judged. */
	*#admitted(): Generator<Opened, void> {
		for (let moved = true; moved;) {
			moved = false;
			this.#again = false;
			for (const client of this.#waiting.clients) {
				for (let next = this.#admitNext(client); next; next = this.#admitNext(client)) {
					moved = true;
					yield next;
				}
			}
			moved ||= this.#again;
			// Only where nothing else makes it clear whether a smaller one can count.
			const rival = moved ? null : this.#admitRival();
			if (rival) yield rival;
			moved ||= rival !== null;
		}
	}

	/** In one transaction, so that the screens hear of it once. True if there may be more. */
	#applySlice(admitted: Generator<Opened, void>, opened: Frame[]): boolean {
		const { clock, docs } = this.#context;
		const until = clock.now() + sliceMs;
		let next = admitted.next();
		if (next.done) return false;
		const all = docs();
		transactAll(all, () => {
			for (; !next.done; next = admitted.next()) {
				opened.push(next.value.frame);
				this.#apply(next.value, all);
				if (clock.now() >= until) return;
			}
		});
		return !next.done;
	}

	/** In place of one with a smaller id that has to wait. */
	#admitRival(): Opened | null {
		for (const client of this.#waiting.clients) {
			const rivals = this.#waiting.next(client, this.#admission.strands, true);
			const next = rivals.length > 1 && this.#admitNext(client, true);
			if (next) return next;
		}
		return null;
	}

	/** Those that could not be judged when they came. */
	#weighRivals(): void {
		const weighed = this.#forks.weigh();
		for (const frame of weighed) this.#followUp(frame);
		if (weighed.length > 0) this.#context.split();
	}

	#admitNext(client: number, anyRival = false): Opened | null {
		const admission = this.#admission;
		for (const frame of this.#waiting.next(client, admission.strands, anyRival)) {
			const admitted = admit(frame, admission, this.#trusted.has(frame));
			if (admitted.kind === 'waiting' && admitted.for) {
				this.#waiting.block(client, admitted.for);
				this.#context.cited(admitted.for, memberId(frame.author));
				this.#vouch(frame, admitted.for);
			}
			if (admitted.kind === 'waiting' && admitted.cited) this.#vouchForCited(frame, admitted.cited);
			if (admitted.kind === 'apart') this.#apart.add(frame);
			if (admitted.kind === 'past') this.#context.past();
			// A larger id counts only where the smaller one is refused for good.
			if (isKept(admitted) && !anyRival) return null;
			if (isKept(admitted)) continue;
			this.#waiting.drop(frame);
			if (admitted.kind === 'lost') {
				this.#forks.sink(frame);
				this.#followUp(frame);
			}
			if (admitted.kind === 'broken' && !this.#goesOn(frame)) {
				this.#forks.bar(frame);
				this.#refuse(frame, admitted.reason);
			}
			if (admitted.kind !== 'opened') continue;
			this.#vouchForCited(frame, admission.strands.get(frame.client)?.last?.cited ?? new Map());
			this.#awaitRivals(frame);
			return { frame, update: admitted.update };
		}
		return null;
	}

	#vouch(by: Frame, heads: readonly Head[]): void {
		for (const head of heads) {
			const cited = this.#waiting.find(head);
			if (cited && this.#admission.counting.vouch(by, cited)) this.#again = true;
		}
	}

	/** Who cites a volume has seen all that it holds, also what does not count by itself. */
	#vouchForCited(by: Frame, all: Cited): void {
		const { strands, counting } = this.#admission;
		if (this.#waiting.size === 0) return;
		for (const [client, count] of all) {
			for (let seq = strands.get(client)?.count ?? 0; seq < count; seq++) {
				const waiting = this.#waiting.at(client, seq);
				if (waiting.some((cited) => counting.vouch(by, cited))) this.#again = true;
			}
		}
	}

	get #doc(): Y.Doc {
		return this.#context.docs()[0] ?? noDoc;
	}

	#apply({ frame, update }: Opened, docs: readonly Y.Doc[]): void {
		try {
			for (const doc of docs) Y.applyUpdate(doc, update, remoteOrigin);
		} catch {
			this.#refuse(frame, 'unreadable');
		}
	}

	#refuse(frame: Frame, reason: BrokenReason): void {
		this.#context.refused(memberId(frame.author), reason);
	}
}

function isKept({ kind }: Admitted): boolean {
	return kind === 'waiting' || kind === 'past' || kind === 'apart' || kind === 'not-mine';
}

function transactAll(docs: readonly Y.Doc[], work: () => void): void {
	const [first, ...others] = docs;
	if (first) first.transact(() => transactAll(others, work), remoteOrigin);
	else work();
}
