import { expect, type Page } from '@playwright/test';

/** Makes this browser another device of the person at the first one. */
export async function link(first: Page, second: Page, name: string): Promise<void> {
	await second.goto('/link');
	await second.getByLabel('What do you call this device?').fill(name);
	await second.getByRole('button', { name: 'Show the code' }).click();
	const code = (await second.locator('#link-code').textContent()) ?? '';
	await first.goto('/devices/add');
	await first.getByRole('textbox', { name: 'The code' }).fill(code);
	await first.getByRole('textbox', { name: 'The code' }).press('Enter');
	for (const page of [second, first]) await page.getByRole('button', { name: 'Yes, the same words' }).click();
	await expect(second.getByRole('heading', { name: 'This device is linked' })).toBeVisible();
}
