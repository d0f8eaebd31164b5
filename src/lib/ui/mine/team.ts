import { personKey, theClient, type Contact, type PersonRef, type WaysToReach } from '#lib/domain/person.ts';
import type { Plan } from '#lib/domain/plan.ts';
import type { Person } from '#lib/session/case.ts';
import { memberRelationWords } from '../people/relation-words.ts';
import { contactOf, contactsApart } from '../people/same-person.ts';
import { nameOf, oneRef, type Named } from '../plan/people-named.ts';
import { relationWords } from '../plan/plan-words.ts';

/** Somebody who helps, and how to reach them. */
export interface TeamMate extends WaysToReach {
	readonly key: string;
	/** By which their seat is drawn. */
	readonly seat: string;
	readonly name: string;
	/** What they are or do. */
	readonly role: string;
	readonly organisation: string;
	readonly note: string;
	/** Wrote the plan or watches over it: the one to ask first. */
	readonly first: boolean;
	readonly emergency: boolean;
}

/** Everyone in the plan and at the table but the one who looks: the client, then whom to ask, then whom to call in an emergency. */
export function teamOf(plan: Plan, people: readonly Person[], viewer: PersonRef): TeamMate[] {
	const named = { clientName: plan.client.name, contacts: plan.contacts, people };
	const key = (ref: PersonRef) => personKey(oneRef(ref, named));
	const leading = new Set([plan.watcher, plan.planner].flatMap((ref) => (ref ? [key(ref)] : [])));
	const self = key(viewer);
	return everybody(plan, people, named)
		.map((mate) => ({ ...mate, first: leading.has(mate.key) }))
		.filter((mate) => mate.key !== self)
		.sort((a, b) => rank(a) - rank(b));
}

export function hasWay({ phone, email, address }: WaysToReach): boolean {
	return [phone, email, address].some((words) => words.trim() !== '');
}

/** As a phone dials it: people write numbers with brackets, dots and blanks. Nothing where there is no number in the words. */
export function dialled(phone: string): string | undefined {
	const number = phone.replace(/\(0\)/g, '').replace(/[^\d+#*]/g, '');
	return /^\+?[\d#*]{3,20}$/.test(number) ? `tel:${number}` : undefined;
}

type Mate = Omit<TeamMate, 'first'>;

function everybody(plan: Plan, people: readonly Person[], named: Named): Mate[] {
	const called = (ref: PersonRef) => ({ key: personKey(oneRef(ref, named)), name: nameOf(ref, named) ?? '' });
	const client = people.find(({ relation }) => relation === 'client');
	const apart = contactsApart(plan.contacts, people);
	// Of two with one name only who can be reached is shown: nobody has yet said that they are the same.
	const twice = new Set(apart.flatMap(({ perhaps }) => (perhaps ? [perhaps.id] : [])));
	const members = people.filter((person) => person !== client && !twice.has(person.id));
	return [
		{
			...called({ kind: 'client' }),
			...plan.client,
			name: called({ kind: 'client' }).name,
			seat: client?.id ?? 'client',
			role: memberRelationWords.client(),
			organisation: '',
			emergency: false
		},
		...apart.map(({ contact, perhaps }) => ({
			...called({ kind: 'contact', id: contact.id }),
			...written(contact),
			seat: perhaps?.id ?? contact.id
		})),
		...members.map((person) => {
			const contact = contactOf(person.id, plan.contacts);
			const said = contact ? written(contact) : { ...nothing, role: '' };
			const role = said.role || memberRelationWords[person.relation]();
			return { ...said, ...called({ kind: 'member', id: person.id }), role, seat: person.id };
		})
	];
}

function written({ role, relation, organisation, phone, email, address, note, emergency }: Contact) {
	const what = role.trim() || (relation ? relationWords[relation]() : '');
	return { role: what, organisation: organisation.trim(), phone, email, address, note, emergency };
}

const nothing = { organisation: '', phone: '', email: '', address: '', note: '', emergency: false };

function rank({ key, first, emergency }: TeamMate): number {
	if (key === personKey(theClient)) return 0;
	return first ? 1 : emergency ? 2 : 3;
}
