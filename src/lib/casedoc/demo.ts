import type * as Y from 'yjs';
import type { IsoDate } from '#lib/domain/date.ts';
import { addDays } from '#lib/domain/date.ts';
import type { PersonRef } from '#lib/domain/person.ts';
import { theClient } from '#lib/domain/person.ts';
import { onlyClient, onlyPlan } from '#lib/domain/record.ts';
import { answerChoice } from './choices.ts';
import { addBarrier } from './barriers.ts';
import { addContact } from './contacts.ts';
import { demoGoals } from './demo-goals.ts';
import {
	demoBarriers,
	demoEmergencies,
	demoNeeds,
	demoCopings,
	demoEncounters,
	demoPreferences,
	demoSigns,
	demoRisks,
	demoStrengths
} from './demo-lists.ts';
import { retold, type DemoWords } from './demo-retold.ts';
import { demoAlternatives, demoMattersToMe, demoStageReason, demoWatching } from './demo-words.ts';
import type { DemoPerson } from './demo-people.ts';
import { demoContacts, rosa } from './demo-people.ts';
import { demoServices } from './demo-services.ts';
import { addCoping, addSign } from './crisis.ts';
import { addEmergency } from './emergencies.ts';
import { addEncounter } from './encounters.ts';
import { addGoal } from './goals.ts';
import type { Making } from './list.ts';
import { addNeed } from './needs.ts';
import { changePlan, setStage } from './plan-facts.ts';
import { addPreference } from './preferences.ts';
import { addRisk } from './risks.ts';
import { addService } from './services.ts';
import { addStep, setStepState } from './steps.ts';
import { addStrength } from './strengths.ts';
import { writeTexts } from './text.ts';

export interface DemoSetting {
	readonly newId: () => string;
	/** Milliseconds since 1970. */
	readonly at: number;
	/** All days of the made-up case are counted from this one. */
	readonly today: IsoDate;
	/** Member ids of those who sit at the table; the others are in the plan as contacts only. */
	readonly people: Readonly<Partial<Record<DemoPerson, string>>>;
	/** In which language it is told; empty for that of this code. */
	readonly words: DemoWords;
}

/** The id in the plan of a part of the made-up case, by its kind and key: `('goal', 'walk')`. */
export type DemoIds = (
	kind: 'need' | 'strength' | 'goal' | 'risk' | 'service' | 'contact',
	key: string
) => string;

/** Writes the whole made-up case, a person coming home after a stroke, into an empty plan. */
export function fillDemo(doc: Y.Doc, setting: DemoSetting): DemoIds {
	const scene = sceneOf(doc, setting);
	fillPeople(scene, setting);
	fillLists(scene);
	fillGoals(scene);
	fillServices(scene);
	fillBarriers(scene);
	fillFacts(scene, setting);
	return scene.ids;
}

interface Scene {
	readonly doc: Y.Doc;
	readonly ids: DemoIds;
	readonly making: (newId?: string) => Making;
	readonly day: (days: number) => IsoDate;
	readonly person: (who: DemoPerson) => PersonRef;
	readonly tell: <T>(thing: T) => T;
}

function sceneOf(doc: Y.Doc, { newId, at, today, people, words }: DemoSetting): Scene {
	const ids = mintOnce(newId);
	return {
		doc,
		ids,
		making: (id = newId()) => ({ newId: id, at, by: people.maya ?? 'made-up' }),
		day: (days) => addDays(today, days),
		person: (who) => (who === 'rosa' ? theClient : { kind: 'contact', id: ids('contact', who) }),
		tell: (thing) => retold(thing, words)
	};
}

function fillPeople({ doc, ids, making, tell }: Scene, { people }: DemoSetting): void {
	writeTexts(doc, 'client', onlyClient.id, tell(rosa));
	for (const { key, ...contact } of tell(demoContacts)) {
		addContact(doc, { ...making(ids('contact', key)), ...contact, member: people[key] ?? null });
	}
}

