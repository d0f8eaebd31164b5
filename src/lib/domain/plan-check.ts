/**
 * What may still be missing in a plan, and what could be said better: hints that stand in nobody's way. What is looked for follows what
 * the rules for person-centred service plans ask a plan to hold (42 CFR 441.540(b), 441.468); that all of it is there proves nothing.
 */
import { isBarrierOpen } from './barrier.ts';
import { isAnswered } from './choice.ts';
import { crisisPlan, isCrisisPlanEmpty } from './crisis.ts';
import { addDays, type IsoDate } from './date.ts';
import { isGoalOpen, type Goal } from './goal.ts';
import { grouped } from './grouped.ts';
import { kinderWords, plainerWords, type BetterWord } from './kinder-words.ts';
import type { PersonRef } from './person.ts';
import { allSteps, reviewWithinDays, type Plan } from './plan.ts';
import { onlyClient, onlyPlan, type RecordRef } from './record.ts';
import { missingReasons } from './restriction.ts';
import { isGrave } from './risk.ts';
import { isServiceOpen, type Service } from './service.ts';
import { isStepOpen } from './step.ts';

/** In the order in which they are shown, part by part. */
export const checkParts = {
	person: ['no-own-words', 'no-strength', 'no-preference', 'unanswered', 'open-choices'],
	way: [
		'no-need',
		'no-goal',
		'need-without-goal',
		'goal-without-strength',
		'goal-without-step',
		'goal-without-due',
		'barrier-without-answer'
	],
	who: [
		'step-without-owner',
		'managers-do-most',
		'service-without-provider',
		'service-without-amount',
		'service-twice',
		'no-unpaid-help'
	],
	safe: [
		'no-risk',
		'risk-without-mitigation',
		'risk-without-backup',
		'restriction-without-reason',
		'restriction-review-over',
		'no-emergency',
		'no-crisis-plan',
		'nobody-to-call'
	],
	care: ['no-watcher', 'no-review', 'review-over', 'review-too-late'],
	words: ['kinder-word', 'plainer-word']
} as const;

export type CheckPart = keyof typeof checkParts;
export type CheckKind = (typeof checkParts)[CheckPart][number];

/** Where nothing stands that could be named. */
export interface PartOfPlan {
	readonly part:
		| 'strengths'
		| 'preferences'
		| 'needs'
		| 'goals'
		| 'services'
		| 'risks'
		| 'emergencies'
		| 'crisis'
		| 'contacts'
		| 'choices'
		| 'care';
}

export interface Check {
	readonly kind: CheckKind;
	/** Where it is put right. */
	readonly at: RecordRef | PartOfPlan;
	/** The text of that record, if it is one. */
	readonly field?: string;
	/** How many there are, of those that were counted. */
	readonly count?: number;
	readonly of?: number;
	readonly word?: BetterWord;
}

/** What the plan itself does not know. */
export interface CheckContext {
	readonly today: IsoDate;
	/** Whether the person this plan is for, or who speaks for them, is at the table. */
	readonly isClientHere: boolean;
	/** Whether they have said where they stand on this goal. */
	readonly hasAnswered: (goal: string) => boolean;
	readonly isManager: (person: PersonRef) => boolean;
}

/** More than this share of the steps in the hands of case managers is worth a word. */
const mostOfManagers = 0.7;
/** Of so few it says nothing. */
const fewestSteps = 4;

export function checkPlan(plan: Plan, context: CheckContext): Check[] {
	const checks = [
		...person(plan, context),
		...way(plan),
		...who(plan, context),
		...safe(plan, context.today),
		...care(plan, context.today),
		...betterWords(plan)
	];
	const order: readonly CheckKind[] = Object.values(checkParts).flat();
	return order.flatMap((kind) => checks.filter((check) => check.kind === kind));
}

export function partOf(kind: CheckKind): CheckPart {
	const parts = Object.keys(checkParts) as CheckPart[];
	return parts.find((part) => (checkParts[part] as readonly CheckKind[]).includes(kind)) ?? 'words';
}

