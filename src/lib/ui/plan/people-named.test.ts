import { expect, test } from 'vitest';
import type { Contact } from '#lib/domain/person.ts';
import type { Person } from '#lib/session/case.ts';
import { everyone, nameOf, oneRef } from './people-named.ts';

const person = (id: string, name: string, relation: Person['relation'], isMe = false) =>
	({ id, name, relation, isMe }) as Person;
const contact = (id: string, name: string, member: string | null = null) =>
	({ id, name, role: '', organisation: '', member }) as Contact;

const named = {
	clientName: 'Rosa',
	people: [
		person('m1', 'Rosa D.', 'client'),
		person('m2', 'Maya', 'case-manager', true),
		person('m3', 'Tom', 'provider')
	],
	contacts: [contact('c1', 'Tom Becker', 'm3'), contact('c2', 'Harold'), contact('c3', ' ', null)]
};

test('everyone can be named once: the client, who sits at the table, who is written down', () => {
	expect(everyone(named)).toEqual([
		{ value: 'client', label: 'Rosa' },
		{ value: 'member:m2', label: 'Maya (you)' },
		{ value: 'member:m3', label: 'Tom' },
		{ value: 'contact:c2', label: 'Harold' },
		{ value: 'contact:c3', label: 'Somebody without a name yet' }
	]);
});

test('a contact who has joined, and a client at the table, are the choice that stands for them', () => {
	expect(oneRef({ kind: 'contact', id: 'c1' }, named)).toEqual({ kind: 'member', id: 'm3' });
	expect(oneRef({ kind: 'member', id: 'm1' }, named)).toEqual({ kind: 'client' });
	expect(oneRef({ kind: 'contact', id: 'c2' }, named)).toEqual({ kind: 'contact', id: 'c2' });
});

test('who is not there any more is still somebody', () => {
	expect(nameOf({ kind: 'member', id: 'gone' }, named)).toBe('Somebody who is not in the plan any more');
	expect(nameOf({ kind: 'contact', id: 'gone' }, named)).toBe('Somebody who is not in the plan any more');
	expect(nameOf(null, named)).toBeNull();
});
