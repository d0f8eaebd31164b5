import type { Plan } from '#lib/domain/plan.ts';
import { m } from '#lib/paraglide/messages.js';
import type { PlanPart } from './PlanNav.svelte';

/** The parts of the plan's page, in their order, with how much stands in each. */
export function planParts(plan: Plan, mayEdit: boolean): PlanPart[] {
	return [
		{ id: 'matters', title: m.plan_matters_title() },
		{ id: 'strengths', title: m.plan_strengths_title(), count: plan.strengths.length },
		{ id: 'preferences', title: m.plan_preferences_title(), count: plan.preferences.length },
		{ id: 'needs', title: m.plan_needs_title(), count: plan.needs.length },
		{ id: 'barriers', title: m.plan_barriers_title(), count: plan.barriers.length },
		{ id: 'goals', title: m.plan_goals_title(), count: plan.goals.length },
		{ id: 'services', title: m.plan_services_title(), count: plan.services.length },
		{ id: 'risks', title: m.plan_risks_title(), count: plan.risks.length },
		...(mayEdit || plan.restrictions.length > 0
			? [
					{
						id: 'restrictions',
						title: m.plan_restrictions_title(),
						count: plan.restrictions.length
					}
				]
			: []),
		{ id: 'emergencies', title: m.plan_emergencies_title(), count: plan.emergencies.length },
		{ id: 'crisis', title: m.plan_crisis_title(), count: plan.signs.length + plan.copings.length },
		{ id: 'client', title: m.plan_client_title() },
		{ id: 'contacts', title: m.plan_contacts_title(), count: plan.contacts.length },
		{ id: 'encounters', title: m.plan_encounters_title(), count: plan.encounters.length },
		{ id: 'choices', title: m.plan_choices_title() },
		{ id: 'care', title: m.plan_care_title() },
		...(mayEdit ? [{ id: 'check', title: m.plan_check_title() }] : [])
	];
}