function fillLists({ doc, ids, making, day, person, tell }: Scene): void {
	for (const { key, words } of tell(demoStrengths))
		addStrength(doc, { ...making(ids('strength', key)), words });
	for (const words of tell(demoPreferences)) addPreference(doc, { ...making(), words });
	for (const { key, because, ...need } of tell(demoNeeds)) {
		addNeed(doc, { ...making(ids('need', key)), ...need, because: because ? ids('need', because) : null });
	}
	for (const { key, ...risk } of tell(demoRisks)) addRisk(doc, { ...making(ids('risk', key)), ...risk });
	for (const words of tell(demoSigns)) addSign(doc, { ...making(), words });
	for (const words of tell(demoCopings)) addCoping(doc, { ...making(), words });
	for (const { who, withWhom, on, ...encounter } of tell(demoEncounters)) {
		const people = { who: person(who), withWhom: person(withWhom) };
		addEncounter(doc, { ...making(), ...encounter, ...people, on: day(on) });
	}
	for (const { person: who, ...emergency } of tell(demoEmergencies)) {
		addEmergency(doc, { ...making(), ...emergency, person: person(who) });
	}
}

function fillGoals({ doc, ids, making, day, person, tell }: Scene): void {
	for (const { key, start, due, needs, strengths, steps, ...goal } of tell(demoGoals)) {
		addGoal(doc, {
			...making(ids('goal', key)),
			...goal,
			start: start === undefined ? null : day(start),
			due: day(due),
			needs: needs.map((need) => ids('need', need)),
			strengths: strengths.map((strength) => ids('strength', strength))
		});
		for (const { words, note, owner, due: stepDue, state } of steps) {
			const made = making();
			const step = {
				words,
				note: note ?? '',
				goal: ids('goal', key),
				owner: person(owner),
				due: day(stepDue)
			};
			addStep(doc, { ...made, ...step });
			if (state) setStepState(doc, made.newId, state, making());
		}
	}
}

function fillServices({ doc, ids, making, day, person, tell }: Scene): void {
	for (const { key, provider, from, to, needs, goals, risks, ...service } of tell(demoServices)) {
		addService(doc, {
			...making(key === undefined ? undefined : ids('service', key)),
			...service,
			provider: person(provider),
			from: day(from),
			to: to === null ? null : day(to),
			needs: (needs ?? []).map((need) => ids('need', need)),
			goals: (goals ?? []).map((goal) => ids('goal', goal)),
			risks: (risks ?? []).map((risk) => ids('risk', risk))
		});
	}
}

function fillBarriers({ doc, ids, making, tell }: Scene): void {
	for (const { service, wanted, needs = [], goals = [], ...barrier } of tell(demoBarriers)) {
		addBarrier(doc, {
			...making(),
			...barrier,
			service: service ? ids('service', service) : null,
			wanted: wanted ? ids('need', wanted) : null,
			needs: needs.map((need) => ids('need', need)),
			goals: goals.map((goal) => ids('goal', goal))
		});
	}
}

function fillFacts({ doc, making, day, person, tell }: Scene, { at }: DemoSetting): void {
	const maya = person('maya');
	changePlan(doc, {
		...{ planner: maya, watcher: maya },
		...{ periodFrom: day(-6), periodTo: day(176), reviewOn: day(36) }
	});
	writeTexts(doc, 'plan', onlyPlan.id, {
		mattersToMe: tell(demoMattersToMe),
		watching: tell(demoWatching)
	});
	setStage(doc, 'planning', making());
	setStage(doc, 'implementation', { ...making(), reason: tell(demoStageReason) });
	for (const question of ['setting', 'services', 'took-part', 'agrees'] as const) {
		answerChoice(doc, question, { answer: 'yes', answeredBy: theClient, at });
	}
	writeTexts(doc, 'choice', 'alternatives', { words: tell(demoAlternatives) });
}

function mintOnce(newId: () => string): DemoIds {
	const minted = new Map<string, string>();
	return (kind, key) => {
		const id = minted.get(`${kind} ${key}`) ?? newId();
		minted.set(`${kind} ${key}`, id);
		return id;
	};
}
