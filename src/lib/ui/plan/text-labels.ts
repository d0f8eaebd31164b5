import type { TextField } from '#lib/casedoc/text.ts';
import type { ListKind } from '#lib/domain/record.ts';
import { m } from '#lib/paraglide/messages.js';

/** What each text of a listed record is called, in the order in which they are shown; the record's title is the first. */
export const textLabels: {
	readonly [Kind in ListKind]: { readonly [Field in TextField<Kind>]: () => string };
} = {
	strength: { words: m.plan_strength },
	preference: { words: m.plan_preference },
	need: { words: m.plan_need, note: m.plan_note },
	barrier: {
		words: m.plan_barrier,
		strategy: m.plan_barrier_strategy,
		accommodation: m.plan_barrier_accommodation
	},
	goal: { words: m.plan_goal, why: m.plan_goal_why, measure: m.plan_goal_measure },
	step: { words: m.plan_step, note: m.plan_note },
	service: {
		what: m.plan_service,
		providerWords: m.plan_service_provider_words,
		unitWords: m.plan_service_unit_words,
		intervalWords: m.plan_service_interval_words,
		funding: m.plan_service_funding,
		place: m.plan_service_place,
		comment: m.plan_note
	},
	risk: { what: m.plan_risk, mitigation: m.plan_risk_mitigation, backup: m.plan_risk_backup },
	restriction: {
		words: m.plan_restriction,
		need: m.plan_restriction_need,
		helped: m.plan_restriction_helped,
		milder: m.plan_restriction_milder,
		measured: m.plan_restriction_measured,
		watched: m.plan_restriction_watched,
		harmless: m.plan_restriction_harmless
	},
	emergency: { event: m.plan_emergency, response: m.plan_emergency_response },
	sign: { words: m.plan_sign },
	coping: { words: m.plan_coping },
	encounter: { about: m.plan_encounter, words: m.plan_encounter_words },
	contact: {
		name: m.plan_contact,
		role: m.plan_contact_role,
		organisation: m.plan_contact_organisation,
		phone: m.plan_phone,
		email: m.plan_email,
		address: m.plan_address,
		note: m.plan_note
	},
	note: { title: m.circle_note_title, words: m.circle_note_words }
};
