import type { Contact } from '#lib/domain/person.ts';
import type { Person } from '#lib/session/case.ts';

/** A person who is written down in the plan, and perhaps also sits at the table. */
export interface Apart {
	readonly contact: Contact;
	/** A member of the same name whom nobody has yet said to be the same person. */
	readonly perhaps: Person | undefined;
}

/** Contacts that are no member yet. One whose member has left the table counts as one again. */
export function contactsApart(contacts: readonly Contact[], people: readonly Person[]): Apart[] {
	const seated = new Set<string>(people.map(({ id }) => id));
	const linked = new Set(contacts.flatMap(({ member }) => (member === null ? [] : [member])));
	const free = people.filter(({ id, relation }) => relation !== 'client' && !linked.has(id));
	return contacts
		.filter(({ member }) => member === null || !seated.has(member))
		.map((contact) => ({ contact, perhaps: free.find(({ name }) => sameName(name, contact.name)) }));
}

/** What the plan says about a member, if somebody has said that they are one. */
export function contactOf(member: string, contacts: readonly Contact[]): Contact | undefined {
	return contacts.find((contact) => contact.member === member);
}

function sameName(a: string, b: string): boolean {
	const plain = (name: string) => name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLocaleLowerCase();
	return plain(a) !== '' && plain(a) === plain(b);
}
