import type { Contact } from './person.ts';
import type { Listed } from './record.ts';

/**
 * What a person wants done when it gets hard, in the order of a safety plan (Stanley and Brown, 2012): what shows it, what helps, whom to
 * call. The last are the plan's contacts that are to be called first, in its order.
 */
export interface CrisisPlan {
	readonly signs: readonly Sign[];
	readonly copings: readonly Coping[];
	readonly calls: readonly Contact[];
}

/** What shows that it gets hard, to the person or to others. */
export interface Sign extends Listed {
	readonly words: string;
}

/** What helps then, tried first things first. */
export interface Coping extends Listed {
	readonly words: string;
}

export function crisisPlan({
	signs,
	copings,
	contacts
}: {
	readonly signs: readonly Sign[];
	readonly copings: readonly Coping[];
	readonly contacts: readonly Contact[];
}): CrisisPlan {
	const written = <T extends { readonly words: string }>(all: readonly T[]) =>
		all.filter(({ words }) => words.trim() !== '');
	return {
		signs: written(signs),
		copings: written(copings),
		calls: contacts.filter(({ emergency, name }) => emergency && name.trim() !== '')
	};
}

/** Whom to call alone is no crisis plan. */
export function isCrisisPlanEmpty({ signs, copings }: CrisisPlan): boolean {
	return signs.length === 0 && copings.length === 0;
}
