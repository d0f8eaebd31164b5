import type { ChoiceQuestion } from '#lib/domain/choice.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Words } from './plan-words.ts';

/** The seven questions, as the client would ask them of themself. */
export const questionWords: Words<ChoiceQuestion> = {
	setting: m.plan_choice_setting,
	alternatives: m.plan_choice_alternatives,
	services: m.plan_choice_services,
	'took-part': m.plan_choice_took_part,
	agrees: m.plan_choice_agrees,
	providers: m.plan_choice_providers,
	informed: m.plan_choice_informed
};
