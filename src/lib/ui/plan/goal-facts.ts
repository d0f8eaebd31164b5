import CalendarCheck from '@lucide/svelte/icons/calendar-check';
import HandHeart from '@lucide/svelte/icons/hand-heart';
import Sprout from '@lucide/svelte/icons/sprout';
import type { IsoDate } from '#lib/domain/date.ts';
import { isGoalOverdue, type Goal } from '#lib/domain/goal.ts';
import type { Plan } from '#lib/domain/plan.ts';
import { m } from '#lib/paraglide/messages.js';
import { dayWords } from '../words/days.ts';
import { goalPriorityWords } from './plan-words.ts';
import type { Fact } from './Facts.svelte';

/** When it began and is to be reached, what it answers and what it builds on. */
export function goalFacts(
	goal: Goal,
	/** Whose goal it is, where it is not the client's. */
	expressedBy: string | null,
	{ needs: allNeeds, strengths: allStrengths }: Pick<Plan, 'needs' | 'strengths'>,
	today: IsoDate
): Fact[] {
	const facts: Fact[] = [];
	if (goal.due) {
		const late = isGoalOverdue(goal, today);
		const date = dayWords(goal.due, today);
		facts.push({ text: late ? m.plan_was_due({ date }) : m.plan_due({ date }), icon: CalendarCheck, late });
	}
	if (goal.start) facts.push({ text: m.plan_since({ date: dayWords(goal.start, today) }) });
	if (goal.priority === 'high-priority') facts.push({ text: goalPriorityWords['high-priority']() });
	if (goal.importance !== null) facts.push({ text: m.plan_goal_importance_said({ mark: goal.importance }) });
	if (goal.confidence !== null) facts.push({ text: m.plan_goal_confidence_said({ mark: goal.confidence }) });
	if (expressedBy) facts.push({ text: expressedBy, label: m.plan_goal_by() });
	const needs = titles(allNeeds, goal.needs);
	if (needs) facts.push({ text: needs, label: m.plan_goal_needs_said(), icon: HandHeart, wide: true });
	const strengths = titles(allStrengths, goal.strengths);
	if (strengths)
		facts.push({ text: strengths, label: m.plan_goal_strengths_said(), icon: Sprout, wide: true });
	return facts;
}

function titles(
	all: readonly { readonly id: string; readonly words: string }[],
	ids: readonly string[]
): string {
	return all
		.filter(({ id, words }) => ids.includes(id) && words.trim() !== '')
		.map(({ words }) => words.trim())
		.join(' · ');
}
