import '../style/base.css';
import { afterEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { QuickExit } from '#lib/session/quick-exit.ts';
import { MemoryRelay } from '#lib/wire/memory.ts';
import { BriskClock } from '../../../../tests/simulation/brisk-clock.ts';
import { openDevice } from '../../../../tests/simulation/page-device.ts';
import { memoryStorage, openBrowserVault } from '../../../../tests/simulation/page-storage.ts';
import { abortingWrites } from '../../../../tests/simulation/storage-faults.ts';
import ExitSection from './ExitSection.svelte';

afterEach(async () => {
	vi.restoreAllMocks();
	await (await openBrowserVault()).wipe();
});

async function open() {
	const storage = { ...memoryStorage(), vault: await openBrowserVault() };
	const clock = new BriskClock();
	const device = await openDevice(new MemoryRelay(clock), clock, location.origin, storage);
	const exit = await QuickExit.open(device);
	await render(ExitSection, { exit });
	return { device, exit };
}

test('it is off until somebody wants it, and says what it cannot do', async () => {
	const { device, exit } = await open();
	await expect.element(page.getByRole('status')).toHaveTextContent('It is off.');
	await expect.element(page.getByText('It does not clear the browser’s history')).toBeVisible();
	await expect.element(page.getByText('It does not take your cases off this device')).toBeVisible();

	await page.getByRole('button', { name: 'Turn it on' }).click();
	await expect.element(page.getByRole('status')).toHaveTextContent('It is on');
	expect(exit.on).toBe(true);
	expect((await QuickExit.open(device)).on).toBe(true);

	await page.getByRole('button', { name: 'Turn it off' }).click();
	await expect.element(page.getByRole('status')).toHaveTextContent('It is off.');
	expect((await QuickExit.open(device)).on).toBe(false);
});

test('where that cannot be stored it works all the same, and says that it may be off the next time', async () => {
	const { exit } = await open();
	const lift = abortingWrites();
	await page.getByRole('button', { name: 'Turn it on' }).click();
	await expect.element(page.getByRole('alert')).toHaveTextContent('it may be off when you come again');
	expect(exit.on).toBe(true);
	await lift();
});
