import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { Device } from '#lib/session/device.ts';
import { homeRecord } from '#lib/session/home-keeping.ts';
import { MemoryRelay } from '#lib/wire/memory.ts';
import { BriskClock } from '../../../../tests/simulation/brisk-clock.ts';
import { openDevice } from '../../../../tests/simulation/page-device.ts';
import ToastHost from '../../../../tests/simulation/ToastHost.svelte';
import DeviceList from './DeviceList.svelte';

test('a list of devices that is damaged says what goes on, and a new one can be begun', async () => {
	const clock = new BriskClock();
	const device = await openDevice(new MemoryRelay(clock), clock, location.origin);
	await device.vault.write(homeRecord, new Uint8Array([1, 2, 3]));
	await device.startCase({ clientName: 'Rosa', myName: 'Maya', relation: 'case-manager' });
	await render(ToastHost<{ device: Device; now: number }>, {
		part: DeviceList,
		given: { device, now: clock.now() }
	});
	await expect.element(page.getByText('The list of your devices does not open')).toBeVisible();
	await expect.element(page.getByText(/Your cases are all here and go on as before/)).toBeVisible();
	await page.getByRole('button', { name: 'Begin a new list' }).click();
	await expect.element(page.getByRole('list', { name: 'Your devices' })).toBeVisible();
});
