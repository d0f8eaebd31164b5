import { m } from '#lib/paraglide/messages.js';
import type { MayLine } from '../show/may-line.ts';
import type { Capability, MemberRelation } from './relation-words.ts';

/** Everything that a person with this capability will be able to see and do, and what not. */
export function allowedTo(capability: Capability): MayLine[] {
	const reach = ranks.indexOf(capability);
	return [
		{ words: m.invite_can_read(), may: true },
		{ words: m.invite_can_reach(), may: true },
		{ words: m.invite_can_people(), may: true },
		{ words: m.invite_can_talk(), may: reach >= 1 },
		{ words: m.invite_can_write(), may: reach >= 2 },
		{ words: m.invite_can_invite(), may: reach >= 3 }
	];
}

/** What is offered first. A client starts with changing the plan: it is theirs. */
export function usualCapability(relation: MemberRelation): Capability {
	switch (relation) {
		case 'case-manager':
			return 'manage';
		case 'family':
			return 'comment';
		case 'supervisor':
			// Whoever may only read leaves no note of having looked.
			return 'comment';
		default:
			return 'edit';
	}
}

const ranks: readonly Capability[] = ['view', 'comment', 'edit', 'manage'];
