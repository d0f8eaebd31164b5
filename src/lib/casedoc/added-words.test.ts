import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { addGoal } from './goals.ts';
import { addedWords } from './added-words.ts';
import { pushTalk } from './push-talk.ts';

test('what is typed in several goes reads as it stood, without what was taken out again', () => {
	const updates = updatesOf((doc) => {
		const text = doc.getText('plan/plan/mattersToMe');
		text.insert(0, 'the dog');
		text.insert(7, ' and the cat 🐈');
		text.insert(0, 'Walking ');
		text.delete(8, 4);
		text.insert(8, 'my ');
	});
	expect(addedWords(updates)).toBe('Walking my dog and the cat 🐈');
});

test('words typed into those of somebody else, and new records, have a line each', () => {
	const other = new Y.Doc();
	other.getText('plan/plan/mattersToMe').insert(0, 'theirs');
	const updates = updatesOf((doc) => {
		doc.getText('plan/plan/mattersToMe').insert(3, 'mine');
		addGoal(doc, { newId: 'goal1', at: 1, by: 'me', words: 'Swim', why: 'It is fun', state: 'planned' });
	}, other);
	expect(addedWords(updates)).toBe('mine\nSwim\nIt is fun');
});

test('what is said in talk is read too', () => {
	const updates = updatesOf((doc) => {
		pushTalk(doc, {
			kind: 'comment',
			id: 'one',
			at: 1,
			about: { record: 'plan', id: 'plan' },
			text: 'Hello'
		});
	});
	expect(addedWords(updates)).toBe('Hello');
});

/** Each edit an update of its own. */
function updatesOf(edit: (doc: Y.Doc) => void, before = new Y.Doc()): Uint8Array[] {
	const doc = new Y.Doc();
	Y.applyUpdate(doc, Y.encodeStateAsUpdate(before));
	const updates: Uint8Array[] = [];
	doc.on('update', (update: Uint8Array) => updates.push(update));
	edit(doc);
	return updates;
}
