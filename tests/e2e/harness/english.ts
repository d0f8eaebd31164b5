import { readFile } from 'node:fs/promises';
import { expect, type Page } from '@playwright/test';

type Message = string | readonly [{ readonly match: Readonly<Record<string, string>> }];

/** Fewer letters than these may stand in any language. */
const telling = 3;
/** So many are known as well amid other words. */
const plenty = 15;

const english = await patterns('en');
const spanish = await patterns('es');

export async function expectNoEnglish(page: Page, name: string): Promise<void> {
	expect.soft(await englishOn(page), `${name}: what stands there in English`).toEqual([]);
	await expect.soft(page.locator('html')).toHaveAttribute('lang', 'es');
}

/** What stands on the page out of the English catalogue: texts, labels, titles and hints, on screen or on paper. */
export async function englishOn(page: Page): Promise<string[]> {
	const texts = new Set(await textsOn(page));
	return [...texts].filter(
		(text) =>
			english.some(({ part }) => part?.test(text)) ||
			(english.some(({ whole }) => whole.test(text)) && !spanish.some(({ whole }) => whole.test(text)))
	);
}

function textsOn(page: Page): Promise<string[]> {
	return page.evaluate(() => {
		const texts = [document.title];
		const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
		for (let node = walker.nextNode(); node; node = walker.nextNode()) {
			const parent = node.parentElement;
			if (parent && !parent.closest('script, style, noscript, button[lang], [translate="no"]'))
				texts.push(node.textContent ?? '');
		}
		for (const attribute of ['aria-label', 'title', 'placeholder', 'alt', 'aria-description'])
			for (const element of document.body.querySelectorAll(`[${attribute}]`))
				texts.push(element.getAttribute(attribute) ?? '');
		return texts.map((text) => text.trim().replace(/\s+/g, ' ')).filter((text) => text !== '');
	});
}

async function patterns(language: string) {
	const catalogue = JSON.parse(await readFile(`messages/${language}.json`, 'utf8')) as Record<
		string,
		Message
	>;
	return Object.entries(catalogue)
		.filter(([key]) => key !== '$schema')
		.flatMap(([, message]) => (typeof message === 'string' ? [message] : Object.values(message[0].match)))
		.flatMap((message) => {
			const letters = message.replace(/\{\w+\}/g, '').replace(/[^\p{L}]/gu, '').length;
			if (letters < telling) return [];
			const words = message.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
			const pattern = words.join('.+');
			return [
				{
					whole: new RegExp(`^${pattern}$`, 'u'),
					part: letters < plenty ? null : new RegExp(pattern, 'u')
				}
			];
		});
}
