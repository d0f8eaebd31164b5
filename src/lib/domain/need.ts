import type { Listed } from './record.ts';

/**
 * Areas of life a need belongs to. The first group are the domains of HL7's Gravity project (SDOHCC temporary codes,
 * CC0), the second our own.
 */
export const needAreas = [
	'food-insecurity',
	'housing-instability',
	'homelessness',
	'inadequate-housing',
	'transportation-insecurity',
	'financial-insecurity',
	'material-hardship',
	'educational-attainment',
	'employment-status',
	'veteran-status',
	'stress',
	'social-connection',
	'intimate-partner-violence',
	'elder-abuse',
	'personal-health-literacy',
	'health-insurance-coverage-status',
	'medical-cost-burden',
	'digital-literacy',
	'digital-access',
	'utility-insecurity',
	'incarceration-status',
	'language-access',
	'physical',
	'mental',
	'substance-use',
	'legal',
	'family',
	'spiritual',
	'safety',
	'daily-living',
	'medication'
] as const;
export type NeedArea = (typeof needAreas)[number];

export const needStates = ['active', 'resolved'] as const;
export type NeedState = (typeof needStates)[number];

export interface Need extends Listed {
	readonly words: string;
	readonly note: string;
	readonly area: NeedArea | null;
	readonly state: NeedState;
	/** The need that this one comes from. */
	readonly because: string | null;
}

/** Whether a need comes from this other one, at whatever remove: to say then that the other comes from it would lead in a circle. */
export function comesFrom(
	id: string,
	cause: string,
	needs: readonly Pick<Need, 'id' | 'because'>[]
): boolean {
	const causes = new Map(needs.map((need) => [need.id, need.because]));
	// Two people who tie needs while apart can make a circle: nobody walks it twice.
	const seen = new Set<string>();
	for (let at = causes.get(id); at && !seen.has(at); at = causes.get(at)) {
		if (at === cause) return true;
		seen.add(at);
	}
	return false;
}
