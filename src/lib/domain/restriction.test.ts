import { expect, test } from 'vitest';
import { missingReasons, restrictionReasons, type Reasons } from './restriction.ts';

const whole: Reasons = {
	need: 'She has left the stove on three times',
	helped: 'A timer, and a note on the door',
	milder: 'A stove that turns itself off',
	measured: 'The stove alone, and only at night',
	watched: 'A line in the notes each morning',
	reviewOn: '2027-02-01',
	agreedBy: { kind: 'client' },
	agreedOn: '2026-11-20',
	harmless: 'Warm food stands ready'
};

test('all eight are there', () => {
	expect(missingReasons(whole)).toEqual([]);
});

test.each([
	['need', { need: ' ' }],
	['helped', { helped: '' }],
	['milder', { milder: '' }],
	['measured', { measured: '' }],
	['watched', { watched: '' }],
	['review', { reviewOn: null }],
	['agreed', { agreedBy: null }],
	['agreed', { agreedOn: null }],
	['harmless', { harmless: '\n' }]
] as const)('without one of them: %s', (reason, without) => {
	expect(missingReasons({ ...whole, ...without })).toEqual([reason]);
});

test('nothing but a wish lacks all eight, in the order of the rule', () => {
	const none = { need: '', helped: '', milder: '', measured: '', watched: '', harmless: '' };
	expect(missingReasons({ ...none, reviewOn: null, agreedBy: null, agreedOn: null })).toEqual([
		...restrictionReasons
	]);
});
