import type { PersonRef } from './person.ts';
import type { Listed } from './record.ts';

/** A backup plan for the whole plan: what happens when the usual help cannot come. */
export interface Emergency extends Listed {
	/** What may happen: "snow closes the roads". */
	readonly event: string;
	/** What is done then. */
	readonly response: string;
	/** Who sees to it. */
	readonly person: PersonRef | null;
}
