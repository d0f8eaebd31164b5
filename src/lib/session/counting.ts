/**
 * How far each strand counts once its author has lost a right. Whoever stated the loss pinned the author's strands; beyond its pin an entry
 * counts only if somebody who stays has cited it in an entry that knew nothing of the loss yet. Nobody can so go on under the roster of
 * yesterday, and nothing that others have built upon goes away.
 */
import type { Roster } from '#lib/roster/roster.ts';
import { memberId, type ChannelName, type MemberId } from '#lib/seal/frame-bytes.ts';
import type { Frame } from '#lib/seal/frame.ts';
import type { Strand, Strands } from './strands.ts';

type Heads = readonly Uint8Array[];

export class Counting {
	readonly #roster: Roster;
	readonly #channel: ChannelName;
	readonly #strands: Strands;
	/** By strand client: entries that somebody who stays has cited in time. */
	#vouched = new Map<number, number>();

	constructor(roster: Roster, channel: ChannelName, strands: Strands) {
		this.#roster = roster;
		this.#channel = channel;
		this.#strands = strands;
	}

	/** `author`: the frame's, as an id. */
	counts({ seq, client, rosterHeads }: Frame, author: MemberId): boolean {
		return seq < this.#end(author, client, rosterHeads, this.#vouched);
	}

	/** `by` cites an entry that may be beyond its pin. True if that makes it count. */
	vouch(by: Frame, cited: Frame): boolean {
		const author = memberId(by.author);
		if (!this.counts(by, author) || !this.#stays(author)) return false;
		if (!this.#knowsNothing(by.rosterHeads, memberId(cited.author))) return false;
		const before = this.#vouched.get(cited.client) ?? 0;
		this.#vouched.set(cited.client, Math.max(before, cited.seq + 1));
		return before <= cited.seq;
	}

	/** Whether somebody has lost a right since that roster whose writing is known here as part of a pack only. */
	mustRecall(since: readonly Uint8Array[]): boolean {
		const before = this.#roster.at(since);
		const losses = (view: typeof before, author: MemberId) => view?.losses(author, this.#channel).length ?? 0;
		return [...this.#strands.all].some(
			({ first, author }) => first > 0 && losses(this.#roster.current, author) > losses(before, author)
		);
	}

	/** Whether something that has been opened counts no longer: then the channel has to be built anew. */
	shrunk(): boolean {
		const { current } = this.#roster;
		const losers = [...this.#strands.all].filter(
			({ author }) => current.losses(author, this.#channel).length > 0
		);
		if (losers.length === 0) return false;
		const vouched = this.#vouchedByAll(new Set(losers.map(({ client }) => client)));
		return losers.some((strand) => this.#countedOf(strand, vouched) < strand.count);
	}

	/** More vouches make more entries count, which vouch in turn: until nothing more comes. */
	#vouchedByAll(lost: ReadonlySet<number>): Map<number, number> {
		const vouched = new Map<number, number>();
		for (let moved = true; moved;) {
			moved = false;
			for (const strand of this.#strands.all) {
				if (!this.#stays(strand.author)) continue;
				const counted = this.#countedOf(strand, vouched) - strand.first;
				for (const { cited, standing } of strand.steps.slice(0, counted)) {
					for (const [client, count] of cited) {
						const author = lost.has(client) ? this.#strands.authorOf(client) : undefined;
						if (author === undefined || count <= (vouched.get(client) ?? 0)) continue;
						if (!this.#knowsNothing(standing.rosterHeads, author)) continue;
						vouched.set(client, count);
						moved = true;
					}
				}
			}
		}
		return vouched;
	}

	/** What stands in the pack that the channel was opened from has been weighed when that was checked. */
	#countedOf({ author, client, first, steps }: Strand, vouched: ReadonlyMap<number, number>): number {
		const end = steps.findIndex(
			({ standing }, i) => first + i >= this.#end(author, client, standing.rosterHeads, vouched)
		);
		return first + (end < 0 ? steps.length : end);
	}

	#end(author: MemberId, client: number, heads: Heads, vouched: ReadonlyMap<number, number>): number {
		// Nearly nobody ever loses anything.
		if (this.#roster.current.losses(author, this.#channel).length === 0) return Infinity;
		const limits = this.#roster.limits(author, this.#channel, heads);
		if (limits === null) return Infinity;
		return Math.max(limits.get(client)?.count ?? 0, vouched.get(client) ?? 0);
	}

	#stays(author: MemberId): boolean {
		return this.#roster.current.member(author) !== undefined;
	}

	#knowsNothing(heads: Heads, ofLossesOf: MemberId): boolean {
		return this.#roster.limits(ofLossesOf, this.#channel, heads) !== null;
	}
}
