/** A small seeded generator (mulberry32): the same seed gives the same run on every machine. */
export interface Seeded {
	/** At least 0, below `below`. */
	below(below: number): number;
	pick<T>(items: readonly T[]): T;
	bytes(length: number): Uint8Array;
}

export function seeded(seed: number): Seeded {
	let state = seed >>> 0;
	const next = () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let t = state;
		t = Math.imul(t ^ (t >>> 15), t | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
	};
	const below = (limit: number) => Math.floor(next() * limit);
	return {
		below,
		pick<T>(items: readonly T[]): T {
			const item = items[below(items.length)];
			if (item === undefined) throw new Error('nothing to pick from');
			return item;
		},
		bytes: (length) => Uint8Array.from({ length }, () => below(256))
	};
}
