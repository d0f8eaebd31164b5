import type { Page } from '@playwright/test';
import { expectAccessible } from '../harness/accessible.ts';
import { englishOn, expectNoEnglish } from '../harness/english.ts';
import { expect, test } from '../harness/test.ts';
import { add, expectStatus, field, join, words } from '../path/steps.ts';

const spanishTabs = ['Plan', 'Hablar', 'Personas', 'Mi plan'] as const;

test('one person reads Spanish while the other at the table reads English', async ({ openPerson }) => {
	const [elena, luca] = await Promise.all([openPerson('Elena'), openPerson('Luca')]);
	const { page } = elena;

	await test.step('she chooses Spanish on the welcome page', async () => {
		await page.goto('/');
		await choose(page, 'Español');
		await expect(page.getByRole('link', { name: 'Empezar un caso' })).toBeVisible();
		await expectNoEnglish(page, 'welcome');
		await expectAccessible(page, 'welcome in Spanish');
	});

	await test.step('she starts a case', async () => {
		await page.getByRole('link', { name: 'Empezar un caso' }).click();
		await page.getByRole('radio', { name: 'De alguien a quien ayudo' }).check();
		await page.getByRole('button', { name: 'Empezar', exact: true }).click();
		await expect(page.getByRole('heading', { name: 'Hay un problema' })).toBeVisible();
		await expectNoEnglish(page, 'start, with mistakes');
		await expectAccessible(page, 'start, with mistakes, in Spanish');
		await page.getByLabel('Su nombre').fill('Rosa');
		await page.getByRole('radio', { name: 'Coordina el caso' }).check();
		await page.getByLabel('Tu nombre').fill('Elena');
		await page.getByRole('button', { name: 'Empezar', exact: true }).click();
		await expect(page.getByRole('heading', { name: 'El plan', level: 1 })).toBeVisible();
		await add(page, 'Añadir una meta', 'Caminar hasta el mercado');
		await add(page, 'Añadir un paso', 'Comprar zapatos');
		const care = page.getByRole('region', { name: 'Cuidar el plan', exact: true });
		await care.getByRole('button', { name: /^Cambiar/ }).click();
		const review = inHalfAYear();
		await care.getByLabel('Lo volvemos a mirar el').fill(review.toISOString().slice(0, 10));
		await expect(care.getByText(written(review))).toBeVisible();
		await expectNoEnglish(page, 'the plan');
	});

	const link = await test.step('she invites Luca', async () => {
		await tab(page, 'Personas');
		await page.getByRole('link', { name: 'Invitar a alguien' }).click();
		await page.getByLabel('¿Para quién es?').fill('Luca');
		await page.getByLabel('¿Quién es en este caso?').selectOption({ label: 'Familia o amistad' });
		await page.getByRole('radio', { name: /^Cambiar el plan(?! e)/ }).check();
		await expectNoEnglish(page, 'an invitation');
		await page.getByRole('button', { name: 'Hacer el enlace' }).click();
		await expect(page.getByText('El enlace ya sirve.')).toBeVisible();
		await expectNoEnglish(page, 'the link');
		return page.getByLabel('El enlace', { exact: true }).inputValue();
	});

	await test.step('he reads the same plan in English, and she sees his words', async () => {
		await join(luca.page, link, 'Luca');
		await expect(luca.page.locator('html')).toHaveAttribute('lang', 'en');
		expect(await englishOn(luca.page)).toContain('Strengths');
		await expect(field(luca.page, words.goal)).toHaveValue('Caminar hasta el mercado');
		await add(luca.page, 'Add a strength', 'Stubborn');
		await expectStatus(luca.page, words.sent);
		await tab(page, 'Plan');
		await expect(field(page, 'Punto fuerte')).toHaveValue('Stubborn');
		await expectStatus(page, 'Enviado al equipo');
	});

	await test.step('she finds Spanish on every page of the case', async () => {
		for (const name of spanishTabs) {
			await tab(page, name);
			if (name === 'Hablar') await page.getByRole('button', { name: 'Decir algo' }).click();
			await expectNoEnglish(page, name);
			await expectAccessible(page, `${name} in Spanish`);
		}
	});

	await test.step('and on the others', async () => {
		for (const name of ['Tus casos', 'Ayuda', 'Mantener a salvo', 'Tus dispositivos']) {
			await page.getByRole('link', { name, exact: true }).last().click();
			await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
			await expectNoEnglish(page, name);
			await expectAccessible(page, `${name} in Spanish`);
		}
		await expect(page).toHaveTitle('Tus dispositivos · Roundtable');
	});

	await test.step('it is kept on her device, and nowhere else', async () => {
		await page.reload();
		await expect(page.getByRole('heading', { name: 'Tus dispositivos', level: 1 })).toBeVisible();
		expect(page.url()).toMatch(/\/devices$/);
		expect(await elena.context.cookies()).toEqual([]);
		const another = await elena.context.newPage();
		await another.goto('/help');
		await expect(another.getByRole('heading', { name: 'Ayuda', level: 1 })).toBeVisible();
		await choose(another, 'English');
		await expect(page.getByRole('heading', { name: 'Your devices', level: 1 })).toBeVisible();
	});
});

