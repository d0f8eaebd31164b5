import type { Case, Person } from '#lib/session/case.ts';

/** Whose devices have made a pack of this case that is not what it claims; each once, empty for somebody who is not known here. */
export function namesOfFalsePacks(opened: Case, people: readonly Person[]): string[] {
	const refused = opened.document.refused.filter(({ reason }) => reason === 'pack');
	const makers = refused.map(({ author }) => opened.personOf(author));
	return [...new Set(makers.map((maker) => people.find(({ id }) => id === maker)?.name ?? ''))];
}
