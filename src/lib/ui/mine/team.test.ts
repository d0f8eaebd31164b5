import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { addContact } from '#lib/casedoc/contacts.ts';
import { changePlan } from '#lib/casedoc/plan-facts.ts';
import { readPlan } from '#lib/casedoc/read-plan.ts';
import { addStep, setStepState } from '#lib/casedoc/steps.ts';
import { theClient } from '#lib/domain/person.ts';
import type { Person } from '#lib/session/case.ts';
import { dayWords } from '../words/days.ts';
import { dueWords } from './due-words.ts';
import { stepsFor } from './steps-for.ts';
import { dialled, teamOf } from './team.ts';

function person(id: string, name: string, relation: Person['relation']): Person {
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

const people = [
	person('rosa', 'Rosa', 'client'),
	person('maya', 'Maya', 'case-manager'),
	person('tom', 'Tom', 'provider')
];
const making = (newId: string, at = 1) => ({ newId, at, by: 'maya' });

function plan() {
	const doc = new Y.Doc();
	addContact(doc, { ...making('c-tom'), name: 'Tom', phone: '555', role: 'Therapist' });
	addContact(doc, { ...making('c-elena'), name: 'Elena', emergency: true });
	addContact(doc, { ...making('c-maya'), name: 'Maya Okafor', member: 'maya', email: 'm@x.example' });
	changePlan(doc, { watcher: { kind: 'contact', id: 'c-maya' } });
	addStep(doc, { ...making('for-rosa'), owner: theClient, due: '2026-12-01' });
	addStep(doc, { ...making('for-maya'), owner: { kind: 'contact', id: 'c-maya' } });
	addStep(doc, { ...making('for-elena'), owner: { kind: 'contact', id: 'c-elena' } });
	addStep(doc, { ...making('early'), owner: theClient });
	addStep(doc, { ...making('late'), owner: theClient });
	setStepState(doc, 'early', 'completed', making('h1', 10));
	setStepState(doc, 'late', 'completed', making('h2', 20));
	return readPlan(doc);
}

test('the team: whom to ask first, then whom to call in an emergency, nobody twice', () => {
	const team = teamOf(plan(), people, theClient);
	expect(team.map(({ name, first, emergency }) => [name, first, emergency])).toEqual([
		['Maya', true, false],
		['Elena', false, true],
		['Tom', false, false]
	]);
	// Who joined is drawn as they sit at the table, and reached as the plan says.
	expect(team.map(({ seat }) => seat)).toEqual(['maya', 'c-elena', 'tom']);
	expect(team.map(({ phone, email }) => phone || email)).toEqual(['m@x.example', '', '555']);
});

test('for the others the client stands first, and nobody is in their own team', () => {
	const names = teamOf(plan(), people, { kind: 'member', id: 'maya' }).map(({ seat }) => seat);
	expect(names[0]).toBe('rosa');
	expect(names).not.toContain('maya');
});

test.each([
	['(415) 555-0132', 'tel:4155550132'],
	['+44 (0)20 7946 0018', 'tel:+442079460018'],
	['112', 'tel:112'],
	['ask at the desk', undefined],
	['12', undefined],
	['', undefined]
])('“%s” is dialled as %s', (phone, tel) => {
	expect(dialled(phone)).toBe(tel);
});

test('steps are found for members, for who joined after being written down, and for who has not joined', () => {
	const next = (...[ref]: [Parameters<typeof stepsFor>[0]]) =>
		stepsFor(ref, plan(), people).next.map(({ id }) => id);
	expect(next(theClient)).toEqual(['for-rosa']);
	expect(next({ kind: 'member', id: 'rosa' })).toEqual(['for-rosa']);
	expect(next({ kind: 'member', id: 'maya' })).toEqual(['for-maya']);
	expect(next({ kind: 'contact', id: 'c-elena' })).toEqual(['for-elena']);
	expect(stepsFor(theClient, plan(), people).done.map(({ id }) => id)).toEqual(['late', 'early']);
});

test('a day is said kindly', () => {
	const today = '2026-11-22';
	const words = (due: string | null) => dueWords({ state: 'ready', due }, '2026-11-22');
	expect(words(null)).toBe('');
	expect(words('2026-11-22')).toBe('Today');
	expect(words('2026-11-23')).toBe('Tomorrow');
	expect(words('2026-12-05')).toBe(`By ${dayWords('2026-12-05', today)}`);
	expect(words('2026-11-20')).toBe(`Planned for ${dayWords('2026-11-20', today)}. Still good to do.`);
	expect(dueWords({ state: 'on-hold', due: '2026-11-20' }, '2026-11-22')).toBe('Paused for now');
});
