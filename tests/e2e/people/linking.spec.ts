import type { Page } from '@playwright/test';
import { expectAccessible } from '../harness/accessible.ts';
import { openCameraBrowser } from '../harness/camera.ts';
import { expect, test } from '../harness/test.ts';
import { add, expectStatus, field, startCase, words } from '../path/steps.ts';

const ask = 'Do both devices show the same words?';

/** Ends where the new device shows its code. */
async function showCode(page: Page, name: string): Promise<string> {
	await page.goto('/');
	await page.getByRole('link', { name: 'I use Roundtable on another device' }).click();
	await page.getByLabel('What do you call this device?').fill(name);
	await page.getByRole('button', { name: 'Show the code' }).click();
	return (await page.locator('#link-code').textContent()) ?? '';
}

async function toAddDevice(page: Page): Promise<void> {
	await page.getByRole('contentinfo').getByRole('link', { name: 'Your devices' }).click();
	await page.getByRole('link', { name: 'Add a device' }).click();
}

async function fourWords(page: Page): Promise<string[]> {
	await expect(page.getByRole('heading', { name: ask })).toBeVisible();
	return page.getByRole('list', { name: 'The four words' }).getByRole('listitem').allTextContents();
}

async function agree(...pages: readonly Page[]): Promise<void> {
	for (const page of pages) await page.getByRole('button', { name: 'Yes, the same words' }).click();
}

test('a second device is linked by a typed code: everything is on both, and typed words flow', async ({
	openPerson
}) => {
	const [laptop, phone] = await Promise.all([openPerson('Maya'), openPerson('Maya’s phone')]);
	await startCase(laptop.page);
	await add(laptop.page, 'Add a strength', 'Stubborn');
	await expectStatus(laptop.page, words.sent);

	await test.step('codes that are wrong say so', async () => {
		await toAddDevice(laptop.page);
		await expectAccessible(laptop.page, 'adding a device');
		const code = laptop.page.getByRole('textbox', { name: 'The code' });
		await laptop.page.getByRole('button', { name: 'Go on' }).click();
		await expect(laptop.page.getByText('Please type the code that the new device shows')).toBeVisible();
		await expect(code).toBeFocused();
		await code.fill('abc');
		await code.press('Enter');
		await expect(laptop.page.getByText('This is too short.', { exact: false })).toBeVisible();
		await expectAccessible(laptop.page, 'adding a device, with a mistake');
		await code.fill('0000 0000');
		await code.press('Enter');
		await expect(laptop.page.getByRole('heading', { name: 'No device waits with this code' })).toBeVisible();
		await expectAccessible(laptop.page, 'a code that nobody shows');
		await laptop.page.getByRole('button', { name: 'Try again' }).click();
	});

	await test.step('both show the same words, and both agree', async () => {
		const code = await showCode(phone.page, 'Maya’s phone');
		await expectAccessible(phone.page, 'the code of a new device');
		await laptop.page.getByRole('textbox', { name: 'The code' }).fill(code.toLowerCase().replace(' ', '-'));
		await laptop.page.getByRole('textbox', { name: 'The code' }).press('Enter');
		const [onLaptop, onPhone] = [await fourWords(laptop.page), await fourWords(phone.page)];
		expect(onLaptop).toHaveLength(4);
		expect(onPhone).toEqual(onLaptop);
		await expectAccessible(phone.page, 'comparing the words');
		await agree(phone.page);
		await expect(phone.page.getByText('Waiting for the other device…').first()).toBeVisible();
		await expectAccessible(phone.page, 'waiting for the other device');
		await agree(laptop.page);
		await expect(phone.page.getByRole('heading', { name: 'This device is linked' })).toBeVisible();
		await expect(laptop.page.getByRole('heading', { name: 'The new device is yours now' })).toBeVisible();
		await expectAccessible(phone.page, 'a device that is linked');
	});

	await test.step('the case is on the phone, and what is typed there comes back', async () => {
		await phone.page.getByRole('link', { name: 'See your cases' }).click();
		await phone.page.getByRole('link', { name: /Rosa/ }).click();
		await expect(field(phone.page, words.strength)).toHaveValue('Stubborn');
		await add(phone.page, 'Add a strength', 'Cheerful');
		await laptop.page.goto('/cases');
		await laptop.page.getByRole('link', { name: /Rosa/ }).click();
		await expect(field(laptop.page, words.strength)).toHaveValue('Cheerful');
		await expect(laptop.page.getByText('Somebody else', { exact: false })).toHaveCount(0);
	});

	await test.step('a case that is started on the phone appears on the laptop', async () => {
		await startCase(phone.page, 'Otto', 'Maya');
		await laptop.page.goto('/cases');
		await expect(laptop.page.getByRole('link', { name: /Otto/ })).toBeVisible();
	});

	await test.step('both are in the list of devices, and can be renamed', async () => {
		await laptop.page.getByRole('contentinfo').getByRole('link', { name: 'Your devices' }).click();
		const rows = laptop.page.getByRole('list', { name: 'Your devices' }).getByRole('listitem');
		await expect(rows).toHaveCount(2);
		await expect(rows.nth(0)).toContainText('This device');
		await expect(rows.nth(1)).toContainText('Maya’s phone');
		await expect(rows.nth(1)).toContainText('Used today');
		await expectAccessible(laptop.page, 'the list of devices');
		await laptop.page.getByRole('button', { name: 'Rename Maya’s phone' }).press('Enter');
		await laptop.page.getByLabel('Name of the device').fill('Red phone');
		await laptop.page.keyboard.press('Enter');
		await expect(rows.nth(1)).toContainText('Red phone');
		await phone.page.goto('/devices');
		await expect(phone.page.getByText('Red phone')).toBeVisible();
	});

	await test.step('it is all there after a reload', async () => {
		await phone.page.goto('/cases');
		await expect(phone.page.getByRole('link', { name: /Rosa/ })).toBeVisible();
		await expect(phone.page.getByRole('link', { name: /Otto/ })).toBeVisible();
	});
});

