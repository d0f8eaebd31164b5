import type { Listed } from './record.ts';
import { isId } from './record.ts';

/**
 * A person as the plan names them: the client, whether or not they use the app; a member of the case; or somebody
 * written down as a contact because they belong to the plan but have not joined.
 */
export type PersonRef =
	| { readonly kind: 'client' }
	| { readonly kind: 'member'; readonly id: string }
	| { readonly kind: 'contact'; readonly id: string };

export const theClient: PersonRef = { kind: 'client' };

export const relations = [
	'family',
	'friend',
	'guardian',
	'case-manager',
	'provider',
	'supervisor',
	'organisation',
	'other'
] as const;
export type Relation = (typeof relations)[number];

export interface WaysToReach {
	readonly phone: string;
	readonly email: string;
	readonly address: string;
}

export interface Contact extends Listed, WaysToReach {
	readonly name: string;
	readonly relation: Relation | null;
	/** What they do or are, in words: "daughter", "physical therapist". */
	readonly role: string;
	readonly organisation: string;
	readonly note: string;
	/** To be called first when something happens. */
	readonly emergency: boolean;
	/** The member they became by joining, so that what the plan already gave them is theirs. */
	readonly member: string | null;
}

export interface Client extends WaysToReach {
	readonly name: string;
	/** How to reach and speak with this person: language, hearing, good times to call, when not to. */
	readonly note: string;
}

/** The form in which a reference is stored: `client`, `member:ID` or `contact:ID`. */
export function personKey(ref: PersonRef): string {
	return ref.kind === 'client' ? 'client' : `${ref.kind}:${ref.id}`;
}

export function parsePersonKey(value: unknown): PersonRef | null {
	if (value === 'client') return theClient;
	if (typeof value !== 'string') return null;
	const [kind, id, ...more] = value.split(':');
	if (more.length > 0 || !isId(id) || (kind !== 'member' && kind !== 'contact')) return null;
	return { kind, id };
}

export interface Someone {
	readonly member: string;
	/** Whether this member is the client. */
	readonly isClient: boolean;
}

/** Whether a reference means this member, also by way of a contact who has joined since. */
export function means(ref: PersonRef | null, someone: Someone, contacts: readonly Contact[]): boolean {
	switch (ref?.kind) {
		case undefined:
			return false;
		case 'client':
			return someone.isClient;
		case 'member':
			return ref.id === someone.member;
		case 'contact':
			return contacts.some(({ id, member }) => id === ref.id && member === someone.member);
	}
}
