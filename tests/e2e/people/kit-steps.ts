import { expect, type Page } from '@playwright/test';

/** Twelve words that belong together and that nobody was given. */
export const nobodys = `${'abandon '.repeat(11)}about`;

/** Ends where the paper is shown; the twelve words that stand on it. */
export async function makeKit(page: Page, button = 'Make a recovery kit'): Promise<string> {
	await page.goto('/kit');
	await page.getByRole('button', { name: button }).click();
	return wordsOn(page);
}

export async function wordsOn(page: Page): Promise<string> {
	await expect(page.getByRole('heading', { name: 'Your recovery kit' })).toBeVisible();
	const items = page.getByRole('list', { name: 'The twelve words' }).getByRole('listitem');
	await expect(items).toHaveCount(12);
	const texts = await items.allTextContents();
	return texts.map((text) => text.replace(/\d+/, '').trim()).join(' ');
}

/** On the page of the kit or on that for who has lost everything. */
export async function typeWords(page: Page, words: string): Promise<void> {
	await page.getByRole('textbox', { name: 'The twelve words' }).fill(words);
	await page.getByRole('button', { name: 'Try it' }).click();
}

/** Makes a kit and tries it. */
export async function makeTriedKit(page: Page): Promise<string> {
	const words = await makeKit(page);
	await page.getByRole('button', { name: 'Next: try it' }).click();
	await typeWords(page, words);
	await expect(page.getByRole('heading', { name: 'Your kit works' })).toBeVisible();
	return words;
}

/** From the first page to the list of cases, by what was typed or scanned there. */
export async function bringBack(page: Page, device: string): Promise<void> {
	await page.getByLabel('What do you call this device?').fill(device);
	await page.getByRole('button', { name: 'Bring my cases here' }).click();
	await expect(page.getByRole('heading', { name: 'You are back' })).toBeVisible();
}

export async function toRecover(page: Page, by: '/' | '/recover' = '/'): Promise<void> {
	await page.goto(by);
	if (by === '/') await page.getByRole('link', { name: 'I lost my devices' }).click();
	await expect(page.getByRole('heading', { name: 'Get your cases back' })).toBeVisible();
}
