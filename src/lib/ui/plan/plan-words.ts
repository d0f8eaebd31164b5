import type { BarrierKind, BarrierState } from '#lib/domain/barrier.ts';
import type { ChoiceAnswer } from '#lib/domain/choice.ts';
import type { EncounterWay } from '#lib/domain/encounter.ts';
import type { GoalPriority, GoalState } from '#lib/domain/goal.ts';
import type { NeedState } from '#lib/domain/need.ts';
import type { Relation } from '#lib/domain/person.ts';
import type { RestrictionReason, RestrictionState } from '#lib/domain/restriction.ts';
import type { RiskSeverity, RiskSubject } from '#lib/domain/risk.ts';
import type { Payment, ServiceInterval, ServiceState, ServiceUnit } from '#lib/domain/service.ts';
import type { StepState } from '#lib/domain/step.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Option } from '../form/option.ts';

/** The words for every code of a plan. */
export type Words<Code extends string> = Readonly<Record<Code, () => string>>;

/** The codes as choices, in the order given. */
export function choices<Code extends string>(codes: readonly Code[], words: Words<Code>): Option<Code>[] {
	return codes.map((value) => ({ value, label: words[value]() }));
}

export const needStateWords: Words<NeedState> = {
	active: m.plan_need_state_active,
	resolved: m.plan_need_state_resolved
};

export const barrierKindWords: Words<BarrierKind> = {
	absent: m.plan_barrier_absent,
	unavailable: m.plan_barrier_unavailable,
	inadequate: m.plan_barrier_inadequate,
	'secondary-missing': m.plan_barrier_secondary_missing,
	inherent: m.plan_barrier_inherent,
	internal: m.plan_barrier_internal,
	system: m.plan_barrier_system
};

export const barrierStateWords: Words<BarrierState> = {
	active: m.plan_barrier_state_active,
	resolved: m.plan_barrier_state_resolved
};

export const goalStateWords: Words<GoalState> = {
	proposed: m.plan_goal_state_proposed,
	planned: m.plan_goal_state_planned,
	accepted: m.plan_goal_state_accepted,
	active: m.plan_goal_state_active,
	'on-hold': m.plan_goal_state_on_hold,
	completed: m.plan_goal_state_completed,
	cancelled: m.plan_goal_state_cancelled
};

export const goalPriorityWords: Words<GoalPriority> = {
	'high-priority': m.plan_goal_priority_high,
	'medium-priority': m.plan_goal_priority_medium,
	'low-priority': m.plan_goal_priority_low
};

export const stepStateWords: Words<StepState> = {
	ready: m.plan_step_state_ready,
	'in-progress': m.plan_step_state_in_progress,
	completed: m.plan_step_state_completed,
	'on-hold': m.plan_step_state_on_hold,
	failed: m.plan_step_state_failed,
	cancelled: m.plan_step_state_cancelled
};

export const serviceStateWords: Words<ServiceState> = {
	draft: m.plan_service_state_draft,
	active: m.plan_service_state_active,
	'on-hold': m.plan_service_state_on_hold,
	completed: m.plan_service_state_completed,
	revoked: m.plan_service_state_revoked
};

export const unitWords: Words<ServiceUnit> = {
	minute: m.plan_unit_minute,
	'quarter-hour': m.plan_unit_quarter_hour,
	hour: m.plan_unit_hour,
	'half-day': m.plan_unit_half_day,
	'full-day': m.plan_unit_full_day,
	day: m.plan_unit_day,
	week: m.plan_unit_week,
	month: m.plan_unit_month,
	dollar: m.plan_unit_dollar,
	meal: m.plan_unit_meal,
	mile: m.plan_unit_mile,
	visit: m.plan_unit_visit,
	installation: m.plan_unit_installation,
	none: m.plan_unit_none,
	other: m.plan_unit_other
};

export const intervalWords: Words<ServiceInterval> = {
	day: m.plan_interval_day,
	week: m.plan_interval_week,
	month: m.plan_interval_month,
	year: m.plan_interval_year,
	once: m.plan_interval_once,
	other: m.plan_interval_other
};

export const paymentWords: Words<Payment> = {
	paid: m.plan_payment_paid,
	unpaid: m.plan_payment_unpaid
};

export const subjectWords: Words<RiskSubject> = {
	client: m.plan_subject_client,
	others: m.plan_subject_others
};

export const encounterWayWords: Words<EncounterWay> = {
	'in-person': m.plan_encounter_in_person,
	phone: m.plan_encounter_phone,
	video: m.plan_encounter_video,
	message: m.plan_encounter_message,
	letter: m.plan_encounter_letter,
	other: m.plan_encounter_other
};

export const restrictionStateWords: Words<RestrictionState> = {
	proposed: m.plan_restriction_proposed,
	active: m.plan_restriction_active,
	ended: m.plan_restriction_ended
};

export const restrictionReasonWords: Words<RestrictionReason> = {
	need: m.plan_restriction_need,
	helped: m.plan_restriction_helped,
	milder: m.plan_restriction_milder,
	measured: m.plan_restriction_measured,
	watched: m.plan_restriction_watched,
	review: m.plan_restriction_review,
	agreed: m.plan_restriction_agreed,
	harmless: m.plan_restriction_harmless
};

export const severityWords: Words<RiskSeverity> = {
	negligible: m.plan_severity_negligible,
	low: m.plan_severity_low,
	moderate: m.plan_severity_moderate,
	high: m.plan_severity_high,
	certain: m.plan_severity_certain
};

export const relationWords: Words<Relation> = {
	family: m.plan_relation_family,
	friend: m.plan_relation_friend,
	guardian: m.plan_relation_guardian,
	'case-manager': m.plan_relation_case_manager,
	provider: m.plan_relation_provider,
	supervisor: m.plan_relation_supervisor,
	organisation: m.plan_relation_organisation,
	other: m.plan_relation_other
};

export const answerWords: Words<ChoiceAnswer> = {
	yes: m.plan_answer_yes,
	no: m.plan_answer_no
};
