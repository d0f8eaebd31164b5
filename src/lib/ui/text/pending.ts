import {
	rebaseIndex,
	rebaseSplice,
	type Delta,
	type DeltaOp,
	type Splice
} from '#lib/casedoc/text-splice.ts';

/**
 * What others have changed while an input method composes: the field may not show it yet, and own changes go on.
 * Each own change is stepped over what is pending, and what is pending over it, so that both meet in one text.
 */
export class Pending {
	#deltas: Delta[] = [];

	get isEmpty(): boolean {
		return this.#deltas.length === 0;
	}

	add(delta: Delta): void {
		this.#deltas.push(delta);
	}

	/** An own change on what the field shows → the splices to make, in order, on the shared text. */
	step(own: Splice): Splice[] {
		let splices: Splice[] = [own];
		this.#deltas = this.#deltas.map((theirs) => {
			let delta = theirs;
			splices = splices.flatMap((splice) => {
				const moved = rebaseSplice(splice, [delta]);
				delta = rebaseDelta(delta, splice);
				return moved;
			});
			return delta;
		});
		return splices;
	}

	/** What the field shows → the shared text. */
	replay(shown: string): string {
		return this.#deltas.reduce(applyDelta, shown);
	}

	/** An index in what the field shows → the index in the shared text. */
	index(shown: number): number {
		return this.#deltas.reduce((at, delta) => rebaseIndex(at, delta, 'before'), shown);
	}
}

/**
 * The delta as it reads after `splice` was made on the same text. Together with `rebaseSplice` either order gives the
 * same text: what was inserted at one index by both stands theirs first.
 */
export function rebaseDelta(delta: Delta, splice: Splice): Delta {
	const gone = { start: splice.index, end: splice.index + splice.remove };
	const ops: DeltaOp[] = [];
	let before = 0;
	let stepped = splice.insert === '';
	const stepOver = (): void => {
		if (!stepped) ops.push({ retain: splice.insert.length });
		stepped = true;
	};
	const over = (length: number, op: (left: number) => DeltaOp): void => {
		const emit = (start: number, end: number): void => {
			if (end > start) ops.push(op(end - start));
		};
		const end = before + length;
		emit(before, Math.min(end, gone.start));
		if (end > gone.start) stepOver();
		emit(Math.max(before, gone.end), end);
		before = end;
	};
	for (const op of delta) {
		if (op.insert !== undefined) ops.push({ insert: op.insert });
		else if (op.delete !== undefined) over(op.delete, (left) => ({ delete: left }));
		else if (op.retain !== undefined) over(op.retain, (left) => ({ retain: left }));
	}
	return ops;
}

function applyDelta(text: string, delta: Delta): string {
	let at = 0;
	let result = '';
	for (const op of delta) {
		if (op.insert !== undefined) result += typeof op.insert === 'string' ? op.insert : '\uFFFC';
		else if (op.delete !== undefined) at += op.delete;
		else if (op.retain !== undefined) {
			result += text.slice(at, at + op.retain);
			at += op.retain;
		}
	}
	return result + text.slice(at);
}
