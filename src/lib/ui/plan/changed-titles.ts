import { isChoiceQuestion } from '#lib/domain/choice.ts';
import type { Plan } from '#lib/domain/plan.ts';
import { allSteps } from '#lib/domain/plan.ts';
import type { Removed, RecordRef } from '#lib/domain/record.ts';
import { m } from '#lib/paraglide/messages.js';
import { titleOr } from './title-or.ts';

/** What a record of the plan is called where it is spoken of. */
export function titleOf({ record, id }: RecordRef, plan: Plan, removed: readonly Removed[]): string {
	const title =
		titles(plan)[record]?.(id) ?? removed.find((one) => one.record === record && one.id === id)?.title;
	return titleOr(title ?? '', 200);
}

/** The id on the plan's page of the place where a record stands. */
export function placeOf({ record, id }: RecordRef): string {
	switch (record) {
		case 'plan':
			return 'matters';
		case 'client':
			return 'client';
		case 'choice':
			return 'choices';
		default:
			return `${record}-${id}`;
	}
}

type Titles = Partial<Record<RecordRef['record'], (id: string) => string | undefined>>;

function titles(plan: Plan): Titles {
	const words = (all: readonly { readonly id: string; readonly words: string }[]) => (id: string) =>
		all.find((one) => one.id === id)?.words;
	const what = (all: readonly { readonly id: string; readonly what: string }[]) => (id: string) =>
		all.find((one) => one.id === id)?.what;
	return {
		plan: () => m.plan_news_plan(),
		client: () => m.plan_client_title(),
		choice: (id) => (isChoiceQuestion(id) ? m.plan_choices_title() : undefined),
		strength: words(plan.strengths),
		preference: words(plan.preferences),
		need: words(plan.needs),
		barrier: words(plan.barriers),
		goal: words(plan.goals),
		step: words(allSteps(plan)),
		service: what(plan.services),
		risk: what(plan.risks),
		restriction: words(plan.restrictions),
		emergency: (id) => plan.emergencies.find((one) => one.id === id)?.event,
		sign: words(plan.signs),
		coping: words(plan.copings),
		encounter: (id) => plan.encounters.find((one) => one.id === id)?.about,
		contact: (id) => plan.contacts.find((one) => one.id === id)?.name
	};
}
