import type { Case, Person } from '#lib/session/case.ts';

type MemberId = Person['id'];

/** Writing that others have seen and that no relay brings: one notice for each author. */
export interface WithheldFrom {
	readonly id: string | null;
	/** Null if nobody here is known to write so. */
	readonly author: Named | null;
	/** Who has seen it, the author left out. */
	readonly seenBy: readonly Named[];
	/** When this device first heard of it; ms since 1970. */
	readonly since: number;
}

type Named = Pick<Person, 'name'>;

export function withheldFrom(opened: Case, people: readonly Person[]): WithheldFrom[] {
	const person = (key: MemberId | null) =>
		people.find(({ id }) => key && id === opened.personOf(key)) ?? null;
	const notices = new Map<string | null, WithheldFrom>();
	for (const { author, citedBy, since } of opened.document.withheld) {
		const before = notices.get(author);
		const seenBy = new Set(before?.seenBy);
		for (const id of citedBy) {
			const one = id === author ? null : person(id);
			if (one) seenBy.add(one);
		}
		notices.set(author, {
			id: author,
			author: person(author),
			seenBy: [...seenBy],
			since: Math.min(since, before?.since ?? since)
		});
	}
	return [...notices.values()];
}
