import { m } from '#lib/paraglide/messages.js';
import type { Stated } from '#lib/session/membership.ts';

export type NotStated = Exclude<Stated, { kind: 'stated' }>;
type Refusal = Extract<Stated, { kind: 'refused' }>['reason'];

export interface Problem {
	readonly title: string;
	/** Why, what it means for what is here, and what can be done. */
	readonly text: string;
}

/** What somebody reads who wanted to change who is at the table. Either way nothing has changed. */
export function problemWords(answer: NotStated, alone: boolean): Problem {
	const title = m.people_problem_title();
	if (answer.kind === 'not-stored')
		return {
			title,
			text: answer.reason === 'full' ? m.people_problem_full() : m.people_problem_store()
		};
	if (answer.reason === 'last-manager')
		return {
			title: m.people_problem_last_title(),
			text: alone ? m.people_problem_last_alone() : m.people_problem_last()
		};
	return { title, text: (refusals[answer.reason] ?? m.people_problem_refused)() };
}

const refusals: Partial<Record<Refusal, () => string>> = {
	protected: m.people_problem_protected,
	right: m.people_problem_right,
	'more-than-held': m.people_problem_right,
	'no-seat': m.people_problem_gone,
	'no-invitation': m.people_problem_used,
	used: m.people_problem_used,
	'not-suspended': m.people_problem_admitted
};
