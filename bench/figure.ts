/** One measured thing: ours and plain in the same unit, measured in one run. */
export interface Figure {
	readonly ours: number;
	readonly plain: number;
	readonly ratio: number;
	/** The ratio that it should not pass; null where it is only reported. For rates, the ratio that it should reach. */
	readonly budget: number | null;
	readonly unit: string;
}

export type Figures = Record<string, Figure>;

export function figure(ours: number, plain: number, unit: string, budget: number | null = null): Figure {
	const rounded = (value: number) => Number(value.toPrecision(4));
	return { ours: rounded(ours), plain: rounded(plain), ratio: rounded(ours / plain), budget, unit };
}

export function median(values: readonly number[]): number {
	return quantile(values, 0.5);
}

export function quantile(values: readonly number[], q: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}
