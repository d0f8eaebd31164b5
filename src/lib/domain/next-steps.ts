import { isGoalOpen } from './goal.ts';
import type { Someone } from './person.ts';
import { means } from './person.ts';
import type { Plan } from './plan.ts';
import type { Step } from './step.ts';
import { isStepOpen } from './step.ts';

/** What this person has to do next: soonest due first, those without a day last, otherwise as in the plan. */
export function nextSteps(plan: Pick<Plan, 'goals' | 'otherSteps' | 'contacts'>, someone: Someone): Step[] {
	const pursued = plan.goals.filter(isGoalOpen).flatMap(({ steps }) => steps);
	return [...pursued, ...plan.otherSteps]
		.filter((step) => isStepOpen(step) && means(step.owner, someone, plan.contacts))
		.sort((a, b) => compare(a.due ?? someDay, b.due ?? someDay));
}

const someDay = '9999-99-99';

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
