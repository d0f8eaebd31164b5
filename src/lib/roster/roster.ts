/**
 * The signed membership log of one sealed document. Statements arrive in any order, from anyone; the same set of statements gives
 * the same roster everywhere: each is judged by the statements that it cites and nothing else. Devices and relays run this same code; nothing in it opens anything.
 */
import {
	compareBytes,
	entryId,
	FrameError,
	idBytes,
	memberId,
	sameBytes,
	type DocumentId,
	type EntryId,
	type MemberId
} from '#lib/seal/frame-bytes.ts';
import { mostRosterHeads, type Frame } from '#lib/seal/frame.ts';
import { verifyFrame, type Verify } from '#lib/seal/frame-verify.ts';
import { rosterChannel } from './capability.ts';
import {
	acceptMessage,
	parseSkeleton,
	type AcceptSkeleton,
	type KeyInForce,
	type Skeleton,
	type UnknownSkeleton
} from './skeleton.ts';
import { RosterView, type Invitation, type Member } from './view.ts';

export interface Statement {
	readonly id: EntryId;
	readonly author: MemberId;
	readonly frame: Frame;
	readonly skeleton: Skeleton;
	/** Longest way from the founding statement. */
	readonly depth: number;
	/** Every statement that this one follows, near or far. */
	readonly follows: ReadonlySet<EntryId>;
}

export type Refusal =
	| 'document'
	| 'kind'
	| 'signature'
	| 'skeleton'
	/** A statement is a strand of its own. */
	| 'chain'
	| 'right'
	| 'no-invitation'
	| 'used'
	| 'seated'
	| 'proof';

export type Verdict =
	| { readonly kind: 'accepted'; readonly statement: Statement }
	| { readonly kind: 'known' }
	/** What it follows is not here yet; try again when something new has been accepted. */
	| { readonly kind: 'waiting' }
	/** A type of statement that this version does not know. */
	| { readonly kind: 'newer' }
	| { readonly kind: 'refused'; readonly reason: Refusal };

/** Anyone who may write can cite any set of statements: what is remembered of them has an end. */
const mostViews = 500;

export class Roster {
	readonly document: DocumentId;
	readonly #statements = new Map<EntryId, Statement>();
	readonly #views = new Map<string, RosterView>();
	#heads: EntryId[] = [];

	constructor(document: DocumentId) {
		this.document = document;
	}

