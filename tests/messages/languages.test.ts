import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

interface Variants {
	readonly declarations: readonly string[];
	readonly selectors: readonly string[];
	readonly match: Readonly<Record<string, string>>;
}
type Message = string | readonly [Variants];
type Catalogue = Readonly<Record<string, Message>>;

async function read<T>(path: string): Promise<T> {
	return JSON.parse(await readFile(path, 'utf8')) as T;
}

const { baseLocale, locales } = await read<{ baseLocale: string; locales: string[] }>(
	'project.inlang/settings.json'
);
const catalogueOf = (language: string) => read<Catalogue>(`messages/${language}.json`);
const base = await catalogueOf(baseLocale);

/** What is filled in: "{name}". */
function holes(text: string): string[] {
	return [...new Set(text.match(/\{\w+\}/g))].sort();
}

function textsOf(message: Message): string[] {
	return typeof message === 'string' ? [message] : Object.values(message[0].match);
}

const others = locales.filter((language) => language !== baseLocale);

test.each(others)('%s has every message, in the same order', async (language) => {
	expect(Object.keys(await catalogueOf(language))).toEqual(Object.keys(base));
});

test.each(others)('%s fills in the same things', async (language) => {
	const catalogue = await catalogueOf(language);
	const filled = (from: Catalogue) =>
		Object.entries(from).map(([key, message]) => [key, holes(textsOf(message).join(' '))]);
	expect(filled(catalogue)).toEqual(filled(base));
});

test.each(others)('%s counts the same things', async (language) => {
	const catalogue = await catalogueOf(language);
	const counted = (from: Catalogue) =>
		Object.entries(from).map(([key, message]) =>
			typeof message === 'string' ? [key] : [key, message[0].declarations, message[0].selectors]
		);
	expect(counted(catalogue)).toEqual(counted(base));
});

test.each(locales)('%s has words for every plural that it has', async (language) => {
	const plurals = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
	const lacking = Object.entries(await catalogueOf(language)).flatMap(([key, message]) => {
		if (typeof message === 'string') return [];
		const [{ selectors, match }] = message;
		return selectors.flatMap((selector) =>
			plurals
				.filter((plural) => !(`${selector}=${plural}` in match) && !(`${selector}=*` in match))
				.map((plural) => `${key}: ${plural}`)
		);
	});
	expect(lacking).toEqual([]);
});
