import type { Page } from '@playwright/test';
import { expectAccessible } from '../harness/accessible.ts';
import { openCameraBrowser } from '../harness/camera.ts';
import { expect, test } from '../harness/test.ts';
import { expectStatus, invite, join, startCase, tab, words } from '../path/steps.ts';

async function openSure(page: Page, name: string): Promise<void> {
	await tab(page, 'People');
	await page.getByRole('button', { name: `More for ${name}` }).press('Enter');
	await page.getByRole('menuitem', { name: `Make sure it is ${name}` }).press('Enter');
	await expect(page.getByRole('heading', { name: `Is it really ${name}?`, level: 1 })).toBeVisible();
}

async function wordsOn(page: Page): Promise<string[]> {
	const list = page.getByRole('list', { name: 'The eight words' });
	await expect(list.getByRole('listitem')).toHaveCount(8);
	return list.getByRole('listitem').allTextContents();
}

const sure = /You made sure of this on/;

test('two people compare words: the same, or not', async ({ openPerson }) => {
	const [maya, luca] = await Promise.all([openPerson('Maya'), openPerson('Luca')]);
	await startCase(maya.page);
	await join(luca.page, await invite(maya.page, 'Luca'), 'Luca');
	await tab(maya.page, 'People');
	await expect(maya.page.getByRole('button', { name: 'More for Luca' })).toBeVisible();

	await test.step('both see the same eight words', async () => {
		await Promise.all([openSure(maya.page, 'Luca'), openSure(luca.page, 'Maya')]);
		const [hers, his] = [await wordsOn(maya.page), await wordsOn(luca.page)];
		expect(his).toEqual(hers);
		await expectAccessible(maya.page, 'comparing words with somebody');
	});

	await test.step('not the same: it says what that may mean, and marks nothing', async () => {
		await luca.page.getByRole('button', { name: 'They are not the same' }).press('Enter');
		await expect(luca.page.getByRole('heading', { name: 'The words are not the same' })).toBeVisible();
		await expectAccessible(luca.page, 'words that are not the same');
		await luca.page.getByRole('link', { name: 'Go to People' }).press('Enter');
		await expect(luca.page.getByRole('button', { name: 'More for Maya' })).toBeVisible();
		await expect(luca.page.getByText(sure)).toHaveCount(0);
	});

	await test.step('the same: a quiet mark, here alone, also after a reload', async () => {
		await maya.page.getByRole('button', { name: 'They are the same' }).press('Enter');
		await expect(maya.page.getByText('You have made sure that it is Luca.')).toBeVisible();
		await expect(maya.page.getByText(sure)).toBeVisible();
		await expectAccessible(maya.page, 'people, one of whom one is sure of');
		await maya.page.reload();
		await expect(maya.page.getByText(sure)).toBeVisible();
		await expect(luca.page.getByText(sure)).toHaveCount(0);
	});
});

test('face to face, one scans the other’s code', async ({ openPerson, server }) => {
	const luca = await openPerson('Luca');
	const camera = await openCameraBrowser();
	try {
		const context = await camera.browser.newContext({ baseURL: server.url });
		const maya = await context.newPage();
		await startCase(maya);
		await join(luca.page, await invite(maya, 'Luca'), 'Luca');
		await openSure(luca.page, 'Maya');
		await camera.see(luca.page);
		await tab(maya, 'People');
		await openSure(maya, 'Luca');
		await maya.getByRole('button', { name: 'Scan their code' }).click();
		await expect(maya.getByText('You have made sure that it is Luca.')).toBeVisible();
		await expect(maya.getByText(sure)).toBeVisible();
	} finally {
		await camera.close();
	}
});

test('keys that change later are told of before one goes on', async ({ openPerson }) => {
	const [maya, luca, phone] = await Promise.all([
		openPerson('Maya'),
		openPerson('Luca'),
		openPerson('Luca’s phone')
	]);
	await startCase(maya.page);
	await join(luca.page, await invite(maya.page, 'Luca'), 'Luca');
	await openSure(maya.page, 'Luca');
	await wordsOn(maya.page);
	await maya.page.getByRole('button', { name: 'They are the same' }).click();
	await expect(maya.page.getByText(sure)).toBeVisible();
	await tab(maya.page, 'Plan');

	await test.step('Luca loses his phone', async () => {
		await phone.page.goto('/link');
		await phone.page.getByLabel('What do you call this device?').fill('Phone');
		await phone.page.getByRole('button', { name: 'Show the code' }).click();
		const code = (await phone.page.locator('#link-code').textContent()) ?? '';
		await luca.page.goto('/devices/add');
		await luca.page.getByRole('textbox', { name: 'The code' }).fill(code);
		await luca.page.getByRole('textbox', { name: 'The code' }).press('Enter');
		for (const { page } of [phone, luca])
			await page.getByRole('button', { name: 'Yes, the same words' }).click();
		await expect(phone.page.getByRole('heading', { name: 'This device is linked' })).toBeVisible();
		await luca.page.goto('/devices');
		await luca.page.getByRole('button', { name: 'Remove Phone' }).click();
		await luca.page.getByRole('button', { name: 'Remove this device' }).click();
	});

	const dialog = maya.page.getByRole('dialog', { name: 'The keys of Luca have changed' });
	await test.step('Maya is told, and compares again', async () => {
		await expect(dialog).toBeVisible({ timeout: 60_000 });
		await expectAccessible(maya.page, 'keys that have changed');
		await maya.page.keyboard.press('Escape');
		await expect(dialog).toBeHidden();
		await expect(maya.page.getByText('The keys of Luca have changed')).toBeVisible();
		await maya.page.reload();
		await expect(dialog).toBeVisible();
		await dialog.getByRole('button', { name: 'Compare again' }).press('Enter');
		await expect(maya.page.getByRole('heading', { name: 'Is it really Luca?', level: 1 })).toBeVisible();
		await wordsOn(maya.page);
		await expectAccessible(maya.page, 'comparing again');
	});

	await test.step('she goes on without, and that is remembered', async () => {
		await maya.page.getByRole('button', { name: 'Go on without' }).press('Enter');
		await expect(maya.page.getByText('The keys of Luca have changed')).toHaveCount(0);
		await tab(maya.page, 'People');
		await expect(maya.page.getByText(/Keys have changed since you compared words on/)).toBeVisible();
		await expectStatus(maya.page, words.sent);
		await maya.page.reload();
		await expect(maya.page.getByText(/Keys have changed since you compared words on/)).toBeVisible();
		await expect(dialog).toHaveCount(0);
	});
});
