/** What somebody will, or will not, be able to see and do. */
export interface MayLine {
	readonly may: boolean;
	readonly words: string;
}
