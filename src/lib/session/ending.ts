/**
 * Sees when the time is over of those who sit for a time. Relays serve them no more by themselves; a manager's device then says so in the
 * roster, with new keys. The one that invited them does so at once; if it is not awake, another manager's does, and not all at the same moment.
 */
import type { Clock } from '#lib/clock.ts';
import { rosterChannel } from '#lib/roster/capability.ts';
import type { Roster } from '#lib/roster/roster.ts';
import { hasEnded, type Member } from '#lib/roster/view.ts';
import type { MemberId } from '#lib/seal/frame-bytes.ts';
import type { MemberKeys, Random } from '#lib/seal/keys.ts';

export interface EndingContext {
	readonly me: MemberKeys;
	readonly roster: Roster;
	readonly clock: Clock;
	readonly random: Random;
	readonly over: (member: MemberId) => void;
}

const grace = 5_000;
const spread = 10_000;
/** Timers of browsers hold 24 days. */
const longest = 24 * 60 * 60 * 1000;

export class Ending {
	readonly #context: EndingContext;
	readonly #told = new Set<MemberId>();
	/** Thrown once for each: a wait that was thrown anew whenever somebody looks would have no end. */
	readonly #patience = new Map<MemberId, number>();
	#stop: (() => void) | null = null;

	constructor(context: EndingContext) {
		this.#context = context;
	}

	/** The roster has changed, or time has passed. */
	look(): void {
		this.close();
		const { clock, over } = this.#context;
		let next = Infinity;
		for (const member of this.#sitting) {
			const due = member.until + this.#patienceFor(member);
			if (hasEnded(member, clock.now()) && due <= clock.now()) {
				this.#told.add(member.id);
				over(member.id);
			} else next = Math.min(next, due - clock.now());
		}
		if (next < Infinity) this.#stop = clock.after(Math.min(next, longest), () => this.look());
	}

	close(): void {
		this.#stop?.();
		this.#stop = null;
	}

	/** Whose time it is for this device to look after. */
	get #sitting(): Member[] {
		const { me, roster } = this.#context;
		if (!roster.current.mayWrite(me.id, rosterChannel)) return [];
		return [...roster.current.members.values()].filter(
			({ id, until }) => until !== 0 && id !== me.id && !this.#told.has(id)
		);
	}

	#patienceFor({ id, invite }: Member): number {
		const { me, roster, random } = this.#context;
		const offer = invite && roster.current.fold.offers.get(invite);
		if (offer && roster.current.fold.seatOf(me.id)?.id === offer.from) return 0;
		const [dice = 0] = random(1);
		const patience = this.#patience.get(id) ?? grace + (spread * dice) / 256;
		this.#patience.set(id, patience);
		return patience;
	}
}
