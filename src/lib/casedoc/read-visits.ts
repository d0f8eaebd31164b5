import type * as Y from 'yjs';
import type { IsoDate } from '#lib/domain/date.ts';
import type { VisitPart } from '#lib/domain/talk.ts';
import { strandItems } from './strand-items.ts';

/** The days on which a person opened a part of a case. */
export interface Visit {
	/** Member id. */
	readonly by: string;
	readonly part: VisitPart;
	/** Each once, the latest first. */
	readonly days: readonly IsoDate[];
}

export function readVisits(doc: Y.Doc, authorOf: (client: number) => string | undefined): Visit[] {
	const days = new Map<string, { by: string; part: VisitPart; days: Set<IsoDate> }>();
	for (const { client, item } of strandItems(doc)) {
		const by = item.kind === 'visit' ? authorOf(client) : undefined;
		if (item.kind !== 'visit' || by === undefined) continue;
		const known = days.get(`${by} ${item.part}`) ?? { by, part: item.part, days: new Set() };
		known.days.add(item.day);
		days.set(`${by} ${item.part}`, known);
	}
	return [...days.values()].map((visit) => ({ ...visit, days: [...visit.days].sort().reverse() }));
}
