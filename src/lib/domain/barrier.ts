import type { History } from './history.ts';
import type { Listed } from './record.ts';

/**
 * What can stand in somebody's way, in our own codes. The first four lie around a person: there is no such help; there is, and it cannot be had;
 * it does not do what is needed; it cannot be used for want of something else, such as a ride or child care. `inherent`: an illness, a
 * disability, an age, to which help has to be fitted. `internal`: worries, beliefs, what somebody has lived through. `system`: a rule or a
 * waiting list that many people meet.
 */
export const barrierKinds = [
	'absent',
	'unavailable',
	'inadequate',
	'secondary-missing',
	'inherent',
	'internal',
	'system'
] as const;
export type BarrierKind = (typeof barrierKinds)[number];

export const barrierStates = ['active', 'resolved'] as const;
export type BarrierState = (typeof barrierStates)[number];

export interface Barrier extends Listed {
	readonly words: string;
	/** What is done about it. */
	readonly strategy: string;
	/** What is made to fit the person, where the barrier itself stays. */
	readonly accommodation: string;
	readonly kind: BarrierKind | null;
	readonly state: BarrierState;
	readonly history: History<BarrierState>;
	/** The service that cannot be used because of it. */
	readonly service: string | null;
	/** The need for what is missing. */
	readonly wanted: string | null;
	readonly needs: readonly string[];
	readonly goals: readonly string[];
}

export function isBarrierOpen({ state }: Pick<Barrier, 'state'>): boolean {
	return state === 'active';
}
