import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { addRestriction, changeRestriction, setRestrictionState } from './restrictions.ts';
import { readPlan } from './read-plan.ts';
import { writeText } from './text.ts';

const making = (newId: string) => ({ newId, at: 1, by: 'ada' });
const texts = {
	words: 'The kitchen is locked at night',
	need: 'She has left the stove on three times',
	helped: 'A timer',
	milder: 'A stove that turns itself off',
	measured: 'Only at night',
	watched: 'A line in the notes each morning',
	harmless: 'Warm food stands ready'
};

test('it is in force with all eight reasons, and not without one', () => {
	const doc = new Y.Doc();
	addRestriction(doc, { ...making('r'), ...texts });
	const state = () => readPlan(doc).restrictions[0]?.state;
	expect(setRestrictionState(doc, 'r', 'active', making('c1'))).toBe(false);
	changeRestriction(doc, 'r', { reviewOn: '2027-02-01', agreedBy: { kind: 'client' } });
	expect(setRestrictionState(doc, 'r', 'active', making('c2'))).toBe(false);
	changeRestriction(doc, 'r', { agreedOn: '2026-11-20' });
	writeText(doc, { record: 'restriction', id: 'r', field: 'harmless' }, '');
	expect(setRestrictionState(doc, 'r', 'active', making('c3'))).toBe(false);
	expect(state()).toBe('proposed');
	writeText(doc, { record: 'restriction', id: 'r', field: 'harmless' }, 'Warm food stands ready');
	expect(setRestrictionState(doc, 'r', 'active', making('c4'))).toBe(true);
	expect(state()).toBe('active');
	expect(setRestrictionState(doc, 'r', 'ended', making('c5'))).toBe(true);
	expect(readPlan(doc).restrictions[0]).toMatchObject({ ...texts, state: 'ended', reviewOn: '2027-02-01' });
	expect(setRestrictionState(doc, 'nobody’s', 'ended', making('c6'))).toBe(false);
});
