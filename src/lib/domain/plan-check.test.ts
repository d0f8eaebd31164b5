import { describe, expect, test } from 'vitest';
import type { Restriction } from './restriction.ts';
import type { Plan } from './plan.ts';
import { checkPlan, type CheckContext, type CheckKind } from './plan-check.ts';
import type { Goal } from './goal.ts';
import type { Service } from './service.ts';
import type { Step } from './step.ts';
import { theClient } from './person.ts';

const today = '2026-11-23';
const context: CheckContext = {
	today,
	isClientHere: true,
	hasAnswered: () => true,
	isManager: (person) => person.kind === 'member' && person.id === 'ada'
};

const step: Step = {
	id: 'step-1',
	created: null,
	words: 'Call the clinic',
	note: '',
	goal: 'goal-1',
	owner: theClient,
	due: null,
	state: 'ready',
	history: []
};

const goal: Goal = {
	id: 'goal-1',
	created: null,
	words: 'Walk to the bakery',
	why: '',
	measure: '',
	priority: null,
	expressedBy: null,
	importance: null,
	confidence: null,
	state: 'active',
	history: [],
	start: today,
	due: '2027-02-01',
	needs: ['need-1'],
	strengths: ['strength-1'],
	steps: [step]
};

const service: Service = {
	id: 'service-1',
	created: null,
	what: 'Physical therapy',
	state: 'active',
	provider: null,
	providerWords: 'The clinic',
	amount: 2,
	unit: 'visit',
	unitWords: '',
	interval: 'week',
	intervalWords: '',
	payment: 'paid',
	funding: '',
	place: '',
	selfDirected: null,
	comment: '',
	from: null,
	to: null,
	needs: [],
	goals: [],
	risks: []
};

/** Of which nothing is to be said. */
const whole: Plan = {
	client: { name: 'Rosa', note: '', phone: '', email: '', address: '' },
	mattersToMe: 'My garden',
	stage: 'planning',
	stageHistory: [],
	strengths: [{ id: 'strength-1', created: null, words: 'I do not give up' }],
	preferences: [{ id: 'preference-1', created: null, words: 'Mornings' }],
	needs: [
		{
			id: 'need-1',
			created: null,
			words: 'To get around',
			note: '',
			area: null,
			state: 'active',
			because: null
		}
	],
	barriers: [],
	goals: [goal],
	otherSteps: [],
	services: [service, { ...service, id: 'service-2', what: 'Meals', payment: 'unpaid' }],
	risks: [
		{
			id: 'risk-1',
			created: null,
			what: 'Falls',
			about: 'client',
			severity: null,
			mitigation: 'A rail',
			backup: 'Call Tom'
		}
	],
	signs: [],
	copings: [],
	encounters: [],
	restrictions: [],
	emergencies: [{ id: 'emergency-1', created: null, event: 'Snow', response: 'Tom comes', person: null }],
	contacts: [
		{
			id: 'contact-1',
			created: null,
			name: 'Tom',
			relation: 'friend',
			role: '',
			organisation: '',
			note: '',
			emergency: true,
			member: null,
			phone: '555 0151',
			email: '',
			address: ''
		}
	],
	choices: [],
	planner: null,
	watcher: { kind: 'member', id: 'ada' },
	watching: '',
	period: { from: null, to: null },
	reviewOn: '2027-05-23',
	leftOut: 0
};

const kinds = (plan: Partial<Plan>, given: Partial<CheckContext> = {}) =>
	checkPlan({ ...whole, ...plan }, { ...context, ...given }).map(({ kind }) => kind);

test('a whole plan gives nothing to say', () => {
	expect(kinds({})).toEqual([]);
});

test('an empty plan is told part by part, and takes to its parts', () => {
	const checks = checkPlan(
		{
			...whole,
			mattersToMe: ' ',
			strengths: [],
			preferences: [],
			needs: [],
			goals: [],
			services: [],
			risks: [],
			emergencies: [],
			contacts: [],
			watcher: null,
			reviewOn: null
		},
		context
	);
	expect(checks.map(({ kind }) => kind)).toEqual([
		'no-own-words',
		'no-strength',
		'no-preference',
		'no-need',
		'no-goal',
		'no-risk',
		'no-emergency',
		'nobody-to-call',
		'no-watcher',
		'no-review'
	] satisfies CheckKind[]);
	expect(checks[1]?.at).toEqual({ part: 'strengths' });
});

test('a high risk asks for what to do when it gets hard', () => {
	const [risk] = whole.risks;
	if (!risk) throw new Error('the whole plan has a risk');
	const grave = [{ ...risk, severity: 'high' as const }];
	expect(kinds({ risks: grave })).toEqual(['no-crisis-plan']);
	const sign = { id: 'sign-1', created: null, words: 'I stop baking' };
	expect(kinds({ risks: grave, signs: [sign] })).toEqual([]);
});

