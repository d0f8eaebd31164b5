/** Which statements of the same time a loss of right strikes. */
import { entryId, memberId, type EntryId, type MemberId } from '#lib/seal/frame-bytes.ts';
import type { Ancestry } from './ancestry.ts';
import { covers } from './capability.ts';
import { claimedKey } from './fold.ts';
import { descends } from './seat.ts';
import type { Statement } from './stated.ts';

/** Statements by what they are looked up by here, each after all that it follows. */
export class Struck {
	readonly #ancestry: Ancestry;
	readonly #bySeat = new Map<EntryId, Statement[]>();
	readonly #accepts = new Map<EntryId, Statement[]>();
	/** By seat the keys that came in place of others, each by the first who claims it. */
	readonly #keys = new Map<EntryId, { readonly id: MemberId; readonly from: MemberId | null }[]>();

	constructor(statements: readonly Statement[], ancestry: Ancestry) {
		this.#ancestry = ancestry;
		const claimed = new Set<MemberId>();
		for (const statement of statements) {
			const { skeleton, seat, author } = statement;
			push(this.#bySeat, seat, statement);
			if (skeleton.type === 'accept') push(this.#accepts, entryId(skeleton.invite), statement);
			const key = claimedKey(statement);
			if (key === null || claimed.has(key)) continue;
			claimed.add(key);
			push(this.#keys, seat, { id: key, from: skeleton.type === 'replace' ? author : null });
		}
	}

	/** Those that `loss` strikes at once; what rests on them falls with them. */
	by(loss: Statement): Statement[] {
		return this.#aimedAt(loss).filter((statement) => this.#meets(loss, statement));
	}

	/** Neither before the loss, nor after it and made in its knowledge. */
	#meets(loss: Statement, statement: Statement): boolean {
		if (loss === statement || this.#ancestry.follows(loss.index, statement.index)) return false;
		return !this.#ancestry.follows(statement.index, loss.index) || statement.unheeded.has(loss.id);
	}

	#aimedAt(loss: Statement): Statement[] {
		const { skeleton, seat, author } = loss;
		switch (skeleton.type) {
			case 'remove': {
				const removed = entryId(skeleton.seat);
				const isLeaving = removed === seat;
				const theirs = this.#of(removed).filter((one) => !isLeavingOf(one, removed));
				if (isLeaving) return theirs.filter((one) => one.skeleton.type !== 'replace');
				return theirs.concat(this.#newcomersBy(removed));
			}
			case 'capability': {
				const { capabilities } = skeleton;
				const own = (one: Statement) => seat === entryId(skeleton.seat) && one.loss?.seat === seat;
				return this.#of(entryId(skeleton.seat)).filter(
					(one) => one.needs !== null && !covers(capabilities, one.needs) && !own(one)
				);
			}
			case 'replace':
				return this.#of(seat).filter((one) => one.author === author && one.skeleton.type !== 'replace');
			case 'admit': {
				const kept = memberId(skeleton.signKey);
				const admitted = entryId(skeleton.seat);
				return this.#of(admitted).filter((one) => !this.#isKin(admitted, one.author, kept));
			}
			case 'withdraw':
				return this.#accepts.get(entryId(skeleton.invite)) ?? [];
			default:
				return [];
		}
	}

	#of(seat: EntryId): Statement[] {
		return this.#bySeat.get(seat) ?? [];
	}

	/** Whoever is removed by others can let nobody in any more, except the client. */
	#newcomersBy(seat: EntryId): Statement[] {
		return this.#of(seat).flatMap(({ id, skeleton }) =>
			skeleton.type === 'invite' && skeleton.principal !== 'client' ? (this.#accepts.get(id) ?? []) : []
		);
	}

	#isKin(seat: EntryId, one: MemberId, other: MemberId): boolean {
		const keys = this.#keys.get(seat) ?? [];
		return one === other || descends({ keys }, one, other) || descends({ keys }, other, one);
	}
}

function isLeavingOf({ seat, skeleton }: Statement, of: EntryId): boolean {
	return seat === of && skeleton.type === 'remove' && entryId(skeleton.seat) === of;
}

function push<K, V>(into: Map<K, V[]>, key: K, value: V): void {
	const held = into.get(key);
	if (held) held.push(value);
	else into.set(key, [value]);
}
