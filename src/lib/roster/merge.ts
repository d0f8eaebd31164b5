/**
 * Statements that did not know of each other, brought together: the same set gives the same roster, whoever holds it and however it came.
 *
 * A loss strikes what its victim stated at the same time, and all that rests on that. Losses strike each other too: one that no undecided
 * loss strikes takes effect; where each is struck, the client's or guardian's counts, else that of whoever was admitted earlier. A loss
 * that would leave nobody to manage the roster does not take effect.
 */
import { compareBytes, entryId, idBytes, type EntryId } from '#lib/seal/frame-bytes.ts';
import type { Ancestry } from './ancestry.ts';
import { rosterChannel } from './capability.ts';
import { claimedKey, Fold } from './fold.ts';
import { Struck } from './losses.ts';
import { candidatesOf, capabilitiesOf } from './seat.ts';
import { sources } from './sources.ts';
import type { Statement, Void, VoidReason } from './stated.ts';

/** `statements` hold all that any of them follows, each after what it follows. */
export function merge(statements: readonly Statement[], ancestry: Ancestry): Fold {
	const merging = new Merging(statements, ancestry);
	const spared = new Set(alreadySpared(statements));
	for (;;) {
		const voids = merging.decide(spared);
		const fold = voids.size > 0 ? Fold.of(statements, ancestry, voids) : Fold.of(statements, ancestry);
		const next = fold.hasManager() ? null : merging.weakest(voids, fold);
		if (!next) return fold;
		spared.add(next.id);
	}
}

/** A loss that somebody has built on as not having taken place stays so, even if other managers come later. */
function alreadySpared(statements: readonly Statement[]): EntryId[] {
	return [...new Set(statements.map(({ unheeded }) => unheeded))].flatMap((unheeded) =>
		[...unheeded].filter(([, { reason }]) => reason === 'last-manager').map(([id]) => id)
	);
}

class Merging {
	readonly #ancestry: Ancestry;
	readonly #statements: readonly Statement[];
	readonly #byId: ReadonlyMap<EntryId, Statement>;
	readonly #losses: readonly Statement[];
	/** By loss what it strikes at once; only losses that strike anything. */
	readonly #strikes = new Map<Statement, readonly Statement[]>();
	/** By loss the losses that it strikes, at once or by what they rest on. */
	readonly #fells = new Map<Statement, ReadonlySet<Statement>>();
	/** By statement those that rest on it. */
	readonly #resting = new Map<EntryId, Statement[]>();

	constructor(statements: readonly Statement[], ancestry: Ancestry) {
		this.#ancestry = ancestry;
		this.#statements = statements;
		this.#byId = new Map(statements.map((statement) => [statement.id, statement]));
		this.#losses = statements.filter(({ loss }) => loss !== null);
		for (const statement of statements) {
			for (const id of statement.rests) {
				const held = this.#resting.get(id);
				if (held) held.push(statement);
				else this.#resting.set(id, [statement]);
			}
		}
		const struck = new Struck(statements, ancestry);
		for (const loss of this.#losses) {
			const strikes = struck.by(loss);
			if (strikes.length === 0) continue;
			this.#strikes.set(loss, strikes);
			this.#fells.set(loss, new Set(this.#allOn(strikes).filter((one) => one.loss !== null && one !== loss)));
		}
	}

