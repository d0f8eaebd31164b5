/**
 * The signed membership log of one sealed document. Statements arrive in any order, from anyone; the same set of statements gives
 * the same roster everywhere: each is judged by the statements that it cites and nothing else, and those that did not know of each other
 * are merged by what they say and nothing else. Devices and relays run this same code; nothing in it opens anything.
 */
import {
	compareBytes,
	entryId,
	FrameError,
	idBytes,
	memberId,
	sameBytes,
	type ChannelName,
	type DocumentId,
	type EntryId,
	type MemberId
} from '#lib/seal/frame-bytes.ts';
import { mostRosterHeads, type Frame } from '#lib/seal/frame.ts';
import { verifyFrame, type Verify } from '#lib/seal/frame-verify.ts';
import { Ancestry } from './ancestry.ts';
import { rosterChannel } from './capability.ts';
import { judge, type Refusal } from './judge.ts';
import type { Limits } from './limits.ts';
import {
	acceptMessage,
	parseSkeleton,
	replaceMessage,
	type Skeleton,
	type UnknownSkeleton
} from './skeleton.ts';
import type { Standing, Statement } from './stated.ts';
import type { RosterView } from './view.ts';
import { byDepth, Views } from './views.ts';

export type Verdict =
	| { readonly kind: 'accepted'; readonly statement: Statement }
	| { readonly kind: 'known' }
	/** What it follows is not here yet; try again when something new has been accepted. */
	| { readonly kind: 'waiting' }
	/** A type of statement that this version does not know. */
	| { readonly kind: 'newer' }
	| { readonly kind: 'refused'; readonly reason: Refusal };