test('a second device is linked by a QR code that the camera sees', async ({ openPerson, server }) => {
	const phone = await openPerson('Maya’s phone');
	const camera = await openCameraBrowser();
	try {
		const context = await camera.browser.newContext({ baseURL: server.url });
		const laptop = await context.newPage();
		await startCase(laptop);
		await expectStatus(laptop, words.sent);
		await showCode(phone.page, 'Phone');
		await camera.see(phone.page);
		await toAddDevice(laptop);
		await laptop.getByRole('button', { name: 'Use the camera' }).click();
		expect(await fourWords(laptop)).toEqual(await fourWords(phone.page));
		await agree(laptop, phone.page);
		await expect(phone.page.getByRole('heading', { name: 'This device is linked' })).toBeVisible();
		await phone.page.getByRole('link', { name: 'See your cases' }).click();
		await expect(phone.page.getByRole('link', { name: /Rosa/ })).toBeVisible();
	} finally {
		await camera.close();
	}
});

test('words that differ, or a camera that may not be used: nothing is shared, and there is a way on', async ({
	openPerson
}) => {
	const [laptop, phone] = await Promise.all([openPerson('Maya'), openPerson('Maya’s phone')]);
	await startCase(laptop.page);
	await toAddDevice(laptop.page);
	await laptop.page.getByRole('button', { name: 'Use the camera' }).click();
	await expect(laptop.page.getByRole('alert')).toContainText('The camera cannot be used');
	await expectAccessible(laptop.page, 'no camera');

	const code = await showCode(phone.page, 'Phone');
	await laptop.page.getByRole('textbox', { name: 'The code' }).fill(code);
	await laptop.page.getByRole('textbox', { name: 'The code' }).press('Enter');
	await fourWords(laptop.page);
	await phone.page.getByRole('button', { name: 'No, they differ' }).click();
	await expect(phone.page.getByRole('heading', { name: 'The words were not the same' })).toBeVisible();
	await agree(laptop.page);
	await expect(laptop.page.getByRole('heading', { name: 'The words were not the same' })).toBeVisible();
	await phone.page.getByRole('button', { name: 'Try again' }).click();
	await expect(phone.page.getByRole('heading', { name: 'Scan or type this code' })).toBeVisible();
});
