import type { Check, CheckKind, CheckPart } from '#lib/domain/plan-check.ts';
import { m } from '#lib/paraglide/messages.js';

export const checkPartWords: Readonly<Record<CheckPart, () => string>> = {
	person: m.plan_check_part_person,
	way: m.plan_check_part_way,
	who: m.plan_check_part_who,
	safe: m.plan_check_part_safe,
	care: m.plan_check_part_care,
	words: m.plan_check_part_words
};

interface Named {
	/** What the record is called, where there is one. */
	readonly title: string;
	/** Whom the plan is for. */
	readonly name: string;
}

export function checkWords(check: Check, { title, name }: Named): string {
	const { kind, count = 0, of: all = 0, word } = check;
	const written = { word: word?.word ?? '', better: word?.better ?? '', title };
	const words: Readonly<Record<CheckKind, () => string>> = {
		'no-own-words': m.plan_check_no_own_words,
		'no-strength': m.plan_check_no_strength,
		'no-preference': m.plan_check_no_preference,
		unanswered: () => m.plan_check_unanswered({ name, title }),
		'open-choices': () => m.plan_check_open_choices({ count, all }),
		'no-need': m.plan_check_no_need,
		'no-goal': m.plan_check_no_goal,
		'need-without-goal': () => m.plan_check_need_without_goal({ title }),
		'barrier-without-answer': () => m.plan_check_barrier_without_answer({ title }),
		'goal-without-strength': () => m.plan_check_goal_without_strength({ title }),
		'goal-without-step': () => m.plan_check_goal_without_step({ title }),
		'goal-without-due': () => m.plan_check_goal_without_due({ title }),
		'step-without-owner': () => m.plan_check_step_without_owner({ title }),
		'managers-do-most': () => m.plan_check_managers_do_most({ count, all }),
		'service-without-provider': () => m.plan_check_service_without_provider({ title }),
		'service-without-amount': () => m.plan_check_service_without_amount({ title }),
		'service-twice': () => m.plan_check_service_twice({ title, count }),
		'no-unpaid-help': m.plan_check_no_unpaid_help,
		'no-risk': m.plan_check_no_risk,
		'risk-without-mitigation': () => m.plan_check_risk_without_mitigation({ title }),
		'risk-without-backup': () => m.plan_check_risk_without_backup({ title }),
		'restriction-without-reason': () => m.plan_check_restriction_without_reason({ title }),
		'restriction-review-over': () => m.plan_check_restriction_review_over({ title }),
		'no-emergency': m.plan_check_no_emergency,
		'no-crisis-plan': m.plan_check_no_crisis_plan,
		'nobody-to-call': m.plan_check_nobody_to_call,
		'no-watcher': m.plan_check_no_watcher,
		'no-review': m.plan_check_no_review,
		'review-over': m.plan_check_review_over,
		'review-too-late': m.plan_check_review_too_late,
		'kinder-word': () => m.plan_check_kinder_word(written),
		'plainer-word': () => m.plan_check_plainer_word(written)
	};
	return words[kind]();
}
