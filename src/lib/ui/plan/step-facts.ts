import CalendarCheck from '@lucide/svelte/icons/calendar-check';
import UserRound from '@lucide/svelte/icons/user-round';
import type { IsoDate } from '#lib/domain/date.ts';
import { isStepOverdue, stepDone, type Step } from '#lib/domain/step.ts';
import { m } from '#lib/paraglide/messages.js';
import { dayAt, dayWords } from '../words/days.ts';
import type { Fact } from './Facts.svelte';
import { stepStateWords } from './plan-words.ts';

/** Who does it, by when, and how it stands where the tick does not say so. */
export function stepFacts(step: Step, owner: string | null, today: IsoDate): Fact[] {
	const facts: Fact[] = [];
	const done = stepDone(step);
	if (step.state !== 'ready' && !done) facts.push({ text: stepStateWords[step.state]() });
	if (owner !== null) facts.push({ text: owner, label: m.plan_step_owner(), icon: UserRound });
	if (done)
		facts.push({ text: m.plan_done_on({ date: dayWords(dayAt(done.at), today) }), icon: CalendarCheck });
	else if (step.due) {
		const late = isStepOverdue(step, today);
		const date = dayWords(step.due, today);
		facts.push({ text: late ? m.plan_was_due({ date }) : m.plan_due({ date }), icon: CalendarCheck, late });
	}
	return facts;
}
