import type { Plan } from './plan.ts';
import { allSteps } from './plan.ts';
import type { RecordRef } from './record.ts';
import { onlyClient, onlyPlan } from './record.ts';

export interface Change extends RecordRef {
	readonly kind: 'added' | 'changed' | 'removed';
}

/**
 * What a person has looked at: for every record a short mark of what it said, keyed `record/id`. Small enough to be
 * kept for every case; plain JSON. It gives away nothing but sameness, and lies sealed all the same.
 */
export type Looked = Readonly<Record<string, string>>;

export function lookAt(plan: Plan): Looked {
	return Object.fromEntries(
		contents(plan).map(([{ record, id }, content]) => [`${record}/${id}`, mark(content)])
	);
}

/** What is different from what was looked at, in the plan's order, what was removed last. */
export function changesSince(looked: Looked, plan: Plan): Change[] {
	const now = lookAt(plan);
	const before = new Map(Object.entries(looked));
	const changes: Change[] = [];
	for (const [key, content] of Object.entries(now)) {
		const known = before.get(key);
		before.delete(key);
		if (known !== content) changes.push({ ...refOf(key), kind: known === undefined ? 'added' : 'changed' });
	}
	for (const key of before.keys()) changes.push({ ...refOf(key), kind: 'removed' });
	return changes;
}

export function changesBetween(before: Plan, after: Plan): Change[] {
	return changesSince(lookAt(before), after);
}

function contents(plan: Plan): [RecordRef, unknown][] {
	const { mattersToMe, stage, planner, watcher, watching, period, reviewOn } = plan;
	return [
		[onlyPlan, [mattersToMe, stage, planner, watcher, watching, period, reviewOn]],
		[onlyClient, plan.client],
		...listed('strength', plan.strengths),
		...listed('preference', plan.preferences),
		...listed('need', plan.needs),
		...listed(
			'barrier',
			plan.barriers.map((barrier) => ({ ...barrier, history: [] }))
		),
		...listed(
			'goal',
			plan.goals.map((goal) => ({ ...goal, steps: [], history: [] }))
		),
		...listed(
			'step',
			allSteps(plan).map((step) => ({ ...step, history: [] }))
		),
		...listed('service', plan.services),
		...listed('risk', plan.risks),
		...listed(
			'restriction',
			plan.restrictions.map((restriction) => ({ ...restriction, history: [] }))
		),
		...listed('emergency', plan.emergencies),
		...listed('sign', plan.signs),
		...listed('coping', plan.copings),
		...listed('encounter', plan.encounters),
		...listed('contact', plan.contacts),
		...plan.choices.map((choice): [RecordRef, unknown] => [{ record: 'choice', id: choice.question }, choice])
	];
}

function listed(
	record: RecordRef['record'],
	items: readonly { readonly id: string }[]
): [RecordRef, unknown][] {
	return items.map((item) => [{ record, id: item.id }, item]);
}

function refOf(key: string): RecordRef {
	const [record, id] = key.split('/') as [RecordRef['record'], string];
	return { record, id };
}

/** 64 bits of the content, by two rounds of FNV-1a: tells different texts apart, and need not resist forgery. */
function mark(content: unknown): string {
	const text = JSON.stringify(content);
	return `${fnv1a(text, 0x811c9dc5)}${fnv1a(text, 0x01234567)}`;
}

function fnv1a(text: string, start: number): string {
	let hash = start;
	for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
	return (hash >>> 0).toString(36);
}
