import { personKey, type Contact, type PersonRef } from '#lib/domain/person.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Person } from '#lib/session/case.ts';
import { nameOr } from '../case/name-or.ts';
import type { Option } from '../form/option.ts';

export interface Named {
	readonly clientName: string;
	readonly people: readonly Person[];
	readonly contacts: readonly Contact[];
}

/** Everyone who can be named in a plan: the client, who sits at the table, and who is written down. Nobody twice. */
export function everyone({ clientName, people, contacts }: Named): Option<string>[] {
	const members = people.filter(({ relation }) => relation !== 'client');
	const joined = new Set(members.map(({ id }) => id as string));
	return [
		{ value: personKey({ kind: 'client' }), label: clientOr(clientName).slice(0, mostLetters) },
		...members.map(({ id, name, isMe }) => ({
			value: personKey({ kind: 'member', id }),
			label: isMe ? m.plan_person_me({ name: nameOr(name) }) : nameOr(name)
		})),
		...contacts
			.filter(({ member }) => member === null || !joined.has(member))
			.map((contact) => ({
				value: personKey({ kind: 'contact', id: contact.id }),
				label: contactName(contact).slice(0, mostLetters)
			}))
	];
}

/** A choice in a list can be no longer than a line. */
const mostLetters = 80;

/** What the plan calls somebody; null where nobody is named. */
export function nameOf(ref: PersonRef | null, { clientName, people, contacts }: Named): string | null {
	switch (ref?.kind) {
		case undefined:
			return null;
		case 'client':
			return clientOr(clientName);
		case 'member': {
			const member = people.find(({ id }) => id === ref.id);
			return member ? nameOr(member.name) : m.plan_person_gone();
		}
		case 'contact': {
			const contact = contacts.find(({ id }) => id === ref.id);
			return contact ? contactName(contact) : m.plan_person_gone();
		}
	}
}

/** One and the same person has one reference, whichever of two the plan holds. */
export function oneRef(ref: PersonRef, { people, contacts }: Named): PersonRef {
	const member = ref.kind === 'contact' ? contacts.find(({ id }) => id === ref.id)?.member : undefined;
	const id = member ?? (ref.kind === 'member' ? ref.id : undefined);
	const person = people.find((one) => one.id === id);
	if (!person) return ref;
	return person.relation === 'client' ? { kind: 'client' } : { kind: 'member', id: person.id };
}

function contactName({ name, role, organisation }: Contact): string {
	return name.trim() || role.trim() || organisation.trim() || m.plan_person_unnamed();
}

function clientOr(name: string): string {
	return name.trim() || m.plan_person_client();
}
