/** Where a case stands. Set by hand, in any order: a signpost, never a lock. */
export const stages = [
	'intake',
	'screening',
	'assessment',
	'planning',
	'implementation',
	'monitoring',
	'transition',
	'closed',
	'followup'
] as const;
export type Stage = (typeof stages)[number];

export const firstStage: Stage = 'intake';
