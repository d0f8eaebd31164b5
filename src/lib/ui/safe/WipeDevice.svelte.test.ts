import '../style/base.css';
import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { Wiped } from '#lib/session/wipe.ts';
import { openTable } from '../../../../tests/simulation/page-device.ts';
import WipeDevice from './WipeDevice.svelte';

async function open(outcome: Wiped, person: string | null = null) {
	const { inviter } = await openTable();
	await inviter.startDemo('Maya', '2026-01-05');
	let wiped = 0;
	await render(WipeDevice, {
		device: inviter,
		seats: inviter.seats,
		person,
		onbackup: () => undefined,
		onwipe: async () => {
			wiped += 1;
			return outcome;
		}
	});
	await page.getByRole('button', { name: 'Wipe this device' }).click();
	return () => wiped;
}

test('it says what is lost before anything is, and can be left', async () => {
	const wiped = await open({ kind: 'wiped' });
	const dialog = page.getByRole('dialog', { name: 'Wipe everything of Roundtable from this device?' });
	await expect.element(dialog).toHaveTextContent('1 case is taken off this device');
	await expect.element(dialog).toHaveTextContent(/gone for good, unless you have a backup file:\s*Rosa/);
	await expect.element(dialog).toHaveTextContent('This cannot be undone');
	await page.getByRole('button', { name: 'Keep it' }).click();
	await expect.element(dialog).not.toBeInTheDocument();
	expect(wiped()).toBe(0);
});

test('what could not be deleted is said, and can be tried again', async () => {
	const wiped = await open({ kind: 'left', databases: ['roundtable/x'], secrets: false });
	await page.getByRole('button', { name: 'Wipe everything' }).click();
	await expect.element(page.getByText('Please close all other tabs')).toBeVisible();
	await page.getByRole('button', { name: 'Wipe once more' }).click();
	await expect.poll(wiped).toBe(2);
});

test('where what opens the cases is not gone, it does not say that it is', async () => {
	await open({ kind: 'left', databases: ['roundtable/x/vault'], secrets: true });
	await page.getByRole('button', { name: 'Wipe everything' }).click();
	await expect.element(page.getByRole('dialog', { name: 'This device is not wiped yet' })).toBeVisible();
	await expect.element(page.getByText('they can still be opened here')).toBeVisible();
	await expect.element(page.getByRole('button', { name: 'Wipe once more' })).toBeVisible();
});

test('where several people use the device it says whose part goes, and that the others’ stays', async () => {
	await open({ kind: 'wiped' }, 'Luca');
	await expect.element(page.getByText('This is about: Luca')).toBeVisible();
	await expect.element(page.getByText('What the others keep on it stays.')).toBeVisible();
	const dialog = page.getByRole('dialog', { name: 'Wipe everything of this person from this device?' });
	await expect.element(dialog).toBeVisible();
});
