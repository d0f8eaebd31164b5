import type { Stage } from '#lib/domain/stage.ts';
import { m } from '#lib/paraglide/messages.js';

/** Where a case stands, in words that the client would use. */
export function stageWords(stage: Stage): string {
	return stageNames[stage]();
}

/** What happens then. */
export function stageHint(stage: Stage): string {
	return hints[stage]();
}

export const stageNames: Readonly<Record<Stage, () => string>> = {
	intake: m.case_stage_intake,
	screening: m.case_stage_screening,
	assessment: m.case_stage_assessment,
	planning: m.case_stage_planning,
	implementation: m.case_stage_implementation,
	monitoring: m.case_stage_monitoring,
	transition: m.case_stage_transition,
	closed: m.case_stage_closed,
	followup: m.case_stage_followup
};

const hints: Readonly<Record<Stage, () => string>> = {
	intake: m.case_stage_intake_hint,
	screening: m.case_stage_screening_hint,
	assessment: m.case_stage_assessment_hint,
	planning: m.case_stage_planning_hint,
	implementation: m.case_stage_implementation_hint,
	monitoring: m.case_stage_monitoring_hint,
	transition: m.case_stage_transition_hint,
	closed: m.case_stage_closed_hint,
	followup: m.case_stage_followup_hint
};