function person(plan: Plan, { isClientHere, hasAnswered }: CheckContext): Check[] {
	const unanswered = isClientHere ? openGoals(plan).filter(({ id }) => !hasAnswered(id)) : [];
	const openChoices = plan.choices.filter((choice) => !isAnswered(choice)).length;
	return [
		...when(isEmpty(plan.mattersToMe), { kind: 'no-own-words', at: onlyPlan, field: 'mattersToMe' }),
		...when(plan.strengths.length === 0, { kind: 'no-strength', at: { part: 'strengths' } }),
		...when(plan.preferences.length === 0, { kind: 'no-preference', at: { part: 'preferences' } }),
		...unanswered.map(({ id }): Check => ({ kind: 'unanswered', at: { record: 'goal', id } })),
		...when(openChoices > 0, {
			kind: 'open-choices',
			at: { part: 'choices' },
			count: openChoices,
			of: plan.choices.length
		})
	];
}

function way(plan: Plan): Check[] {
	const goals = openGoals(plan);
	const needs = plan.needs.filter(({ state }) => state === 'active');
	const aimedAt = new Set(goals.flatMap((goal) => goal.needs));
	const strong = plan.strengths.length > 0;
	return [
		...when(plan.needs.length === 0, { kind: 'no-need', at: { part: 'needs' } }),
		...when(plan.goals.length === 0, { kind: 'no-goal', at: { part: 'goals' } }),
		...needs
			.filter(({ id }) => plan.goals.length > 0 && !aimedAt.has(id))
			.map(({ id }): Check => ({ kind: 'need-without-goal', at: { record: 'need', id } })),
		...goalsThat(goals, 'goal-without-strength', ({ strengths }) => strong && strengths.length === 0),
		...goalsThat(goals, 'goal-without-step', ({ steps }) => !steps.some(isStepOpen)),
		...plan.barriers
			.filter((barrier) => isBarrierOpen(barrier) && isEmpty(barrier.strategy) && !barrier.wanted)
			.map(({ id }): Check => ({
				kind: 'barrier-without-answer',
				at: { record: 'barrier', id },
				field: 'strategy'
			})),
		...goalsThat(goals, 'goal-without-due', ({ due }) => due === null)
	];
}

function who(plan: Plan, { isManager }: CheckContext): Check[] {
	const steps = allSteps(plan).filter(isStepOpen);
	const ofManagers = steps.filter(({ owner }) => owner && isManager(owner)).length;
	const services = plan.services.filter(isServiceOpen);
	const named = services.filter(({ what }) => !isEmpty(what));
	const twice = [...grouped(named, ({ what }) => sameWords(what)).values()].filter((same) => same.length > 1);
	return [
		...steps
			.filter(({ owner }) => owner === null)
			.map(({ id }): Check => ({ kind: 'step-without-owner', at: { record: 'step', id } })),
		...when(steps.length >= fewestSteps && ofManagers > steps.length * mostOfManagers, {
			kind: 'managers-do-most',
			at: { part: 'goals' },
			count: ofManagers,
			of: steps.length
		}),
		...servicesThat(
			services,
			'service-without-provider',
			(one) => !one.provider && isEmpty(one.providerWords)
		),
		...servicesThat(
			services,
			'service-without-amount',
			({ amount, interval }) => amount === null || !interval
		),
		...twice.flatMap(([first, ...others]): Check[] =>
			first
				? [{ kind: 'service-twice', at: { record: 'service', id: first.id }, count: others.length + 1 }]
				: []
		),
		...when(services.length > 0 && !services.some(({ payment }) => payment === 'unpaid'), {
			kind: 'no-unpaid-help',
			at: { part: 'services' }
		})
	];
}

