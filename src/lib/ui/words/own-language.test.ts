import { expect, test } from 'vitest';
import { ownLanguage } from './own-language.ts';

test.each([
	[['en-US', 'en'], 'en-US'],
	[['en', 'en-AU'], 'en-AU'],
	[['en'], 'en-GB'],
	[['de-DE', 'de', 'en-US', 'en'], 'en-GB'],
	[[], 'en-GB']
])('a reader of %j', (languages, language) => {
	expect(ownLanguage(languages, 'en')).toBe(language);
});

test('a language without a usual form is itself', () => {
	expect(ownLanguage(['en-US'], 'de')).toBe('de');
	expect(ownLanguage(['de-AT'], 'de')).toBe('de-AT');
});

test('Spanish is written as in the reader’s country, where that is known', () => {
	expect(ownLanguage(['es-MX', 'es'], 'es')).toBe('es-MX');
	expect(ownLanguage(['en-US', 'en'], 'es')).toBe('es');
});
