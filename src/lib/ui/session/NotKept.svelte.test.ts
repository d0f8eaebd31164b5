import '../style/base.css';
import { afterEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { Clock } from '#lib/clock.ts';
import { MemoryRelay } from '#lib/wire/memory.ts';
import NotKept from './NotKept.svelte';
import { openDevice } from '../../../../tests/simulation/page-device.ts';
import { memoryStorage, openBrowserVault } from '../../../../tests/simulation/page-storage.ts';
import { abortingWrites } from '../../../../tests/simulation/storage-faults.ts';

/** Tries nothing again by itself. */
const still: Clock = { now: () => Date.now(), after: () => () => undefined };

async function open() {
	const vault = await openBrowserVault();
	const storage = { ...memoryStorage(), vault };
	const device = await openDevice(new MemoryRelay(still), still, location.origin, storage);
	await render(NotKept, { device });
	return { device, vault };
}

afterEach(async () => {
	vi.restoreAllMocks();
	await (await openBrowserVault()).wipe();
});

test('what could not be stored is told, and pressing “Try again” stores it', async () => {
	const { device, vault } = await open();
	await expect.element(page.getByRole('alert')).not.toBeInTheDocument();
	const lift = abortingWrites();
	await device.rename('Maya');
	await expect.element(page.getByRole('alert')).toHaveTextContent(/could not write.*Keep this page open/);
	await lift();
	await page.getByRole('button', { name: 'Try again' }).click();
	await expect.element(page.getByRole('alert')).not.toBeInTheDocument();
	expect(await vault.read('name')).toMatchObject({ kind: 'found' });
});

test('what another page has wiped is not stored again: it says so, and leads to a backup', async () => {
	const { device } = await open();
	await (await openBrowserVault()).wipe();
	await device.rename('Maya');
	await expect.element(page.getByRole('alert')).toHaveTextContent('was deleted, perhaps in another tab');
	await expect
		.element(page.getByRole('link', { name: 'Go to “Keep it safe”' }))
		.toHaveAttribute('href', '/safe');
	expect(page.getByRole('button', { name: 'Try again' }).elements()).toEqual([]);
});