	/** Checks a statement against what it follows and, if it holds, takes it in. Verdicts but 'waiting' and 'newer' are final. */
	async add(frame: Frame, verify: Verify): Promise<Verdict> {
		const id = entryId(frame.id);
		if (this.#statements.has(id)) return { kind: 'known' };
		if (!sameBytes(frame.belongsTo, idBytes(this.document))) return refused('document');
		if (frame.kind !== 'statement' || frame.channel !== rosterChannel) return refused('kind');
		if (frame.seq !== 0) return refused('chain');
		if (!(await verifyFrame(frame, verify))) return refused('signature');
		const skeleton = skeletonOf(frame);
		if (!skeleton) return refused('skeleton');
		if (skeleton.type === 'unknown') return { kind: 'newer' };

		const cited = frame.rosterHeads.map(entryId);
		if (!cited.every((head) => this.#statements.has(head))) return { kind: 'waiting' };
		const fault = this.#faultOf(frame, skeleton, cited);
		if (fault) return refused(fault);
		if (skeleton.type === 'accept' && !(await this.#proves(skeleton, frame, verify))) return refused('proof');
		// The same statement may have come in by another way while its signatures were checked.
		if (this.#statements.has(id)) return { kind: 'known' };
		return { kind: 'accepted', statement: this.#take(id, frame, skeleton, cited) };
	}

	/** The statements that nothing follows yet, ascending: what the next statement and every entry cite. */
	get heads(): readonly Uint8Array[] {
		return this.#heads.map(idBytes).sort(compareBytes).slice(0, mostRosterHeads);
	}

	get founded(): boolean {
		return this.#statements.size > 0;
	}

	get current(): RosterView {
		return this.#view(this.#heads);
	}

	/** The roster as it stood at cited heads; null while one of them is not here. */
	at(heads: readonly Uint8Array[]): RosterView | null {
		const ids = heads.map(entryId);
		return ids.length > 0 && ids.every((id) => this.#statements.has(id)) ? this.#view(ids) : null;
	}

	/** Whether `later` has seen all that `earlier` had: along a strand the cited heads never move backwards. */
	followsAll(later: readonly Uint8Array[], earlier: readonly Uint8Array[]): boolean {
		const seen = this.#closure(later.map(entryId));
		return earlier.every((head) => seen.has(entryId(head)));
	}

	statement(id: EntryId): Statement | undefined {
		return this.#statements.get(id);
	}

	/** In an order in which each stands after all that it follows. */
	get statements(): Statement[] {
		return [...this.#statements.values()].sort(byDepth);
	}

	#faultOf(frame: Frame, skeleton: Skeleton, cited: readonly EntryId[]): Refusal | null {
		if (frame.isFounding || skeleton.type === 'found') {
			return frame.isFounding && skeleton.type === 'found' ? null : 'right';
		}
		const view = this.#view(cited);
		const author = memberId(frame.author);
		if (skeleton.type === 'invite') return view.mayWrite(author, rosterChannel) ? null : 'right';
		const invitation = view.invitations.get(entryId(skeleton.invite));
		if (!invitation) return 'no-invitation';
		if (invitation.accepted) return 'used';
		return view.members.has(author) ? 'seated' : null;
	}

	async #proves(accept: AcceptSkeleton, frame: Frame, verify: Verify): Promise<boolean> {
		const invite = this.#statements.get(entryId(accept.invite));
		if (invite?.skeleton.type !== 'invite') return false;
		const message = acceptMessage(frame.belongsTo, accept.invite, frame.author, accept.boxKey);
		return verify(invite.skeleton.signKey, message, accept.proof);
	}

	#take(id: EntryId, frame: Frame, skeleton: Skeleton, cited: readonly EntryId[]): Statement {
		const follows = this.#closure(cited);
		const depth = Math.max(-1, ...cited.map((head) => this.#statements.get(head)?.depth ?? -1)) + 1;
		const statement: Statement = { id, author: memberId(frame.author), frame, skeleton, depth, follows };
		this.#statements.set(id, statement);
		this.#heads = [...this.#heads.filter((head) => !follows.has(head)), id];
		return statement;
	}

	#closure(heads: readonly EntryId[]): Set<EntryId> {
		const seen = new Set<EntryId>();
		for (const head of heads) {
			seen.add(head);
			for (const followed of this.#statements.get(head)?.follows ?? []) seen.add(followed);
		}
		return seen;
	}

	#view(heads: readonly EntryId[]): RosterView {
		const name = [...heads].sort().join();
		let view = this.#views.get(name);
		if (!view) {
			const seen = [...this.#closure(heads)].map((id) => this.#statements.get(id));
			view = fold(seen.filter((statement) => statement !== undefined).sort(byDepth));
			if (this.#views.size >= mostViews) this.#views.clear();
			this.#views.set(name, view);
		}
		return view;
	}
}

/** From statements, each after all that it follows, to the roster that they make. */
function fold(statements: readonly Statement[]): RosterView {
	const members = new Map<MemberId, Member>();
	const invitations = new Map<EntryId, Invitation>();
	let keys: readonly KeyInForce[] = [];
	for (const { id, author, frame, skeleton } of statements) {
		if (skeleton.type === 'invite') {
			const { boxKey, capabilities, expiry, careful } = skeleton;
			const key = memberId(skeleton.signKey);
			invitations.set(id, {
				id,
				key,
				boxKey,
				capabilities,
				expiry,
				careful,
				invitedBy: author,
				accepted: false
			});
			continue;
		}
		const seat = { id: author, publicKey: frame.author, boxKey: skeleton.boxKey, seatedBy: id };
		if (skeleton.type === 'found') {
			keys = skeleton.keys;
			members.set(author, { ...seat, capabilities: skeleton.capabilities, invite: null, suspended: false });
			continue;
		}
		const invitation = invitations.get(entryId(skeleton.invite));
		if (!invitation || members.has(author)) continue;
		const rivals = [...members.values()].filter((member) => member.invite === invitation.id);
		for (const rival of rivals) members.set(rival.id, { ...rival, suspended: true });
		members.set(author, {
			...seat,
			capabilities: invitation.capabilities,
			invite: invitation.id,
			suspended: rivals.length > 0
		});
		invitations.set(invitation.id, { ...invitation, accepted: true });
	}
	return new RosterView(members, invitations, keys);
}

function skeletonOf(frame: Frame): Skeleton | UnknownSkeleton | null {
	try {
		return parseSkeleton(frame.clear);
	} catch (error) {
		if (error instanceof FrameError) return null;
		throw error;
	}
}

function byDepth(a: Statement, b: Statement): number {
	return a.depth - b.depth || compareBytes(a.frame.id, b.frame.id);
}

function refused(reason: Refusal): Verdict {
	return { kind: 'refused', reason };
}
