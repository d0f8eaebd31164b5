import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { addDays } from '#lib/domain/date.ts';
import { checkPlan } from '#lib/domain/plan-check.ts';
import { exampleKeys, type ExampleKey, type ExamplePlan, type Said } from './examples/example.ts';
import { family } from './examples/family.ts';
import { reentry } from './examples/reentry.ts';
import { stroke } from './examples/stroke.ts';
import { veteran } from './examples/veteran.ts';
import { fillExample } from './fill-example.ts';
import { addNeed } from './needs.ts';
import { readPlan } from './read-plan.ts';

const examples: Readonly<Record<ExampleKey, ExamplePlan>> = { stroke, veteran, reentry, family };
const today = '2026-11-23';

function filled(key: ExampleKey, language: keyof Said = 'en') {
	const doc = new Y.Doc();
	let next = 0;
	const newId = () => `id-${next++}`;
	fillExample(doc, examples[key], { newId, at: 5, by: 'ada', today, language });
	return { doc, plan: readPlan(doc) };
}

describe.each(exampleKeys)('%s', (key) => {
	test('fills a plan whose needs all have help or a goal, and whose goals have steps and days', () => {
		const { plan } = filled(key);
		const kinds = checkPlan(plan, {
			today,
			isClientHere: false,
			hasAnswered: () => true,
			isManager: () => false
		}).map(({ kind }) => kind);
		for (const kind of [
			'goal-without-step',
			'goal-without-due',
			'service-without-amount',
			'kinder-word',
			'plainer-word'
		])
			expect(kinds).not.toContain(kind);
		const met = new Set([...plan.goals, ...plan.services].flatMap(({ needs }) => needs));
		for (const { id, because } of plan.needs) expect(met.has(id) || because !== null).toBe(true);
		expect(plan.goals.map(({ state }) => state)).not.toContain('active');
		expect(plan.services.every(({ state }) => state === 'draft')).toBe(true);
	});

	test('names only what is there', () => {
		const keys = examples[key].needs.map((need) => need.key);
		expect(new Set(keys).size).toBe(keys.length);
		const named = [
			...examples[key].goals.flatMap(({ needs }) => needs),
			...examples[key].services.flatMap(({ needs }) => needs),
			...examples[key].needs.flatMap(({ because }) => because ?? [])
		];
		for (const name of named) expect(keys).toContain(name);
	});

	test('is told in both languages, word for word', () => {
		const texts = JSON.stringify(examples[key]).match(/"(en|es)":"[^"]+"/g) ?? [];
		expect(texts.filter((text) => text.startsWith('"en"')).length).toBe(texts.length / 2);
		expect(filled(key, 'es').plan.goals[0]?.words).toBe(examples[key].goals[0]?.words.es);
	});
});

test('a family’s therapy cannot be used for want of a ride and of somebody to mind the children', () => {
	const { barriers, services, needs } = filled('family').plan;
	const [therapy] = services.filter(({ what }) => what === 'Speech therapy');
	expect(barriers.map(({ service }) => service)).toEqual([therapy?.id, therapy?.id]);
	expect(barriers.map(({ wanted }) => needs.find(({ id }) => id === wanted)?.area)).toEqual([
		'transportation-insecurity',
		'family'
	]);
});

test('days are counted from today, and what stands in the plan stays', () => {
	const doc = new Y.Doc();
	addNeed(doc, { newId: 'mine', at: 1, by: 'rosa', words: 'Mine' });
	let next = 0;
	fillExample(doc, stroke, { newId: () => `id-${next++}`, at: 5, by: 'ada', today, language: 'en' });
	const plan = readPlan(doc);
	expect(plan.needs[0]?.words).toBe('Mine');
	expect(plan.goals[0]?.due).toBe(addDays(today, 84));
	expect(plan.needs.find(({ words }) => words.startsWith('Help with'))?.because).toBe(
		plan.needs.find(({ words }) => words.startsWith('Moving'))?.id
	);
});