test('what is typed stays while the words around it change', async ({ openPerson }) => {
	const { page } = await openPerson('Elena');
	await page.goto('/start');
	await page.getByRole('radio', { name: 'My own' }).check();
	await page.getByLabel('Your name').fill('Rosa');
	await choose(page, 'Español');
	await expect(page.getByLabel('Tu nombre')).toHaveValue('Rosa');
	await page.getByRole('button', { name: 'Empezar', exact: true }).click();
	await add(page, 'Añadir una meta', 'Caminar');
	await tab(page, 'Hablar');
	await page.getByRole('button', { name: 'Decir algo' }).click();
	await page.getByLabel('¿Qué te gustaría decir?').fill('Aún no dicho');
	await choose(page, 'English');
	await expect(page.getByLabel('What would you like to say?')).toHaveValue('Aún no dicho');
	await expect(page).toHaveTitle('Talk · Roundtable');
});

test('a browser that asks for Spanish is answered in Spanish, with a made-up case in Spanish', async ({
	openPerson
}) => {
	const { page } = await openPerson('Elena', { locale: 'es-MX' });
	await page.goto('/');
	await expect(page.getByRole('link', { name: 'Empezar un caso' })).toBeVisible();
	await expectNoEnglish(page, 'welcome');
	await page.goto('/join');
	await page.getByRole('button', { name: 'Mirar la invitación' }).click();
	await expectNoEnglish(page, 'an invitation to paste, with a mistake');
	await page.goto('/link');
	await expectNoEnglish(page, 'a device to link');
	await page.goto('/nowhere');
	await expect(page.getByRole('heading', { name: 'No encontramos esta página' })).toBeVisible();
	await expectNoEnglish(page, 'no such page');

	await page.goto('/');
	await page.getByRole('button', { name: 'Mirar un caso inventado' }).click();
	await expect(page.getByText('No me rindo.', { exact: false }).first()).toBeAttached();
	for (const name of spanishTabs) {
		await tab(page, name);
		await expectNoEnglish(page, `${name} of the made-up case`);
	}
	await tab(page, 'Plan');
	await expectAccessible(page, 'a full plan in Spanish');
});

test('who reads English loads no Spanish', async ({ openPerson }) => {
	const { page } = await openPerson('Maya', { serviceWorkers: 'block' });
	const scripts: Promise<string>[] = [];
	page.on('response', (response) => {
		if (response.url().endsWith('.js')) scripts.push(response.text());
	});
	const spanish = async () =>
		(await Promise.all(scripts)).filter((code) => code.includes('Tengo una invitación'));
	await page.goto('/');
	await expect(page.getByRole('link', { name: 'Start a case' })).toBeVisible();
	await page.getByRole('link', { name: 'Help', exact: true }).click();
	await expect(page.getByRole('heading', { name: 'Help', level: 1 })).toBeVisible();
	expect(await spanish()).toHaveLength(0);
	await choose(page, 'Español');
	await expect(page.getByRole('heading', { name: 'Ayuda', level: 1 })).toBeVisible();
	expect(await spanish()).toHaveLength(1);
});

async function choose(page: Page, language: 'English' | 'Español'): Promise<void> {
	await page.getByRole('button', { name: language, exact: true }).click();
}

async function tab(page: Page, name: (typeof spanishTabs)[number]): Promise<void> {
	await page.getByRole('navigation', { name: 'Este caso' }).getByRole('link', { name, exact: true }).click();
}

/** A plan is looked at again within a year: a later day would be refused. */
function inHalfAYear(): Date {
	return new Date(Date.now() + 182 * 24 * 60 * 60_000);
}

function written(day: Date): string {
	return new Intl.DateTimeFormat('es', { dateStyle: 'long', timeZone: 'UTC' }).format(day);
}
