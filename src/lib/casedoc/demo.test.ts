import { describe, expect, it } from 'vitest';
import type * as Y from 'yjs';
import type { DemoSetting } from './demo.ts';
import { fillDemo } from './demo.ts';
import { demoSpanish } from './demo-spanish.ts';
import { fillDemoTalk } from './demo-talk.ts';
import { docs, sync } from './docs.fixture.ts';
import { readPlan } from './read-plan.ts';
import { readTalk } from './read-talk.ts';
import { nextSteps } from '#lib/domain/next-steps.ts';

function setting(people: DemoSetting['people'], words: DemoSetting['words'] = new Map()): DemoSetting {
	let made = 0;
	return { newId: () => `id-${++made}`, at: Date.UTC(2026, 0, 5, 9), today: '2026-01-05', people, words };
}

/** Every text in it that a person wrote, in order. */
function sentences(thing: unknown): string[] {
	if (typeof thing === 'string') return /[A-Z ]|^rides$|^viajes$/.test(thing) ? [thing] : [];
	if (typeof thing !== 'object' || thing === null) return [];
	return Object.values(thing).flatMap(sentences);
}

describe('the made-up case', () => {
	it('is a whole plan: everything filled, and everything tied to something that is there', () => {
		const [doc] = docs(1) as [Y.Doc];
		fillDemo(doc, setting({}));
		const plan = readPlan(doc);
		const lists = [
			...[plan.strengths, plan.preferences, plan.needs, plan.barriers],
			...[plan.goals, plan.services, plan.risks]
		];
		for (const list of [...lists, plan.emergencies, plan.contacts]) expect(list.length).toBeGreaterThan(1);
		expect(plan.otherSteps).toEqual([]);
		expect(plan.stage).toBe('implementation');

		const ids = new Set(lists.flat().map(({ id }) => id));
		const ties = [
			...plan.goals.flatMap(({ needs, strengths }) => [...needs, ...strengths]),
			...plan.services.flatMap(({ needs, goals, risks }) => [...needs, ...goals, ...risks]),
			...plan.barriers.flatMap(({ service, wanted, needs, goals }) => [
				...[service, wanted].flatMap((id) => id ?? []),
				...needs,
				...goals
			])
		];
		for (const tie of ties) expect(ids).toContain(tie);
		for (const need of plan.needs) expect(ties).toContain(need.id);
		const people = new Set(plan.contacts.map(({ id }) => id));
		for (const step of plan.goals.flatMap(({ steps }) => steps)) {
			expect(step.owner?.kind === 'client' || people.has(step.owner?.id ?? '')).toBe(true);
			expect(step.words.length).toBeGreaterThan(10);
		}
		for (const goal of plan.goals) expect(goal.why).not.toBe('');
	});

	it('gives people who sit at the table their own steps', () => {
		const [doc] = docs(1) as [Y.Doc];
		fillDemo(doc, setting({ rosa: 'm-rosa', elena: 'm-elena' }));
		const plan = readPlan(doc);
		const elena = nextSteps(plan, { member: 'm-elena', isClient: false }).map(({ words }) => words);
		expect(elena).toHaveLength(3);
		expect(elena[0]).toMatch(/letter from the hospital/);
		expect(nextSteps(plan, { member: 'm-rosa', isClient: true }).length).toBeGreaterThan(2);
	});

	it('is told in Spanish as well: nothing but names stays as it is', () => {
		const tell = (words?: DemoSetting['words']) => {
			const [plan, ...talks] = docs(5) as [Y.Doc, ...Y.Doc[]];
			const people = { rosa: '2', elena: '3', tom: '4', maya: '5' };
			const given = setting(people, words);
			const speaks = (person: string) => talks[Number(people[person as 'rosa']) - 2];
			fillDemoTalk(speaks, fillDemo(plan, given), given);
			sync(...talks);
			return sentences([readPlan(plan), readTalk(talks[0] as Y.Doc, String)]);
		};
		const told = tell();
		const retold = tell(demoSpanish);
		expect(retold).toHaveLength(told.length);
		const same = told.filter((sentence) => retold.includes(sentence) && !/\d/.test(sentence));
		expect(new Set(same)).toEqual(
			new Set([
				...['Rosa Delgado', 'Elena Delgado', 'Maya Okafor', 'Tom Becker', 'Grace Lin', 'Ines Farrow'],
				...['Harold Pike', 'Dr. Amrit Singh', 'Kindly Home Care', 'Millbrook Community Care'],
				...['Riverside Rehab', 'Alder Street Practice']
			])
		);
		expect([...demoSpanish.keys()].filter((sentence) => !told.includes(sentence))).toEqual([]);
	});

	it('lets them talk, each in a strand of their own', () => {
		const [plan, rosa, elena, tom] = docs(4) as [Y.Doc, Y.Doc, Y.Doc, Y.Doc];
		const speakers = { rosa, elena, tom };
		const given = setting({ rosa: 'm-rosa', elena: 'm-elena', tom: 'm-tom' });
		const ids = fillDemo(plan, given);
		fillDemoTalk((person) => (person in speakers ? speakers[person as 'rosa'] : undefined), ids, given);
		sync(rosa, elena, tom);
		const members: Readonly<Record<number, string>> = { 2: 'm-rosa', 3: 'm-elena', 4: 'm-tom' };
		const talk = readTalk(rosa, (client) => members[client]);
		expect(talk.threads).toHaveLength(1);
		expect(talk.threads[0]?.replies.map(({ by }) => by)).toEqual(['m-tom', 'm-rosa']);
		expect(talk.answers).toHaveLength(3);
	});
});