export class Roster {
	readonly document: DocumentId;
	readonly #statements = new Map<EntryId, Statement>();
	readonly #ancestry = new Ancestry();
	readonly #views = new Views(this.#ancestry);
	#heads: EntryId[] = [];
	#current: RosterView | null = null;

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
		const cited = this.#indices(frame.rosterHeads);
		if (!cited) return { kind: 'waiting' };
		const view = this.#views.at(cited);
		// Anybody could say so; a member who does uses a newer version.
		if (skeleton.type === 'unknown') {
			return view.member(memberId(frame.author)) ? { kind: 'newer' } : refused('right');
		}
		const judged = judge(id, frame, skeleton, view);
		if (judged.kind === 'refused') return judged;
		if (!(await this.#proves(skeleton, frame, judged, verify))) return refused('proof');
		// The same statement may have come in by another way while its signatures were checked.
		if (this.#statements.has(id)) return { kind: 'known' };
		return { kind: 'accepted', statement: this.#take(id, frame, skeleton, judged, cited, view) };
	}

	/** Why a statement of our own making would not be taken now; null if it would. Its signatures are not looked at. */
	refusalOf(frame: Frame): Refusal | null {
		const skeleton = skeletonOf(frame);
		const cited = this.#indices(frame.rosterHeads);
		if (!skeleton || skeleton.type === 'unknown' || !cited) return 'skeleton';
		const judged = judge(entryId(frame.id), frame, skeleton, this.#views.at(cited));
		return judged.kind === 'refused' ? judged.reason : null;
	}

	get heads(): readonly Uint8Array[] {
		return this.#headsAfter([]);
	}

	/** What the next statement or entry of this member cites, ascending: their own seat, what is cited `already`, and the heads. */
	headsOf(author: MemberId, already: readonly Uint8Array[] = []): readonly Uint8Array[] {
		const seat = this.current.member(author)?.seatedBy;
		return this.#headsAfter([...(seat ? [idBytes(seat)] : []), ...already]);
	}

	/**
	 * These, and the statements that nothing follows yet. Whoever has a link can make any number of acceptances: one of each link is cited, and
	 * after all that members have stated.
	 */
	#headsAfter(earlier: readonly Uint8Array[]): readonly Uint8Array[] {
		const before = earlier.flatMap((head) => this.statement(entryId(head)) ?? []);
		const isNews = ({ index }: Statement) => !before.some((one) => this.#ancestry.reaches(one.index, index));
		const news = this.#heads
			.flatMap((id) => this.statement(id) ?? [])
			.filter(isNews)
			.sort(byId);
		const stated = [...before, ...news.filter(({ skeleton }) => skeleton.type !== 'accept')];
		const cited = new Set([...stated, ...this.#firstSeated(news, stated)]);
		const tips = new Set(this.#ancestry.tips([...cited].map(({ index }) => index)));
		const heads = [...cited].filter(({ index }) => tips.has(index)).slice(0, mostRosterHeads);
		return heads.map(({ frame }) => frame.id).sort(compareBytes);
	}

	get founded(): boolean {
		return this.#statements.size > 0;
	}

	get current(): RosterView {
		const heads = () => this.#heads.flatMap((id) => this.#statements.get(id)?.index ?? []);
		return (this.#current ??= this.#views.at(heads()));
	}

	/** The roster as it stood at cited heads; null while one of them is not here. */
	at(heads: readonly Uint8Array[]): RosterView | null {
		const cited = heads.length > 0 ? this.#indices(heads) : null;
		return cited && this.#views.at(cited);
	}

	/** As `at`, but worked out from nothing: for tests. */
	afresh(heads: readonly Uint8Array[]): RosterView | null {
		const cited = this.#indices(heads);
		return cited && this.#views.merged(cited);
	}

	/** Whether `later` has seen all that `earlier` had: along a strand the cited heads never move backwards. */
	followsAll(later: readonly Uint8Array[], earlier: readonly Uint8Array[]): boolean {
		const ends = later.flatMap((head) => this.statement(entryId(head))?.index ?? []);
		return earlier.every((head) => {
			const index = this.statement(entryId(head))?.index;
			return index !== undefined && ends.some((end) => this.#ancestry.reaches(end, index));
		});
	}

	/**
	 * Up to where the entries count that an author wrote in a channel under heads which know nothing of what they have lost since: by strand
	 * client, unnamed strands ending at 0. Null where no loss stands between those heads and now.
	 */
	limits(author: MemberId, channel: ChannelName, heads: readonly Uint8Array[]): Limits | null {
		const heeded = (loss: EntryId) => this.followsAll(heads, [idBytes(loss)]);
		return this.current.limits(author, channel, heeded);
	}

	statement(id: EntryId): Statement | undefined {
		return this.#statements.get(id);
	}

	/** In an order in which each stands after all that it follows. */
	get statements(): Statement[] {
		return [...this.#statements.values()].sort(byDepth);
	}

	#indices(heads: readonly Uint8Array[]): number[] | null {
		const indices = heads.flatMap((head) => this.#statements.get(entryId(head))?.index ?? []);
		return indices.length === heads.length ? indices : null;
	}

	/** An acceptance is signed by the invitation's key too, and a replacement by the key that comes. */
	async #proves(skeleton: Skeleton, frame: Frame, { seat }: Standing, verify: Verify): Promise<boolean> {
		if (skeleton.type === 'replace') {
			const { signKey, boxKey, proof } = skeleton;
			return verify(
				signKey,
				replaceMessage(frame.belongsTo, idBytes(seat), frame.author, signKey, boxKey),
				proof
			);
		}
		if (skeleton.type !== 'accept') return true;
		const invite = this.#statements.get(entryId(skeleton.invite));
		if (invite?.skeleton.type !== 'invite') return false;
		const message = acceptMessage(frame.belongsTo, skeleton.invite, frame.author, skeleton.boxKey);
		return verify(invite.skeleton.signKey, message, skeleton.proof);
	}

	/** Of these the acceptances of links that nobody has used as it stood at `stated`, one of each link. */
	#firstSeated(news: readonly Statement[], stated: readonly Statement[]): Statement[] {
		const first = new Map<EntryId, Statement>();
		for (const one of news) {
			const invite = one.skeleton.type === 'accept' ? entryId(one.skeleton.invite) : null;
			if (invite && !first.has(invite)) first.set(invite, one);
		}
		if (first.size === 0) return [];
		const { offers } = this.#views.at(stated.map(({ index }) => index)).fold;
		return [...first].flatMap(([invite, one]) => (offers.get(invite)?.seats.length ? [] : [one]));
	}

	#take(
		id: EntryId,
		frame: Frame,
		skeleton: Skeleton,
		standing: Standing,
		cited: readonly number[],
		view: RosterView
	): Statement {
		const depth = this.#views.depthAfter(cited);
		const { seat, isPrincipal, rests, needs, loss } = standing;
		const place = { id, author: memberId(frame.author), frame, skeleton, depth, unheeded: view.void };
		const index = this.#ancestry.add(cited);
		const statement: Statement = { ...place, index, seat, isPrincipal, rests, needs, loss };
		this.#statements.set(id, statement);
		this.#views.add(statement, cited);
		this.#current = null;
		const followed = (head: EntryId) =>
			this.#ancestry.follows(index, this.#statements.get(head)?.index ?? index);
		this.#heads = [...this.#heads.filter((head) => !followed(head)), id];
		return statement;
	}
}

function byId(a: Statement, b: Statement): number {
	return compareBytes(a.frame.id, b.frame.id);
}

function skeletonOf(frame: Frame): Skeleton | UnknownSkeleton | null {
	try {
		return parseSkeleton(frame.clear);
	} catch (error) {
		if (error instanceof FrameError) return null;
		throw error;
	}
}

function refused(reason: Refusal): Verdict {
	return { kind: 'refused', reason };
}
