import type { Anchor } from '#lib/domain/anchor.ts';
import { isChoiceQuestion, type ChoiceQuestion } from '#lib/domain/choice.ts';
import { allSteps, type Plan } from '#lib/domain/plan.ts';
import type { RecordKind, RecordRef, Removed } from '#lib/domain/record.ts';
import { m } from '#lib/paraglide/messages.js';
import { nameOf, type Named } from '../plan/people-named.ts';
import { titleOr } from '../plan/title-or.ts';

/** What something in the plan is called where it is spoken about. */
export interface Subject {
	/** The kind of thing, in a word. */
	readonly kind: string;
	readonly title: string;
	/** It was taken out of the plan, or has not arrived on this device. */
	readonly gone: boolean;
}

export function subjectOf(anchor: Anchor, plan: Plan, named: Named, removed: readonly Removed[]): Subject {
	const kind = kindWords[anchor.record]();
	const title = titleIn(anchor, plan, named);
	if (title !== undefined) return { kind, title: titleOr(title), gone: false };
	const out = removed.find(({ record, id }) => record === anchor.record && id === anchor.id);
	return { kind, title: out?.title.trim() || m.talk_about_gone(), gone: true };
}

/** All that can be spoken about, in the plan's order. */
export function subjectsIn(plan: Plan): RecordRef[] {
	const listed = (record: RecordKind, items: readonly { readonly id: string }[]) =>
		items.map(({ id }) => ({ record, id }));
	return [
		{ record: 'plan', id: 'plan' },
		...plan.goals.flatMap((goal) => [
			{ record: 'goal' as const, id: goal.id },
			...listed('step', goal.steps)
		]),
		...listed('step', plan.otherSteps),
		...listed('need', plan.needs),
		...listed('barrier', plan.barriers),
		...listed('strength', plan.strengths),
		...listed('preference', plan.preferences),
		...listed('service', plan.services),
		...listed('risk', plan.risks),
		...listed('restriction', plan.restrictions),
		...listed('emergency', plan.emergencies),
		...listed('sign', plan.signs),
		...listed('coping', plan.copings),
		...listed('encounter', plan.encounters),
		...listed('contact', plan.contacts)
	];
}

function titleIn({ record, id, field }: Anchor, plan: Plan, named: Named): string | undefined {
	switch (record) {
		case 'plan':
			if (field === 'mattersToMe') return m.talk_about_matters();
			return field === 'watching' ? m.talk_about_watching() : m.talk_about_plan();
		case 'client':
			return m.talk_about_client({ name: nameOf({ kind: 'client' }, named) ?? '' });
		case 'choice':
			return isChoiceQuestion(id) ? questions[id]() : m.talk_about_choice();
		case 'contact':
			return found(plan.contacts, id) && (nameOf({ kind: 'contact', id }, named) ?? undefined);
		case 'strength':
			return found(plan.strengths, id)?.words;
		case 'preference':
			return found(plan.preferences, id)?.words;
		case 'need':
			return found(plan.needs, id)?.words;
		case 'barrier':
			return found(plan.barriers, id)?.words;
		case 'goal':
			return found(plan.goals, id)?.words;
		case 'step':
			return found(allSteps(plan), id)?.words;
		case 'service':
			return found(plan.services, id)?.what;
		case 'risk':
			return found(plan.risks, id)?.what;
		case 'restriction':
			return found(plan.restrictions, id)?.words;
		case 'emergency':
			return found(plan.emergencies, id)?.event;
		case 'sign':
			return found(plan.signs, id)?.words;
		case 'encounter':
			return found(plan.encounters, id)?.about;
		case 'coping':
			return found(plan.copings, id)?.words;
	}
}

function found<T extends { readonly id: string }>(items: readonly T[], id: string): T | undefined {
	return items.find((item) => item.id === id);
}

const kindWords: Readonly<Record<RecordKind, () => string>> = {
	plan: m.talk_kind_plan,
	client: m.talk_kind_client,
	choice: m.talk_kind_choice,
	strength: m.talk_kind_strength,
	preference: m.talk_kind_preference,
	need: m.talk_kind_need,
	barrier: m.talk_kind_barrier,
	goal: m.talk_kind_goal,
	step: m.talk_kind_step,
	service: m.talk_kind_service,
	risk: m.talk_kind_risk,
	restriction: m.talk_kind_restriction,
	emergency: m.talk_kind_emergency,
	sign: m.talk_kind_sign,
	coping: m.talk_kind_coping,
	encounter: m.talk_kind_encounter,
	contact: m.talk_kind_contact,
	note: m.talk_kind_note,
	circle: m.talk_kind_circle
};

const questions: Readonly<Record<ChoiceQuestion, () => string>> = {
	setting: m.plan_choice_setting,
	alternatives: m.plan_choice_alternatives,
	services: m.plan_choice_services,
	'took-part': m.plan_choice_took_part,
	agrees: m.plan_choice_agrees,
	providers: m.plan_choice_providers,
	informed: m.plan_choice_informed
};
