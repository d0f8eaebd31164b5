import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { editText, planText, readText, textFields, writeText } from './text.ts';

const why = { record: 'goal', id: 'g1', field: 'why' } as const;

describe('the texts of a plan', () => {
	it('are there for every field, and looking at one leaves no trace', () => {
		const doc = new Y.Doc();
		expect(readText(doc, why)).toBe('');
		expect(doc.share.size).toBe(0);
		for (const [record, fields] of Object.entries(textFields)) {
			for (const field of fields) {
				const ref = { record, id: 'only', field } as Parameters<typeof planText>[1];
				writeText(doc, ref, field);
				expect(readText(doc, ref)).toBe(field);
			}
		}
	});

	it('change only where they differ', () => {
		const doc = new Y.Doc();
		writeText(doc, why, 'I want to walk');
		const deltas: unknown[] = [];
		planText(doc, why).observe((event) => deltas.push(event.delta));
		writeText(doc, why, 'I want to walk again');
		expect(deltas).toEqual([[{ retain: 14 }, { insert: ' again' }]]);
	});

	it.each([
		['past the end', 'abc', { index: 9, remove: 9, insert: 'd' }, 'abcd'],
		['below the start', 'abc', { index: -5, remove: 6, insert: '' }, 'bc'],
		['inside a pair', 'a😀b', { index: 2, remove: 0, insert: 'x' }, 'ax😀b'],
		['half a pair away', 'a😀b', { index: 1, remove: 1, insert: '' }, 'ab'],
		['half a pair typed', 'ab', { index: 1, remove: 0, insert: '\ud83d' }, 'a\ufffdb']
	])('pull a splice %s into their bounds', (_name, before, splice, after) => {
		const doc = new Y.Doc();
		const text = doc.getText('goal/g1/why');
		text.insert(0, before);
		editText(text, splice);
		expect(text.toString()).toBe(after);
		const there = new Y.Doc();
		Y.applyUpdate(there, Y.encodeStateAsUpdate(doc));
		expect(readText(there, why)).toBe(after);
	});
});
