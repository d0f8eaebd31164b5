import { expect, type Page } from '@playwright/test';

/** A lock by a passphrase of one's own; ends where it stands. */
export async function setLock(page: Page, own: string): Promise<void> {
	await page.goto('/safe');
	await page.getByRole('button', { name: 'Set a lock' }).click();
	const dialog = page.getByRole('dialog');
	await dialog.getByRole('radio', { name: 'A passphrase of my own' }).check();
	await dialog.getByLabel('Passphrase', { exact: true }).fill(own);
	await dialog.getByLabel('Write it again').fill(own);
	await dialog.getByRole('button', { name: 'Lock with it' }).click();
	await expect(page.getByText('The lock is set.')).toBeVisible();
}

export async function unlock(page: Page, given: string): Promise<void> {
	await page.getByLabel('Passphrase', { exact: true }).fill(given);
	await page.getByRole('button', { name: 'Unlock', exact: true }).click();
}
