export interface Option<V extends string> {
	readonly value: V;
	readonly label: string;
	readonly hint?: string | undefined;
}

/** One of the options, or nothing yet. */
export type Chosen<V extends string> = V | '';
