import type { Listed } from './record.ts';

export interface Strength extends Listed {
	readonly words: string;
}
