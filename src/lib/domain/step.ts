import type { IsoDate } from './date.ts';
import type { History } from './history.ts';
import type { PersonRef } from './person.ts';
import type { Act, Listed } from './record.ts';

/** The codes of FHIR's task-status that HL7's Gravity project gives to a person's own tasks. */
export const stepStates = ['ready', 'in-progress', 'completed', 'on-hold', 'failed', 'cancelled'] as const;
export type StepState = (typeof stepStates)[number];

export interface Step extends Listed {
	readonly words: string;
	readonly note: string;
	/** The goal it serves, if any. */
	readonly goal: string | null;
	readonly owner: PersonRef | null;
	readonly due: IsoDate | null;
	readonly state: StepState;
	readonly history: History<StepState>;
}

export function isStepOpen(step: Pick<Step, 'state'>): boolean {
	return step.state === 'ready' || step.state === 'in-progress' || step.state === 'on-hold';
}

export function isStepOverdue(step: Pick<Step, 'state' | 'due'>, today: IsoDate): boolean {
	return isStepOpen(step) && step.state !== 'on-hold' && step.due !== null && step.due < today;
}

/** Who ticked it off and when, while it is done. */
export function stepDone(step: Pick<Step, 'state' | 'history'>): Act | null {
	if (step.state !== 'completed') return null;
	return step.history.findLast(({ to }) => to === 'completed') ?? null;
}
