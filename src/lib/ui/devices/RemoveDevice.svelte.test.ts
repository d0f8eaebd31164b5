import '../style/base.css';
import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { Device } from '#lib/session/device.ts';
import type { LinkedDevice } from '#lib/session/home.ts';
import { PageHome } from '../../../../tests/simulation/page-home.ts';
import ToastHost from '../../../../tests/simulation/ToastHost.svelte';
import RemoveDevice from './RemoveDevice.svelte';

type Given = { device: Device; lost: LinkedDevice | null; open: boolean };

async function openTwo() {
	const home = new PageHome();
	const [laptop, phone] = [await home.open(), await home.open()];
	await home.link(laptop, phone, 'Phone');
	const lost = laptop.home?.devices.find(({ name }) => name === 'Phone');
	if (!lost) throw new Error('no phone');
	return { laptop, lost };
}

async function show(device: Device, lost: LinkedDevice): Promise<void> {
	await render(ToastHost<Given>, { part: RemoveDevice, given: { device, lost, open: true } });
}

test('it says what removing does and what it cannot, and can be left', async () => {
	const { laptop, lost } = await openTwo();
	await show(laptop, lost);
	const dialog = page.getByRole('dialog', { name: 'Remove Phone?' });
	await expect.element(dialog).toHaveTextContent('You get new keys in every case');
	await expect.element(dialog).toHaveTextContent('cannot be taken back');
	await page.getByRole('button', { name: 'Keep it' }).click();
	await expect.element(dialog).not.toBeInTheDocument();
	expect(laptop.home?.devices).toHaveLength(2);
});

test('removed, it is one of this person’s devices no more, and that is said', async () => {
	const { laptop, lost } = await openTwo();
	await show(laptop, lost);
	await page.getByRole('button', { name: 'Remove this device' }).click();
	await expect.element(page.getByText('The device has been removed')).toBeVisible();
	await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
	expect(laptop.home?.devices.map(({ isThis }) => isThis)).toEqual([true]);
});

test('where there is nothing to remove it does not say that it was removed', async () => {
	const { laptop, lost } = await openTwo();
	await laptop.keeping.removeDevice(lost.id);
	await show(laptop, lost);
	await page.getByRole('button', { name: 'Remove this device' }).click();
	await expect.element(page.getByRole('alert')).toHaveTextContent('The device was not removed');
	await expect.element(page.getByRole('dialog', { name: 'Remove Phone?' })).toBeVisible();
});
