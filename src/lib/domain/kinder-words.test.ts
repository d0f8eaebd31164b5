import { expect, test } from 'vitest';
import { kinderWords, plainerWords } from './kinder-words.ts';

test('finds whole words in any case, each once, with what says the same', () => {
	expect(kinderWords('The Addict, an addict, suffers from asthma')).toEqual([
		{ word: 'Addict', better: 'person with an addiction' },
		{ word: 'suffers from', better: 'has' }
	]);
	expect(plainerWords('Utilize the ramp prior to 9:00')).toEqual([
		{ word: 'Utilize', better: 'use' },
		{ word: 'prior to', better: 'before' }
	]);
});

test('a part of a longer word is none', () => {
	expect(kinderWords('addictive, conviction, inmates’ choir, adictos')).toEqual([]);
	expect(plainerWords('commencement, obtainable')).toEqual([]);
});

test('Spanish is looked for beside English, with its accents', () => {
	expect(kinderWords('Es alcohólico. The homeless man')).toEqual([
		{ word: 'alcohólico', better: 'persona con un problema de alcohol' },
		{ word: 'The homeless', better: 'people without a home' }
	]);
});

test('a long text is read at once', () => {
	const words = 'people who help each other '.repeat(4_000);
	expect(kinderWords(words)).toEqual([]);
});
