import { describe, expect, test } from 'vitest';
import { docs, sync } from './docs.fixture.ts';
import { writtenIn } from './written-by.ts';

const name = 'plan/plan/mattersToMe';

function two() {
	const [ada, ben] = docs(2);
	if (!ada || !ben) throw new Error('there are two');
	return { ada, ben };
}

describe('who wrote what of a text', () => {
	test('an empty text was written by nobody', () => {
		expect(writtenIn(two().ada.getText(name))).toEqual([]);
	});

	test('words inside another’s words are theirs who wrote them', () => {
		const { ada, ben } = two();
		ada.getText(name).insert(0, 'I like tea.');
		sync(ada, ben);
		ben.getText(name).insert(7, 'green ');
		sync(ada, ben);
		const expected = [
			{ client: 1, text: 'I like ' },
			{ client: 2, text: 'green ' },
			{ client: 1, text: 'tea.' }
		];
		expect(writtenIn(ada.getText(name))).toEqual(expected);
		expect(writtenIn(ben.getText(name))).toEqual(expected);
	});

	test('what was deleted is not shown, and what it parted stands together', () => {
		const { ada, ben } = two();
		ada.getText(name).insert(0, 'I like tea.');
		sync(ada, ben);
		ben.getText(name).insert(7, 'green ');
		ben.getText(name).delete(7, 6);
		sync(ada, ben);
		expect(writtenIn(ada.getText(name))).toEqual([{ client: 1, text: 'I like tea.' }]);
	});

	test('the spans together are the text', () => {
		const { ada, ben } = two();
		for (const [i, doc] of [ada, ben, ada, ben].entries()) {
			doc.getText(name).insert(Math.floor(doc.getText(name).length / 2), `word ${i} `);
			sync(ada, ben);
		}
		const text = ada.getText(name);
		expect(
			writtenIn(text)
				.map((span) => span.text)
				.join('')
		).toBe(text.toString());
	});
});