test('a right that is narrowed has its eight reasons, and is looked at again in time', () => {
	const restriction: Restriction = {
		id: 'restriction-1',
		created: null,
		words: 'The kitchen is locked at night',
		need: 'The stove was left on',
		helped: 'A timer',
		milder: 'Another stove',
		measured: 'Only at night',
		watched: 'A line in the notes',
		harmless: 'Warm food stands ready',
		reviewOn: '2027-01-01',
		agreedBy: { kind: 'client' },
		agreedOn: '2026-11-20',
		state: 'active',
		history: []
	};
	const given = (changes: Partial<Restriction>) => kinds({ restrictions: [{ ...restriction, ...changes }] });
	expect(given({})).toEqual([]);
	expect(given({ milder: '' })).toEqual(['restriction-without-reason']);
	expect(given({ reviewOn: '2020-01-01' })).toEqual(['restriction-review-over']);
	expect(given({ milder: '', reviewOn: null, state: 'proposed' })).toEqual([]);
});

describe('goals and needs', () => {
	test.each([
		['need-without-goal', { goals: [{ ...goal, needs: [] }] }],
		['goal-without-strength', { goals: [{ ...goal, strengths: [] }] }],
		['goal-without-step', { goals: [{ ...goal, steps: [{ ...step, state: 'completed' }] }] }],
		['goal-without-due', { goals: [{ ...goal, due: null }] }]
	] satisfies [CheckKind, Partial<Plan>][])('%s', (kind, plan) => {
		expect(kinds(plan)).toEqual([kind]);
	});

	test('what is over or rests asks for nothing', () => {
		for (const state of ['completed', 'cancelled', 'on-hold'] as const)
			expect(kinds({ needs: [], goals: [{ ...goal, state, due: null, steps: [] }] })).toEqual(['no-need']);
	});

	test('a need that only a finished goal answers is told', () => {
		expect(kinds({ goals: [{ ...goal, state: 'completed' }] })).toEqual(['need-without-goal']);
	});

	test('a goal waits for the client’s answer only where the client is at the table', () => {
		const hasAnswered = () => false;
		expect(kinds({}, { hasAnswered })).toEqual(['unanswered']);
		expect(kinds({}, { hasAnswered, isClientHere: false })).toEqual([]);
	});
});

describe('who does what', () => {
	const steps = (owners: readonly Step['owner'][]) => ({
		goals: [{ ...goal, steps: owners.map((owner, i) => ({ ...step, id: `step-${i}`, owner })) }]
	});
	const ada = { kind: 'member', id: 'ada' } as const;

	test('a step that nobody owns', () => {
		expect(kinds(steps([theClient, null]))).toEqual(['step-without-owner']);
	});

	test('more than 70 in 100 steps with the case manager, of four or more', () => {
		expect(kinds(steps([ada, ada, ada, theClient]))).toEqual(['managers-do-most']);
		expect(kinds(steps([ada, ada, theClient, theClient]))).toEqual([]);
		expect(kinds(steps([ada, ada, ada]))).toEqual([]);
	});

	test('the same service twice, however it is typed; one that is over does not count', () => {
		const again = { ...service, id: 'service-3', what: ' physical  Therapy' };
		const services = [...whole.services, again];
		expect(checkPlan({ ...whole, services }, context)).toEqual([
			{ kind: 'service-twice', at: { record: 'service', id: 'service-1' }, count: 2 }
		]);
		expect(kinds({ services: [...whole.services, { ...again, state: 'completed' }] })).toEqual([]);
	});

	test('a service without anybody, or without how much and how often; only paid help', () => {
		const unpaid = { ...service, payment: 'unpaid' } as const;
		expect(kinds({ services: [{ ...unpaid, providerWords: '' }] })).toEqual(['service-without-provider']);
		expect(kinds({ services: [{ ...unpaid, amount: null }] })).toEqual(['service-without-amount']);
		expect(kinds({ services: [service] })).toEqual(['no-unpaid-help']);
	});
});

test('a risk without what is done before and after', () => {
	const [risk] = whole.risks;
	if (!risk) throw new Error('no risk');
	expect(kinds({ risks: [{ ...risk, mitigation: '', backup: ' ' }] })).toEqual([
		'risk-without-mitigation',
		'risk-without-backup'
	]);
});

test.each([
	['2026-11-22', ['review-over']],
	['2026-11-23', []],
	['2027-11-24', []],
	['2027-11-25', ['review-too-late']]
])('a next look on %s', (reviewOn, told) => {
	expect(kinds({ reviewOn })).toEqual(told);
});

test('hurtful and hard words are told where others write, never in a person’s own words', () => {
	const plan = {
		...whole,
		mattersToMe: 'I am an addict and I fight',
		goals: [
			{ ...goal, words: 'Not to be an addict', why: 'My kids', steps: [{ ...step, note: 'He is lazy' }] }
		],
		watching: 'Commence weekly'
	};
	expect(checkPlan(plan, context)).toEqual([
		{
			kind: 'kinder-word',
			at: { record: 'step', id: 'step-1' },
			field: 'note',
			word: { word: 'lazy', better: 'finds it hard to start' }
		},
		{
			kind: 'plainer-word',
			at: { record: 'plan', id: 'plan' },
			field: 'watching',
			word: { word: 'Commence', better: 'start' }
		}
	]);
});
