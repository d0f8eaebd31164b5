import type { IsoDate } from './date.ts';
import type { History } from './history.ts';
import type { PersonRef } from './person.ts';
import type { Listed } from './record.ts';
import type { Step } from './step.ts';

/** FHIR goal-status, without the codes that this plan says in other ways. */
export const goalStates = [
	'proposed',
	'planned',
	'accepted',
	'active',
	'on-hold',
	'completed',
	'cancelled'
] as const;
export type GoalState = (typeof goalStates)[number];

/** FHIR goal-priority. */
export const goalPriorities = ['high-priority', 'medium-priority', 'low-priority'] as const;
export type GoalPriority = (typeof goalPriorities)[number];

/** From 0, not at all, to 10, as much as can be; after HL7 PCO's importance and confidence. */
export const readinessMarks = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const;
export type ReadinessMark = (typeof readinessMarks)[number];

export interface Goal extends Listed {
	/** In the client's own words. */
	readonly words: string;
	readonly why: string;
	/** How it will be known that it is reached. */
	readonly measure: string;
	readonly priority: GoalPriority | null;
	/** Whose goal it is; the client's, where nothing is said. */
	readonly expressedBy: PersonRef | null;
	/** How much it matters to the client, as they say. */
	readonly importance: ReadinessMark | null;
	/** How sure they are that they can do it. */
	readonly confidence: ReadinessMark | null;
	readonly state: GoalState;
	readonly history: History<GoalState>;
	readonly start: IsoDate | null;
	readonly due: IsoDate | null;
	readonly needs: readonly string[];
	readonly strengths: readonly string[];
	readonly steps: readonly Step[];
}

export function isGoalOpen(goal: Pick<Goal, 'state'>): boolean {
	return goal.state !== 'completed' && goal.state !== 'cancelled';
}

/** A goal that is under way has a day on which it began and one by which it is to be reached. */
export function mayBeActive({ start, due }: Pick<Goal, 'start' | 'due'>): boolean {
	return start !== null && due !== null;
}

export function isReadinessMark(value: unknown): value is ReadinessMark {
	return (readinessMarks as readonly unknown[]).includes(value);
}

export function isGoalOverdue(goal: Pick<Goal, 'state' | 'due'>, today: IsoDate): boolean {
	return isGoalOpen(goal) && goal.state !== 'on-hold' && goal.due !== null && goal.due < today;
}
