import { circleKinds, type CircleKind } from '#lib/domain/circle.ts';
import type { Opening } from '#lib/domain/opening.ts';
import type { Terms } from '#lib/domain/terms.ts';
import type { Seat } from '#lib/session/seats.ts';
import { m } from '#lib/paraglide/messages.js';
import { nameOr } from '../case/name-or.ts';
import type { Option } from '../form/option.ts';
import { dayAt, dayWords } from '../words/days.ts';
import { listed } from '../words/listed.ts';

export const circleKindWords: Readonly<Record<CircleKind, () => string>> = {
	private: m.circle_kind_private,
	clinical: m.circle_kind_clinical,
	substance: m.circle_kind_substance,
	safety: m.circle_kind_safety,
	agency: m.circle_kind_agency,
	other: m.circle_kind_other
};

const hints: Readonly<Record<CircleKind, () => string>> = {
	private: m.circle_kind_private_hint,
	clinical: m.circle_kind_clinical_hint,
	substance: m.circle_kind_substance_hint,
	safety: m.circle_kind_safety_hint,
	agency: m.circle_kind_agency_hint,
	other: m.circle_kind_other_hint
};

/** A page of one's own is the client's, or their guardian's for them. */
export function kindOptions(isPrincipal: boolean): Option<CircleKind>[] {
	return circleKinds
		.filter((kind) => kind !== 'private' || isPrincipal)
		.map((value) => ({ value, label: circleKindWords[value](), hint: hints[value]() }));
}

export function circleNameOr(name: string): string {
	return name.trim() || m.circle_unnamed();
}

export function circlesListed(circles: readonly Seat[]): string {
	return listed(circles.map(({ summary }) => circleNameOr(summary.name)));
}

export function namesOf(to: Terms['to']): string {
	return listed(to.map(({ name }) => nameOr(name)));
}

/** How it ends, as a sentence. `by`: who can end it. */
export function endWords({ until, event }: Pick<Terms, 'until' | 'event'>): string {
	if (until !== 0) return m.circle_ends_day({ date: dayWords(lastDay(until)) });
	return event ? m.circle_ends_event({ event }) : m.circle_ends_open();
}

/** The last whole day before a moment at which a day begins. @param until milliseconds since 1970 */
export function lastDay(until: number): string {
	return dayAt(until - 1);
}

/** All that is agreed to, as one text: it is kept as it was shown. */
export function consentWords(
	terms: Omit<Terms, 'to'> & { readonly names: string },
	{ me, circle, writes }: { readonly me: string; readonly circle: string; readonly writes: boolean }
): string {
	const { names, what, purpose } = terms;
	return [
		(writes ? m.circle_consent_edit : m.circle_consent_view)({ me, names, circle }),
		m.circle_consent_what({ what }),
		m.circle_consent_purpose({ purpose }),
		endWords(terms),
		m.circle_consent_any_time(),
		m.circle_consent_read()
	].join(' ');
}

/** What became of it, in a few words. */
export function stateWords({ to, until, ended }: Opening, at: number | null): string {
	if (at === null && to.every(({ held }) => !held)) return m.circle_over_left();
	if (at === null)
		return until === 0 ? m.circle_open_now() : m.circle_until({ date: dayWords(lastDay(until)) });
	if (at === until) return m.circle_over({ date: dayWords(lastDay(until)) });
	const date = dayWords(dayAt(at));
	return ended?.why === 'event' ? m.circle_over_event({ date }) : m.circle_over({ date });
}
