import type { PersonRef } from './person.ts';
import type { Listed, Span } from './record.ts';

/** FHIR request-status. A service is a `draft` until its provider has said yes. */
export const serviceStates = ['draft', 'active', 'on-hold', 'completed', 'revoked'] as const;
export type ServiceState = (typeof serviceStates)[number];

/** What a service is counted in, after HL7 eLTSS. */
export const serviceUnits = [
	'minute',
	'quarter-hour',
	'hour',
	'half-day',
	'full-day',
	'day',
	'week',
	'month',
	'dollar',
	'meal',
	'mile',
	'visit',
	'installation',
	'none',
	'other'
] as const;
export type ServiceUnit = (typeof serviceUnits)[number];

/** How often the amount comes, after HL7 eLTSS. */
export const serviceIntervals = ['day', 'week', 'month', 'year', 'once', 'other'] as const;
export type ServiceInterval = (typeof serviceIntervals)[number];

export const payments = ['paid', 'unpaid'] as const;
export type Payment = (typeof payments)[number];

export interface Service extends Listed, Span {
	readonly what: string;
	readonly state: ServiceState;
	readonly provider: PersonRef | null;
	/** The provider in words, when it is nobody in the plan, or a particular person of an organisation that is. */
	readonly providerWords: string;
	readonly amount: number | null;
	readonly unit: ServiceUnit | null;
	/** The unit in words, when it is `other`. */
	readonly unitWords: string;
	readonly interval: ServiceInterval | null;
	/** How often in words, when it is `other`. */
	readonly intervalWords: string;
	readonly payment: Payment | null;
	readonly funding: string;
	readonly place: string;
	/** Whether the client directs it: chooses, trains and schedules the people who give it. */
	readonly selfDirected: boolean | null;
	readonly comment: string;
	readonly needs: readonly string[];
	readonly goals: readonly string[];
	readonly risks: readonly string[];
}

export function isServiceOpen(service: Pick<Service, 'state'>): boolean {
	return service.state !== 'completed' && service.state !== 'revoked';
}
