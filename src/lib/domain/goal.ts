import type { IsoDate } from './date.ts';
import type { History } from './history.ts';
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

export interface Goal extends Listed {
	/** In the client's own words. */
	readonly words: string;
	readonly why: string;
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

export function isGoalOverdue(goal: Pick<Goal, 'state' | 'due'>, today: IsoDate): boolean {
	return isGoalOpen(goal) && goal.state !== 'on-hold' && goal.due !== null && goal.due < today;
}
