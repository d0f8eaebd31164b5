import { expect, test } from 'vitest';
import { givenName } from './names.ts';

test.each([
	['  Rosa \n Delgado ', 'Rosa Delgado'],
	['رزا', 'رزا'],
	['🌻', '🌻'],
	['O', 'O'],
	['', null],
	[' \t\u200b\u202e ', null]
])('%j is the name %j', (typed, name) => {
	expect(givenName(typed)).toBe(name);
});
