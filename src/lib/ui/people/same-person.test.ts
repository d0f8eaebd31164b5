import { expect, test } from 'vitest';
import type { Contact } from '#lib/domain/person.ts';
import type { Person } from '#lib/session/case.ts';
import { contactOf, contactsApart } from './same-person.ts';

function contact(id: string, name: string, member: string | null = null): Contact {
	const words = { phone: '', email: '', address: '', role: '', organisation: '', note: '' };
	return { id, name, member, created: null, relation: null, emergency: false, ...words };
}

function person(id: string, name: string, relation: Person['relation'] = 'family'): Person {
	const rest = {
		capability: 'edit',
		isMe: false,
		suspended: false,
		paused: false,
		waits: null,
		isClient: false,
		here: false,
		where: null,
		joinedAt: 0,
		renewedAt: 0,
		invite: null,
		until: 0
	} as const;
	return { id: id as Person['id'], seat: id as Person['seat'], name, relation, ...rest };
}

test('who has joined is not among those who have not', () => {
	const contacts = [contact('c', 'Elena Delgado', 'elena'), contact('d', 'Tom Becker')];
	const apart = contactsApart(contacts, [person('elena', 'Elena')]);
	expect(apart.map((one) => one.contact.id)).toEqual(['d']);
	expect(contactOf('elena', contacts)?.id).toBe('c');
});

test('who has left the table is written down only', () => {
	expect(contactsApart([contact('c', 'Elena', 'gone')], []).map((one) => one.contact.id)).toEqual(['c']);
});

test('somebody of the same name is perhaps the same person, whatever the spaces and capitals', () => {
	const people = [person('e', 'elena  DELGADO '), person('t', 'Tom')];
	expect(contactsApart([contact('c', 'Elena Delgado')], people)[0]?.perhaps?.id).toBe('e');
});

test('nobody is taken for two people, nor for the client, nor without a name', () => {
	const people = [person('e', 'Elena'), person('r', 'Rosa', 'client'), person('n', ' ')];
	const contacts = [
		contact('c', 'Elena', 'e'),
		contact('d', 'Elena'),
		contact('r', 'Rosa'),
		contact('n', '')
	];
	expect(contactsApart(contacts, people).map((one) => one.perhaps)).toEqual([
		undefined,
		undefined,
		undefined
	]);
});
