import '../style/base.css';
import { afterEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { Device } from '#lib/session/device.ts';
import type { Seat } from '#lib/session/seats.ts';
import { MemoryRelay } from '#lib/wire/memory.ts';
import LeaveCases from './LeaveCases.svelte';
import { BriskClock } from '../../../../tests/simulation/brisk-clock.ts';
import { openDevice } from '../../../../tests/simulation/page-device.ts';
import { memoryStorage, openBrowserVault } from '../../../../tests/simulation/page-storage.ts';
import { abortingWrites } from '../../../../tests/simulation/storage-faults.ts';
import ToastHost from '../../../../tests/simulation/ToastHost.svelte';

afterEach(async () => {
	vi.restoreAllMocks();
	await (await openBrowserVault()).wipe();
});

test('a case that could not be taken off is still there, and it says so; pressing again takes it off', async () => {
	const storage = { ...memoryStorage(), vault: await openBrowserVault() };
	const clock = new BriskClock();
	const device = await openDevice(new MemoryRelay(clock), clock, location.origin, storage);
	await device.startCase({ clientName: 'Rosa', myName: 'Maya', relation: 'case-manager' });
	const { seats } = device;
	await render(ToastHost<{ device: Device; seats: readonly Seat[] }>, {
		part: LeaveCases,
		given: { device, seats }
	});
	await page.getByRole('button', { name: 'Take off: Rosa' }).click();
	const lift = abortingWrites();
	await page.getByRole('button', { name: 'Take it off' }).click();
	await expect.element(page.getByRole('alert')).toHaveTextContent('The case could not be taken off');
	expect(device.seats).toHaveLength(1);
	await lift();
	await page.getByRole('button', { name: 'Take it off' }).click();
	await expect.element(page.getByText('The case is no longer on this device')).toBeVisible();
	expect(device.seats).toEqual([]);
});
