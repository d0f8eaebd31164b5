import { parseAnchor } from '#lib/domain/anchor.ts';
import type { Plan } from '#lib/domain/plan.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Named } from '../plan/people-named.ts';
import { subjectOf } from '../talk/anchor-words.ts';

/** Where somebody is working now, as their page named it: `goal/ID/words`, `talk/…`. Nothing for what this app does not know. */
export function whereWords(where: string | null, plan: Plan, named: Named): string | null {
	if (where === null) return null;
	if (where.startsWith('talk/')) return m.people_where_talk();
	const [record, id, field] = where.split('/');
	const anchor = parseAnchor({ record, id, ...(field === undefined ? {} : { field }) });
	if (!anchor) return null;
	const subject = subjectOf(anchor, plan, named, []);
	return subject.gone ? null : m.people_where({ title: subject.title });
}
