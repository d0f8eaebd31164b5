import { m } from '#lib/paraglide/messages.js';
import type { Beginning } from '#lib/session/device.ts';

export type Relation = Beginning['relation'];

/** What somebody is to the person the plan is about. */
export function relationWords(relation: Relation): string {
	return words[relation]();
}

const words: Record<Relation, () => string> = {
	client: m.relation_client,
	family: m.relation_family,
	guardian: m.relation_guardian,
	'case-manager': m.relation_case_manager,
	provider: m.relation_provider,
	supervisor: m.relation_supervisor
};
