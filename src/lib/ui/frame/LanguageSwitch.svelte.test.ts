import '../style/base.css';
import { afterEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import Help from '../help/Help.svelte';
import StartForm from '../start/StartForm.svelte';
import { dayWords } from '../words/days.ts';
import { browserLanguage, speak, type Locale } from '../words/language.svelte.ts';
import LanguageSwitch from './LanguageSwitch.svelte';

afterEach(() => speak('en'));

async function open(): Promise<void> {
	await render(LanguageSwitch, { onchoose: (language: Locale) => void speak(language) });
}

const choose = (name: string) => page.getByRole('button', { name }).click();

test('each language stands there in its own words, and the one that is spoken is marked', async () => {
	await open();
	const spanish = page.getByRole('button', { name: 'Español' });
	await expect.element(spanish).toHaveAttribute('lang', 'es');
	await expect.element(spanish).toHaveAttribute('aria-pressed', 'false');
	await spanish.click();
	await expect.element(spanish).toHaveAttribute('aria-pressed', 'true');
	await expect.element(page.getByRole('group', { name: 'Idioma' })).toBeVisible();
});

test('the words change in place, and what is typed stays', async () => {
	await open();
	await render(StartForm, { knownName: '', onstart: async () => {} });
	await page.getByRole('radio', { name: /Someone I help/ }).click();
	const name = page.getByRole('textbox', { name: 'Their name' });
	await name.fill('Rosa');
	const field = name.element();

	await choose('Español');
	await expect.element(page.getByRole('textbox', { name: 'Su nombre' })).toHaveValue('Rosa');
	expect(page.getByRole('textbox', { name: 'Su nombre' }).element()).toBe(field);
	await expect.element(page.getByRole('radio', { name: /a quien ayudo/ })).toBeChecked();

	await choose('English');
	await expect.element(name).toHaveValue('Rosa');
});

test('lists and dates follow', async () => {
	await open();
	await render(Help);
	await choose('Español');
	await expect.element(page.getByText('Puede mirar')).toBeVisible();
	expect(page.getByText('Can look').elements()).toEqual([]);
	expect(dayWords('2026-12-05')).toBe('5 de diciembre de 2026');
});

test('the language chosen last counts, however soon', async () => {
	await open();
	await Promise.all([speak('es'), speak('en')]);
	await expect.element(page.getByRole('group', { name: 'Language' })).toBeVisible();
});

test('it is chosen by keyboard', async () => {
	await open();
	await userEvent.tab();
	await userEvent.tab();
	await userEvent.keyboard('{Enter}');
	await expect.element(page.getByRole('group', { name: 'Idioma' })).toBeVisible();
});

test.each([
	[['es-MX', 'en'], 'es'],
	[['en-US', 'es'], 'en'],
	[['fr', 'ES', 'en'], 'es'],
	[['fr'], 'en'],
	[[], 'en']
] as const)('a browser that asks for %j is answered in %s', (languages, language) => {
	expect(browserLanguage(languages)).toBe(language);
});
