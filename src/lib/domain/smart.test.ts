import { expect, test } from 'vitest';
import { smartOf, type SmartPart } from './smart.ts';
import type { Step } from './step.ts';

const step: Step = {
	id: 's1',
	created: null,
	words: 'Call the studio',
	note: '',
	goal: 'g1',
	owner: null,
	due: null,
	state: 'ready',
	history: []
};
const clear = {
	words: 'Paint with the Tuesday group',
	measure: 'One picture that I give away',
	steps: [step],
	confidence: 7,
	why: 'It calms me',
	due: '2027-03-01'
} as const;

const lacks = (goal: Parameters<typeof smartOf>[0]) =>
	(Object.entries(smartOf(goal)) as [SmartPart, boolean][]).filter(([, is]) => !is).map(([part]) => part);

test('a clear goal lacks nothing', () => {
	expect(lacks(clear)).toEqual([]);
});

test.each([
	['specific', { words: 'Paint more' }],
	['measurable', { measure: ' ' }],
	['achievable', { steps: [] }],
	['achievable', { confidence: 4 }],
	['relevant', { why: '' }],
	['timely', { due: null }]
] as const)('%s', (part, change) => {
	expect(lacks({ ...clear, ...change })).toEqual([part]);
});

test('a number in its words is a measure; who has not said how sure they are is taken to be', () => {
	expect(lacks({ ...clear, words: 'Walk 20 minutes a day', measure: '', confidence: null })).toEqual([]);
});
