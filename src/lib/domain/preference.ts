import type { Listed } from './record.ts';

export interface Preference extends Listed {
	readonly words: string;
}
