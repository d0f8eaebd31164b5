/** A sealed document as the relay knows it: its roster, read from the statements that it stores. */
import { entryId, FrameError, type DocumentId } from '#lib/seal/frame-bytes.ts';
import { parseFrame, type Frame } from '#lib/seal/frame.ts';
import type { Verify } from '#lib/seal/frame-verify.ts';
import { rosterChannel } from '#lib/roster/capability.ts';
import { Roster } from '#lib/roster/roster.ts';
import { parseSkeleton } from '#lib/roster/skeleton.ts';
import { isOpen } from '#lib/roster/view.ts';
import { mostStatements } from './limits.ts';
import type { PushRefusal } from './refusal.ts';
import type { Carrier } from './sealed-log.ts';
import { inCitedOrder } from './statement-order.ts';
import type { Store } from './store.ts';

export class SealedDocument {
	readonly id: DocumentId;
	readonly #store: Store;
	readonly #verify: Verify;
	readonly #now: () => number;
	#roster: Roster;

	constructor(id: DocumentId, store: Store, verify: Verify, now: () => number) {
		this.id = id;
		this.#store = store;
		this.#verify = verify;
		this.#now = now;
		this.#roster = new Roster(id);
	}

	/** Takes the roster from the store: at first, and when the store would not keep what was added. */
	async load(): Promise<void> {
		const frames: Frame[] = [];
		for await (const page of this.#store.frames({ document: this.id, channel: rosterChannel, generation: 0 })) {
			for (const { bytes } of page) {
				const parsed = parseFrame(bytes);
				if (parsed.kind === 'frame') frames.push(parsed.frame);
			}
		}
		this.#roster = await rosterOf(this.id, inCitedOrder(frames));
	}

	/** Of statements that are stored or about to be. */
	get roster(): Roster {
		return this.#roster;
	}

	/** Takes in all of the statements, in whatever order they are given, or none; null or the reason. */
	async addStatements(frames: readonly Frame[], carrier: Carrier): Promise<PushRefusal | null> {
		const ordered = inCitedOrder(frames);
		if (ordered.length < frames.length) return 'waiting';
		if (this.#roster.statements.length + frames.length > mostStatements) return 'full';
		// One statement is taken or not; several are tried on a copy, which others cannot cite from meanwhile.
		const roster =
			frames.length > 1
				? await rosterOf(this.id, this.#roster.statements.map(({ frame }) => frame))
				: this.#roster;
		for (const frame of ordered) {
			const fault = await this.#add(roster, frame, carrier);
			if (fault) return fault;
		}
		this.#roster = roster;
		return null;
	}

	async #add(roster: Roster, frame: Frame, carrier: Carrier): Promise<PushRefusal | null> {
		if (!carrier.heals && this.#acceptsTooLate(roster, frame)) return 'invitation-over';
		const verdict = await roster.add(frame, this.#verify);
		switch (verdict.kind) {
			case 'accepted':
			case 'known':
				return null;
			case 'refused':
				return verdict.reason;
			default:
				return verdict.kind;
		}
	}

	/** By the relay's clock and by all that it knows, which the statement itself need not cite. */
	#acceptsTooLate(roster: Roster, frame: Frame): boolean {
		try {
			const skeleton = parseSkeleton(frame.clear);
			if (skeleton.type !== 'accept') return false;
			const invitation = roster.current.invitations.get(entryId(skeleton.invite));
			return invitation !== undefined && !isOpen(invitation, this.#now());
		} catch (error) {
			if (error instanceof FrameError) return false; // the roster says what is wrong with it
			throw error;
		}
	}
}

/** A roster of statements that have been verified before. */
async function rosterOf(id: DocumentId, frames: readonly Frame[]): Promise<Roster> {
	const roster = new Roster(id);
	for (const frame of frames) await roster.add(frame, alreadyVerified);
	return roster;
}

const alreadyVerified: Verify = async () => true;
