import type { Contact } from '#lib/domain/person.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Offer, OpenInvitation } from '#lib/session/case.ts';
import { usualCapability } from './allowed.ts';
import type { Capability, MemberRelation } from './relation-words.ts';

export const linkDays = ['1', '7', '30'] as const;
export type LinkDays = (typeof linkDays)[number];

/** `code`: whoever uses the link waits until the inviter's device has checked what they were told. */
export type WayIn = 'at-once' | 'code';

/** Longer ones are cut where they are read. In UTF-16 units. */
const longestName = 200;
const dayLong = 24 * 60 * 60 * 1_000;

/** Whom an invitation is for, as far as it is known before anybody asks. */
export interface Whom {
	readonly name: string;
	readonly relation: MemberRelation | '';
	readonly capability?: Capability;
}

export interface InviteProblem {
	readonly at: 'name' | 'relation';
	readonly text: string;
}

/** An invitation while it is being filled in. */
export class InviteForm {
	name = $state('');
	#relation = $state<MemberRelation | ''>('');
	#capability = $state<Capability>('edit');
	#chosen = false;
	days = $state<LinkDays>('7');
	way = $state<WayIn>('at-once');

	constructor(whom: Whom) {
		this.name = whom.name;
		this.relation = whom.relation;
		if (whom.capability) this.capability = whom.capability;
	}

	get relation(): MemberRelation | '' {
		return this.#relation;
	}

	/** Brings along what such a person usually may do, until that has been chosen by hand. */
	set relation(relation: MemberRelation | '') {
		this.#relation = relation;
		if (relation !== '' && !this.#chosen) this.#capability = usualCapability(relation);
	}

	get capability(): Capability {
		return this.#capability;
	}

	set capability(capability: Capability) {
		this.#chosen = true;
		this.#capability = capability;
	}

	/** When the link ends, if it is made now. Milliseconds since 1970. */
	expiry(now: number): number {
		return now + Number(this.days) * dayLong;
	}

	get problems(): InviteProblem[] {
		const problems: InviteProblem[] = [];
		const { length } = this.name.trim();
		if (length === 0) problems.push({ at: 'name', text: m.invite_name_missing() });
		if (length > longestName) problems.push({ at: 'name', text: m.invite_name_long({ limit: longestName }) });
		if (this.relation === '') problems.push({ at: 'relation', text: m.invite_relation_missing() });
		return problems;
	}

	/** What is to be made; nothing while something is missing. */
	offer(now: number): Offer | null {
		const { relation, capability } = this;
		if (relation === '' || this.problems.length > 0) return null;
		const careful = this.way === 'code';
		return { name: this.name.trim(), relation, capability, expiry: this.expiry(now), careful };
	}
}

/** @param id of a contact in the plan, or of an invitation that is to be made again */
export function whomFor(
	id: string,
	contacts: readonly Contact[],
	invitations: readonly OpenInvitation[]
): Whom {
	const contact = contacts.find((one) => one.id === id);
	if (contact) return { name: contact.name.trim(), relation: relationOf(contact) };
	const { name = '', relation = '', capability } = invitations.find((one) => one.id === id) ?? {};
	return { name, relation, ...(capability ? { capability } : {}) };
}

/** The plan knows friends and organisations as well; at the table they are what comes nearest. */
function relationOf({ relation }: Contact): MemberRelation | '' {
	switch (relation) {
		case null:
		case 'other':
			return '';
		case 'friend':
			return 'family';
		case 'organisation':
			return 'provider';
		default:
			return relation;
	}
}
