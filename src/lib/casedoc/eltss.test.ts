import { describe, expect, it } from 'vitest';
import type * as Y from 'yjs';
import type { PersonRef } from '#lib/domain/person.ts';
import { theClient } from '#lib/domain/person.ts';
import type { Plan } from '#lib/domain/plan.ts';
import { eltss } from '../../../tests/fixtures/eltss.ts';
import { answerChoice } from './choices.ts';
import { addContact } from './contacts.ts';
import { docs, maker, sync } from './docs.fixture.ts';
import { addEmergency } from './emergencies.ts';
import { addGoal } from './goals.ts';
import { addNeed } from './needs.ts';
import { changePlan } from './plan-facts.ts';
import { addPreference } from './preferences.ts';
import { readPlan } from './read-plan.ts';
import { addRisk } from './risks.ts';
import { addService } from './services.ts';
import { addStep } from './steps.ts';
import { addStrength } from './strengths.ts';
import { writeTexts } from './text.ts';

describe('the plan that HL7 eLTSS publishes as its example', () => {
	it('can be entered, and every part of it is read back on another device', () => {
		const [here, there] = docs(2) as [Y.Doc, Y.Doc];
		enter(here);
		sync(here, there);
		expect(namesToKeys(readPlan(there))).toEqual(eltss);
	});
});

function enter(doc: Y.Doc): void {
	const making = maker('sam');
	const person = (key: string): PersonRef => (key === 'client' ? theClient : { kind: 'contact', id: key });
	writeTexts(doc, 'client', 'client', eltss.client);
	for (const { key, ...contact } of eltss.contacts) addContact(doc, { ...making(key), ...contact });
	for (const words of eltss.strengths) addStrength(doc, { ...making(), words });
	for (const words of eltss.preferences) addPreference(doc, { ...making(), words });
	for (const { key, ...need } of eltss.needs) addNeed(doc, { ...making(key), ...need });
	for (const { key, ...risk } of eltss.risks) addRisk(doc, { ...making(key), ...risk });
	for (const { key, steps, ...goal } of eltss.goals) {
		addGoal(doc, { ...making(key), ...goal });
		for (const { owner, ...step } of steps) {
			addStep(doc, { ...making(), ...step, goal: key, owner: person(owner) });
		}
	}
	for (const service of eltss.services) {
		addService(doc, { ...making(), ...service, provider: person(service.provider) });
	}
	for (const emergency of eltss.emergencies) addEmergency(doc, { ...making(), ...emergency });
	for (const { question, answer, words } of eltss.choices) {
		const at = Date.UTC(2020, 8, 3);
		if (answer) answerChoice(doc, question, { answer, answeredBy: theClient, at });
		if (words) writeTexts(doc, 'choice', question, { words });
	}
	changePlan(doc, {
		planner: person(eltss.planner),
		watcher: person(eltss.watcher),
		periodFrom: eltss.period.from,
		periodTo: eltss.period.to
	});
}

/** Brings what was read into the fixture's form: references as keys, and nothing where nothing was entered. */
function namesToKeys(plan: Plan): unknown {
	const key = (ref: PersonRef | null) => (ref === null ? '' : ref.kind === 'client' ? 'client' : ref.id);
	const { client, strengths, preferences, planner, watcher, period } = plan;
	return filled({
		client,
		contacts: plan.contacts.map(({ id, ...contact }) => ({ key: id, ...contact })),
		planner: key(planner),
		watcher: key(watcher),
		period,
		strengths: strengths.map(({ words }) => words),
		preferences: preferences.map(({ words }) => words),
		needs: plan.needs.map(({ id, ...need }) => ({ key: id, ...need })),
		goals: plan.goals.map(({ id, steps, ...goal }) => ({
			key: id,
			...goal,
			steps: steps.map(({ words, note, owner, state }) => ({ words, note, owner: key(owner), state }))
		})),
		services: plan.services.map(({ id: _, ...service }) => ({ ...service, provider: key(service.provider) })),
		risks: plan.risks.map(({ id, ...risk }) => ({ key: id, ...risk })),
		emergencies: plan.emergencies.map(({ event, response }) => ({ event, response })),
		choices: plan.choices.map(({ question, answer, words }) => ({ question, answer, words }))
	});
}

function filled(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(filled);
	if (typeof value !== 'object' || value === null) return value;
	const parts = Object.entries(value).filter(
		([name, part]) => name !== 'created' && part !== null && part !== '' && part !== false && !isEmpty(part)
	);
	return Object.fromEntries(parts.map(([name, part]) => [name, filled(part)]));
}

function isEmpty(part: unknown): boolean {
	return Array.isArray(part) && part.length === 0;
}
