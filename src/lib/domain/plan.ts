import type { Barrier } from './barrier.ts';
import type { Choice } from './choice.ts';
import type { Coping, Sign } from './crisis.ts';
import type { IsoDate } from './date.ts';
import type { Emergency } from './emergency.ts';
import type { Encounter } from './encounter.ts';
import type { Goal } from './goal.ts';
import type { History } from './history.ts';
import type { Need } from './need.ts';
import type { Client, Contact, PersonRef } from './person.ts';
import type { Preference } from './preference.ts';
import type { Span } from './record.ts';
import type { Restriction } from './restriction.ts';
import type { Risk } from './risk.ts';
import type { Service } from './service.ts';
import type { Stage } from './stage.ts';
import type { Step } from './step.ts';
import type { Strength } from './strength.ts';

/** The whole shared plan as one page shows it. Every list is in the order that people gave it. */
export interface Plan {
	readonly client: Client;
	readonly mattersToMe: string;
	readonly stage: Stage;
	readonly stageHistory: History<Stage>;
	readonly strengths: readonly Strength[];
	readonly preferences: readonly Preference[];
	readonly needs: readonly Need[];
	/** What stands in the way. */
	readonly barriers: readonly Barrier[];
	readonly goals: readonly Goal[];
	/** Steps that serve no goal, or one that this device does not know. */
	readonly otherSteps: readonly Step[];
	readonly services: readonly Service[];
	readonly risks: readonly Risk[];
	/** Rights that are narrowed for a time. */
	readonly restrictions: readonly Restriction[];
	readonly emergencies: readonly Emergency[];
	/** What shows that it gets hard, and what helps then. */
	readonly signs: readonly Sign[];
	readonly copings: readonly Coping[];
	/** When people were in touch, the latest first. */
	readonly encounters: readonly Encounter[];
	readonly contacts: readonly Contact[];
	/** All seven questions, answered or not. */
	readonly choices: readonly Choice[];
	/** Who wrote the plan together with the client. */
	readonly planner: PersonRef | null;
	/** Who watches over the plan. */
	readonly watcher: PersonRef | null;
	/** How the plan is watched over, in words. */
	readonly watching: string;
	readonly period: Span;
	readonly reviewOn: IsoDate | null;
	/** Records beyond what one page can hold: there, but not in the lists. 0 in every plan made by people. */
	readonly leftOut: number;
}

/** A plan is looked at again at least once in twelve months. */
export const reviewWithinDays = 366;

/** All steps of a plan, those of goals first. */
export function allSteps(plan: Pick<Plan, 'goals' | 'otherSteps'>): Step[] {
	return [...plan.goals.flatMap(({ steps }) => steps), ...plan.otherSteps];
}
