import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { circleKinds } from '#lib/domain/circle.ts';
import { addNote, beginCircle, changeNote, readCircle } from './circle.ts';
import { docs, maker, sync } from './docs.fixture.ts';
import { removeRecord } from './remove.ts';
import { writeText } from './text.ts';

const [ana, ben] = [maker('ana'), maker('ben')];
const twoDocs = () => docs(2) as [Y.Doc, Y.Doc];

it.each(circleKinds)('begins as %s, with a name and what it is for', (kind) => {
	const [doc] = twoDocs();
	beginCircle(doc, { kind, name: 'My page', about: 'Mine' });
	expect(readCircle(doc)).toEqual({ kind, name: 'My page', about: 'Mine', notes: [] });
});

it('shows the notes of the newest day first, on every device alike', () => {
	const [one, other] = twoDocs();
	addNote(one, { ...ana(), day: '2026-01-05', title: 'Stairs', words: 'They frighten me.' });
	addNote(other, { ...ben(), day: '2026-01-07', words: 'A rail' });
	addNote(other, { ...ben(), day: '2026-01-05', words: 'Later that day' });
	sync(one, other);
	const notes = readCircle(one).notes.map(({ words, day }) => `${day} ${words}`);
	expect(notes[0]).toBe('2026-01-07 A rail');
	expect(new Set(notes.slice(1))).toEqual(
		new Set(['2026-01-05 They frighten me.', '2026-01-05 Later that day'])
	);
	expect(readCircle(other)).toEqual(readCircle(one));
});

it('keeps what two people wrote in one note while they were apart', () => {
	const [one, other] = twoDocs();
	const making = ana();
	addNote(one, { ...making, day: '2026-01-05', words: 'Stairs' });
	sync(one, other);
	const words = { record: 'note', id: making.newId, field: 'words' } as const;
	writeText(one, words, 'The stairs');
	writeText(other, words, 'Stairs, and the bath');
	changeNote(one, making.newId, { day: '2026-01-06' });
	sync(one, other);
	expect(readCircle(other).notes).toMatchObject([{ words: 'The stairs, and the bath', day: '2026-01-06' }]);
	removeRecord(one, 'note', making.newId, { at: 5, by: 'ana' });
	expect(readCircle(one).notes).toEqual([]);
});

it('is read whatever somebody’s program has written into it', () => {
	const [doc] = twoDocs();
	doc.getMap('circle').set('kind', { kind: 'private' });
	doc.getMap('notes').set('n', 'no note');
	doc.getMap('notes').set('../x', new Y.Map());
	const fields = new Y.Map<unknown>();
	doc.getMap('notes').set('m', fields);
	fields.set('created', 7);
	fields.set('day', 'tomorrow');
	expect(readCircle(doc)).toMatchObject({
		kind: null,
		name: '',
		notes: [{ id: 'm', created: null, day: null }]
	});
	expect(() => addNote(doc, { ...ana(), day: 'tomorrow' })).toThrow(RangeError);
});
