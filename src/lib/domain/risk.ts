import type { Listed } from './record.ts';

export const riskSubjects = ['client', 'others'] as const;
export type RiskSubject = (typeof riskSubjects)[number];

/** FHIR risk-probability. */
export const riskSeverities = ['negligible', 'low', 'moderate', 'high', 'certain'] as const;
export type RiskSeverity = (typeof riskSeverities)[number];

export interface Risk extends Listed {
	readonly what: string;
	readonly about: RiskSubject;
	readonly severity: RiskSeverity | null;
	/** What is done so that it does not happen. */
	readonly mitigation: string;
	/** What is done if it happens all the same. */
	readonly backup: string;
}

/** One for which a crisis plan is to be at hand. */
export function isGrave({ severity }: Pick<Risk, 'severity'>): boolean {
	return severity === 'high' || severity === 'certain';
}
