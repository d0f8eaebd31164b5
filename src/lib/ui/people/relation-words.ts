import type { OpenInvitation, Person } from '#lib/session/case.ts';
import { m } from '#lib/paraglide/messages.js';

export type MemberRelation = Person['relation'];
export type Capability = OpenInvitation['capability'];

/** What somebody is in this case. */
export const memberRelationWords: Readonly<Record<MemberRelation, () => string>> = {
	client: m.people_relation_client,
	family: m.people_relation_family,
	guardian: m.people_relation_guardian,
	'case-manager': m.people_relation_case_manager,
	provider: m.people_relation_provider,
	supervisor: m.people_relation_supervisor
};

/** In the order in which they are offered. */
export const memberRelations = Object.keys(memberRelationWords) as readonly MemberRelation[];

/** What somebody may do, in a few words. */
export const capabilityWords: Readonly<Record<Capability, () => string>> = {
	view: m.people_can_view,
	comment: m.people_can_comment,
	edit: m.people_can_edit,
	manage: m.people_can_manage
};