	/** What takes no effect, if those of `spared` do not. */
	decide(spared: ReadonlySet<EntryId>): ReadonlyMap<EntryId, Void> {
		const voids = new Map<EntryId, Void>();
		this.#refuseSecondSeats(voids);
		for (const one of this.#statements) if (spared.has(one.id)) this.#fell(voids, one, 'last-manager', null);
		const undecided = new Set([...this.#fells.keys()].filter(({ id }) => !voids.has(id)));
		while (undecided.size > 0) {
			const struck = new Set([...undecided].flatMap((loss) => this.#fellsAmong(loss, undecided)));
			const free = [...undecided].filter((loss) => !struck.has(loss));
			for (const loss of free.length > 0 ? free : this.#foremost(undecided, voids)) {
				undecided.delete(loss);
				if (voids.has(loss.id)) continue;
				for (const one of this.#strikes.get(loss) ?? []) this.#fell(voids, one, 'lost', loss.id);
			}
			for (const loss of undecided) if (voids.has(loss.id)) undecided.delete(loss);
		}
		return voids;
	}

	/** Of the losses that left nobody to manage the roster, the one to go without: among the latest the one of lowest rank. */
	weakest(voids: ReadonlyMap<EntryId, Void>, { seats }: Fold): Statement | null {
		const managed = this.#everManaged(voids);
		const felling = this.#statements.filter(({ id, loss, skeleton }) => {
			if (voids.has(id)) return false;
			if (skeleton.type === 'withdraw') return loss?.ofManager;
			const seat = seats.get(skeleton.type === 'capability' ? entryId(skeleton.seat) : (loss?.seat ?? id));
			if (!seat || !managed.has(seat.id)) return false;
			// A lowering that was taken back, or a replacement that stands alone, has felled nobody.
			if (skeleton.type === 'capability') {
				return [skeleton.capabilities, capabilitiesOf(seat)].every(
					(of) => of.get(rosterChannel) !== 'manage'
				);
			}
			return loss !== null && (skeleton.type === 'remove' || candidatesOf(seat).length > 1);
		});
		const latest = felling.filter(
			(one) => !felling.some((other) => this.#ancestry.follows(other.index, one.index))
		);
		return latest.sort((a, b) => this.#byRank(a, b)).at(-1) ?? null;
	}

	#everManaged(voids: ReadonlyMap<EntryId, Void>): Set<EntryId> {
		const managed = new Set<EntryId>();
		for (const { id, skeleton } of this.#statements) {
			if (voids.has(id)) continue;
			const giving =
				skeleton.type === 'accept' ? this.#byId.get(entryId(skeleton.invite))?.skeleton : skeleton;
			if (!giving || !('capabilities' in giving) || giving.capabilities.get(rosterChannel) !== 'manage')
				continue;
			managed.add(skeleton.type === 'capability' ? entryId(skeleton.seat) : id);
		}
		return managed;
	}

	/** Only who changes their client can claim two seats with one key: the first of them counts. */
	#refuseSecondSeats(voids: Map<EntryId, Void>): void {
		const claims = new Map<string, Statement>();
		for (const statement of this.#statements) {
			const key = claimedKey(statement);
			const first = key && claims.get(key);
			if (first) this.#fell(voids, statement, 'seated', first.id);
			else if (key) claims.set(key, statement);
		}
	}

	/** Where each is struck by another: the loss of highest rank, with the losses that it rests on; those that strike these are void. */
	#foremost(undecided: ReadonlySet<Statement>, voids: Map<EntryId, Void>): Statement[] {
		const edges = new Map([...undecided].map((loss) => [loss, this.#fellsAmong(loss, undecided)]));
		const [first] = sources(edges).sort((a, b) => this.#byRank(a, b));
		if (!first) return [];
		const together = new Set(this.#under(first).filter((loss) => undecided.has(loss))).add(first);
		for (const [loss, felled] of edges) {
			if (together.has(loss) || !felled.some((one) => together.has(one))) continue;
			this.#fell(voids, loss, 'outranked', first.id);
		}
		return [...together];
	}

	#fellsAmong(loss: Statement, undecided: ReadonlySet<Statement>): Statement[] {
		return [...(this.#fells.get(loss) ?? [])].filter((one) => undecided.has(one));
	}

	#fell(voids: Map<EntryId, Void>, statement: Statement, reason: VoidReason, by: EntryId | null): void {
		if (voids.has(statement.id)) return;
		voids.set(statement.id, { reason, by });
		const open = [statement];
		for (let one = open.pop(); one; one = open.pop()) {
			for (const next of this.#resting.get(one.id) ?? []) {
				if (voids.has(next.id)) continue;
				voids.set(next.id, { reason: 'rests', by: one.id });
				open.push(next);
			}
		}
	}

	/** These and all that rest on them. */
	#allOn(statements: readonly Statement[]): Statement[] {
		const all = new Set(statements);
		for (const one of all) for (const next of this.#resting.get(one.id) ?? []) all.add(next);
		return [...all];
	}

	/** All that it rests on. */
	#under(statement: Statement): Statement[] {
		const all = new Set([statement]);
		for (const one of all) {
			for (const id of one.rests) {
				const below = this.#byId.get(id);
				if (below) all.add(below);
			}
		}
		return [...all];
	}

	/** The highest first. */
	#byRank(a: Statement, b: Statement): number {
		if (a.isPrincipal !== b.isPrincipal) return a.isPrincipal ? -1 : 1;
		const depths = (this.#byId.get(a.seat)?.depth ?? 0) - (this.#byId.get(b.seat)?.depth ?? 0);
		return depths || compareBytes(idBytes(a.seat), idBytes(b.seat)) || compareBytes(a.frame.id, b.frame.id);
	}
}
