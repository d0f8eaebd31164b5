import { expect, test } from 'vitest';
import { readBeginning, type Filled } from './beginning.ts';

const empty: Filled = { whose: '', clientName: '', relation: '', myName: '' };

test('an empty form says what is missing, and only that', () => {
	expect(readBeginning(empty)).toEqual({
		kind: 'faults',
		faults: { whose: 'Please say whose case it is' }
	});
	expect(readBeginning({ ...empty, whose: 'other', myName: 'Maya' })).toEqual({
		kind: 'faults',
		faults: { clientName: 'Please write their name', relation: 'Please say what you are to them' }
	});
});

test('a name of 10,000 letters is told, not cut', () => {
	const read = readBeginning({ ...empty, whose: 'mine', myName: 'x'.repeat(10_000) });
	expect(read).toMatchObject({ faults: { myName: 'This name is too long. Please use at most 200 letters' } });
});

test('my own case asks for one name', () => {
	expect(readBeginning({ ...empty, whose: 'mine', myName: ' Rosa ' })).toEqual({
		kind: 'beginning',
		beginning: { clientName: 'Rosa', myName: 'Rosa', relation: 'client' }
	});
});

test('a case for someone else names both', () => {
	const filled: Filled = { whose: 'other', clientName: 'رزا', relation: 'case-manager', myName: 'Maya 🌻' };
	expect(readBeginning(filled)).toEqual({
		kind: 'beginning',
		beginning: { clientName: 'رزا', myName: 'Maya 🌻', relation: 'case-manager' }
	});
});
