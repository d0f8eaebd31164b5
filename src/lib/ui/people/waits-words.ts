import { m } from '#lib/paraglide/messages.js';
import type { Waits } from '#lib/session/case.ts';
import { nameOr } from '../case/name-or.ts';

/** Why somebody waits to be let in, as it concerns whoever looks. */
export function waitsWords(waits: Waits, of: string): string {
	const name = of.slice(0, 80);
	const meant = nameOr(waits.meant).slice(0, 80);
	const by = waits.for.trim().slice(0, 80);
	switch (waits.checked) {
		case 'right':
			return m.people_waits_right();
		case 'wrong':
			return m.people_waits_wrong({ name, meant });
		case 'unchecked':
			return m.people_waits_unchecked({ name, meant });
		case 'late':
			return m.people_waits_late({ name, meant });
		case 'rivals':
			return m.people_waits_rivals({ name, meant });
		case 'theirs':
			return by ? m.people_waits_theirs({ name: by }) : m.people_waits_theirs_unnamed();
	}
}