function safe(plan: Plan, today: IsoDate): Check[] {
	return [
		...when(plan.risks.length === 0, { kind: 'no-risk', at: { part: 'risks' } }),
		...plan.risks.flatMap(({ id, mitigation, backup }): Check[] => [
			...when(isEmpty(mitigation), {
				kind: 'risk-without-mitigation',
				at: { record: 'risk', id },
				field: 'mitigation'
			}),
			...when(isEmpty(backup), { kind: 'risk-without-backup', at: { record: 'risk', id }, field: 'backup' })
		]),
		...plan.restrictions
			.filter(({ state }) => state === 'active')
			.flatMap((restriction): Check[] => {
				const at = { record: 'restriction', id: restriction.id } as const;
				const { reviewOn } = restriction;
				return [
					...when(missingReasons(restriction).length > 0, { kind: 'restriction-without-reason', at }),
					...when(reviewOn !== null && reviewOn < today, { kind: 'restriction-review-over', at })
				];
			}),
		...when(plan.emergencies.length === 0, { kind: 'no-emergency', at: { part: 'emergencies' } }),
		...when(plan.risks.some(isGrave) && isCrisisPlanEmpty(crisisPlan(plan)), {
			kind: 'no-crisis-plan',
			at: { part: 'crisis' }
		}),
		...when(!plan.contacts.some(({ emergency }) => emergency), {
			kind: 'nobody-to-call',
			at: { part: 'contacts' }
		})
	];
}

function care({ watcher, reviewOn }: Plan, today: IsoDate): Check[] {
	const at = { part: 'care' } as const;
	return [
		...when(watcher === null, { kind: 'no-watcher', at }),
		...when(reviewOn === null, { kind: 'no-review', at }),
		...when(reviewOn !== null && reviewOn < today, { kind: 'review-over', at }),
		...when(reviewOn !== null && reviewOn > addDays(today, reviewWithinDays), { kind: 'review-too-late', at })
	];
}

/** Nobody is corrected in what they say of themselves: what matters to them, their goals and why, are their own words. */
function betterWords(plan: Plan): Check[] {
	const texts: readonly (readonly [RecordRef, string, string])[] = [
		[onlyPlan, 'watching', plan.watching],
		[onlyClient, 'note', plan.client.note],
		...plan.needs.flatMap(({ id, words, note }) => of({ record: 'need', id }, { words, note })),
		...plan.barriers.flatMap(({ id, words, strategy, accommodation }) =>
			of({ record: 'barrier', id }, { words, strategy, accommodation })
		),
		...allSteps(plan).flatMap(({ id, words, note }) => of({ record: 'step', id }, { words, note })),
		...plan.services.flatMap(({ id, what, comment }) => of({ record: 'service', id }, { what, comment })),
		...plan.risks.flatMap(({ id, what, mitigation, backup }) =>
			of({ record: 'risk', id }, { what, mitigation, backup })
		),
		...plan.emergencies.flatMap(({ id, event, response }) =>
			of({ record: 'emergency', id }, { event, response })
		),
		...plan.contacts.flatMap(({ id, note }) => of({ record: 'contact', id }, { note }))
	];
	return texts.flatMap(([at, field, text]): Check[] => [
		...kinderWords(text).map((word): Check => ({ kind: 'kinder-word', at, field, word })),
		...plainerWords(text).map((word): Check => ({ kind: 'plainer-word', at, field, word }))
	]);
}

function of(
	at: RecordRef,
	texts: Readonly<Record<string, string>>
): (readonly [RecordRef, string, string])[] {
	return Object.entries(texts).map(([field, text]) => [at, field, text]);
}

function openGoals({ goals }: Plan): Goal[] {
	return goals.filter((goal) => isGoalOpen(goal) && goal.state !== 'on-hold');
}

function goalsThat(goals: readonly Goal[], kind: CheckKind, is: (goal: Goal) => boolean): Check[] {
	return goals.filter(is).map(({ id }) => ({ kind, at: { record: 'goal', id } }));
}

function servicesThat(
	services: readonly Service[],
	kind: CheckKind,
	is: (service: Service) => boolean
): Check[] {
	return services.filter(is).map(({ id }) => ({ kind, at: { record: 'service', id } }));
}

function when(is: boolean, check: Check): Check[] {
	return is ? [check] : [];
}

function isEmpty(words: string): boolean {
	return words.trim() === '';
}

function sameWords(words: string): string {
	return words.trim().toLowerCase().replace(/\s+/g, ' ');
}
