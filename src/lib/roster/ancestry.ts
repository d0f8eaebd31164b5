/** What follows what, as one row of bits for each statement: 1,000 statements in a chain cost 64 KB. */
export class Ancestry {
	/** Row i: i itself and all that it follows. A statement arrives after all that it follows, so a row ends at its own index. */
	readonly #rows: Uint32Array[] = [];

	get size(): number {
		return this.#rows.length;
	}

	/** Adds one that follows these, and gives its index. */
	add(cited: readonly number[]): number {
		const index = this.#rows.length;
		const row = new Uint32Array((index >> 5) + 1);
		for (const one of cited) mergeInto(row, this.#rows[one]);
		row[index >> 5] = (row[index >> 5] ?? 0) | (1 << (index & 31));
		this.#rows.push(row);
		return index;
	}

	/** Whether `later` follows `earlier`, near or far; none follows itself. */
	follows(later: number, earlier: number): boolean {
		return later !== earlier && this.reaches(later, earlier);
	}

	/** Whether `one` is `other` or follows it. */
	reaches(one: number, other: number): boolean {
		const word = this.#rows[one]?.[other >> 5] ?? 0;
		return (word & (1 << (other & 31))) !== 0;
	}

	/** Those of `indices` that no other of them follows, each once, ascending. */
	tips(indices: readonly number[]): number[] {
		if (indices.length === 1) return [...indices];
		const covered = new Uint32Array((this.#rows.length >> 5) + 1);
		const tips: number[] = [];
		for (const one of [...new Set(indices)].sort((a, b) => b - a)) {
			if (((covered[one >> 5] ?? 0) & (1 << (one & 31))) !== 0) continue;
			tips.push(one);
			mergeInto(covered, this.#rows[one]);
		}
		return tips.reverse();
	}

	/** All that these are or follow, ascending. */
	closure(indices: readonly number[]): number[] {
		const row = new Uint32Array((this.#rows.length >> 5) + 1);
		for (const one of indices) mergeInto(row, this.#rows[one]);
		const all: number[] = [];
		for (const [at, word] of row.entries()) {
			for (let left = word; left !== 0; left &= left - 1) all.push(at * 32 + 31 - Math.clz32(left & -left));
		}
		return all;
	}
}

function mergeInto(row: Uint32Array, from: Uint32Array | undefined): void {
	if (!from) return;
	for (let at = 0; at < from.length; at++) row[at] = (row[at] ?? 0) | (from[at] ?? 0);
}
