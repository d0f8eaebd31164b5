/** The roster at any heads. What follows one statement is that statement's roster and one step more; only heads side by side are merged. */
import { compareBytes } from '#lib/seal/frame-bytes.ts';
import type { Ancestry } from './ancestry.ts';
import { Fold } from './fold.ts';
import { merge } from './merge.ts';
import type { Statement } from './stated.ts';
import { RosterView } from './view.ts';

/** Anyone who may write can cite any set of statements: what is remembered of them has an end. The longest unused go first. */
const mostViews = 500;
/** Seats and invitations in all of them together. */
const mostRemembered = 8_000;
/** Steps taken from a roster that is remembered before it is worked out from nothing. */
const longestWay = 200;

export class Views {
	readonly #ancestry: Ancestry;
	readonly #statements: Statement[] = [];
	/** By index what a statement cites: none of them follows another. */
	readonly #cited: (readonly number[])[] = [];
	readonly #views = new Map<string, RosterView>();
	#weight = 0;

	constructor(ancestry: Ancestry) {
		this.#ancestry = ancestry;
	}

	/** The statement whose index comes next. */
	add(statement: Statement, cited: readonly number[]): void {
		this.#statements.push(statement);
		this.#cited.push(this.#ancestry.tips(cited));
	}

	/** Longest way from the founding statement to one that cites these. */
	depthAfter(cited: readonly number[]): number {
		return Math.max(-1, ...cited.map((index) => this.#statements[index]?.depth ?? -1)) + 1;
	}

	at(indices: readonly number[]): RosterView {
		const heads = this.#ancestry.tips(indices);
		const name = heads.join();
		const known = this.#views.get(name);
		const view = known ?? (heads.length === 1 ? this.#along(heads[0] ?? 0) : this.merged(heads));
		this.#remember(name, view);
		return view;
	}

	merged(indices: readonly number[]): RosterView {
		const statements = this.#ancestry.closure(indices).flatMap((index) => this.#statements[index] ?? []);
		return new RosterView(merge(statements.sort(byDepth), this.#ancestry));
	}

	/** From the nearest roster that is remembered, or from a merge, to the one at this head. */
	#along(head: number): RosterView {
		const way: Statement[] = [];
		let from: RosterView | undefined;
		for (let heads: readonly number[] = [head]; !from;) {
			const [at] = heads;
			const statement = at === undefined ? undefined : this.#statements[at];
			from = this.#views.get(heads.join());
			if (from) break;
			if (!statement) from = new RosterView(Fold.of([], this.#ancestry));
			else if (heads.length > 1) from = this.at(heads);
			else if (way.length === longestWay) return this.merged([head]);
			else {
				way.push(statement);
				heads = this.#cited[statement.index] ?? [];
			}
		}
		return new RosterView(from.fold.after(way.reverse(), this.#ancestry));
	}

	#remember(name: string, view: RosterView): void {
		if (!this.#views.delete(name)) this.#weight += weightOf(view);
		this.#views.set(name, view);
		for (const [oldest, one] of this.#views) {
			if (this.#views.size <= mostViews && this.#weight <= mostRemembered) break;
			if (one === view) break;
			this.#views.delete(oldest);
			this.#weight -= weightOf(one);
		}
	}
}

function weightOf({ fold }: RosterView): number {
	return 1 + fold.seats.size + fold.offers.size;
}

export function byDepth(a: Statement, b: Statement): number {
	return a.depth - b.depth || compareBytes(a.frame.id, b.frame.id);
}
