import type { NeedArea } from '#lib/domain/need.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Words } from './plan-words.ts';

/** The words for the areas of life that a need can belong to. */
export const areaWords: Words<NeedArea> = {
	'food-insecurity': m.plan_area_food_insecurity,
	'housing-instability': m.plan_area_housing_instability,
	homelessness: m.plan_area_homelessness,
	'inadequate-housing': m.plan_area_inadequate_housing,
	'transportation-insecurity': m.plan_area_transportation_insecurity,
	'financial-insecurity': m.plan_area_financial_insecurity,
	'material-hardship': m.plan_area_material_hardship,
	'educational-attainment': m.plan_area_educational_attainment,
	'employment-status': m.plan_area_employment_status,
	'veteran-status': m.plan_area_veteran_status,
	stress: m.plan_area_stress,
	'social-connection': m.plan_area_social_connection,
	'intimate-partner-violence': m.plan_area_intimate_partner_violence,
	'elder-abuse': m.plan_area_elder_abuse,
	'personal-health-literacy': m.plan_area_personal_health_literacy,
	'health-insurance-coverage-status': m.plan_area_health_insurance_coverage_status,
	'medical-cost-burden': m.plan_area_medical_cost_burden,
	'digital-literacy': m.plan_area_digital_literacy,
	'digital-access': m.plan_area_digital_access,
	'utility-insecurity': m.plan_area_utility_insecurity,
	'incarceration-status': m.plan_area_incarceration_status,
	'language-access': m.plan_area_language_access,
	physical: m.plan_area_physical,
	mental: m.plan_area_mental,
	'substance-use': m.plan_area_substance_use,
	legal: m.plan_area_legal,
	family: m.plan_area_family,
	spiritual: m.plan_area_spiritual,
	safety: m.plan_area_safety,
	'daily-living': m.plan_area_daily_living,
	medication: m.plan_area_medication
};
