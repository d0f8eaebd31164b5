import { expect, test } from 'vitest';
import { problemWords } from './stated-words.ts';

test('whatever stands in the way, it is said that nothing has changed, why, and what can be done', () => {
	const why = (answer: Parameters<typeof problemWords>[0]) => problemWords(answer, false);
	expect(why({ kind: 'not-stored', reason: 'full' })).toEqual({
		title: 'Nothing has changed',
		text: 'This device is full and could not save it. What you wrote is safe. Free some space and try again.'
	});
	expect(why({ kind: 'not-stored', reason: 'wiped' }).text).toMatch(/nobody has been told.*try again/);
	expect(why({ kind: 'refused', reason: 'right' }).text).toMatch(/Ask whoever invites people/);
	expect(why({ kind: 'refused', reason: 'used' }).text).toMatch(/Look who is at the table/);
	expect(why({ kind: 'refused', reason: 'rotation' }).text).toMatch(/Reload the page and try again/);
});

test('who alone manages is told how to leave, and who is alone another way', () => {
	const answer = { kind: 'refused', reason: 'last-manager' } as const;
	expect(problemWords(answer, false).text).toMatch(/Hand this case over to somebody first/);
	expect(problemWords(answer, true).text).toMatch(/take it off this device/);
});
