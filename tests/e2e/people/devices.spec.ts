import type { Page } from '@playwright/test';
import { expectAccessible } from '../harness/accessible.ts';
import { expect, test } from '../harness/test.ts';
import { add, expectStatus, field, startCase, words } from '../path/steps.ts';
import { link } from './link-steps.ts';

async function openRosa(page: Page): Promise<void> {
	await page.goto('/cases');
	await page.getByRole('link', { name: /Rosa/ }).click();
}

test('a lost phone is removed: it is locked out, and the others go on', async ({ openPerson }) => {
	const [laptop, phone, tablet] = await Promise.all([
		openPerson('Maya'),
		openPerson('Maya’s phone'),
		openPerson('Maya’s tablet')
	]);
	await startCase(laptop.page);
	await add(laptop.page, 'Add a strength', 'Stubborn');
	await expectStatus(laptop.page, words.sent);
	await link(laptop.page, phone.page, 'Phone');
	await link(laptop.page, tablet.page, 'Tablet');
	for (const { page } of [phone, tablet]) {
		await openRosa(page);
		await expect(field(page, words.strength)).toHaveValue('Stubborn');
	}

	await test.step('the phone is removed, by keyboard alone', async () => {
		const { page } = laptop;
		await page.goto('/devices');
		const rows = page.getByRole('list', { name: 'Your devices' }).getByRole('listitem');
		await expect(rows).toHaveCount(3);
		await expect(page.getByRole('button', { name: /^Remove/ })).toHaveCount(2);
		await page.getByRole('button', { name: 'Remove Phone' }).press('Enter');
		await expect(page.getByRole('dialog', { name: 'Remove Phone?' })).toBeVisible();
		await expectAccessible(page, 'removing a device');
		await page.keyboard.press('Escape');
		await expect(rows).toHaveCount(3);
		await page.getByRole('button', { name: 'Remove Phone' }).press('Enter');
		await page.getByRole('button', { name: 'Remove this device' }).press('Enter');
		await expect(rows).toHaveCount(2);
		await expect(page.getByRole('heading', { name: 'New keys for your cases' })).toBeVisible();
		await expectAccessible(page, 'new keys under way');
		await expect(page.getByRole('heading', { name: 'New keys for your cases' })).toBeHidden();
	});

	await test.step('the phone says so, and is given nothing new', async () => {
		await openRosa(laptop.page);
		await add(laptop.page, 'Add a strength', 'Cheerful');
		await expect(field(tablet.page, words.strength)).toHaveValue('Cheerful');
		await add(tablet.page, 'Add a strength', 'Patient');
		await expect(field(laptop.page, words.strength)).toHaveValue('Patient');
		await expect(phone.page.getByText('This device was removed from your devices')).toBeVisible();
		await expect(phone.page.getByText('Stubborn')).toBeVisible();
		await expect(phone.page.getByText('Cheerful')).toHaveCount(0);
		await expectAccessible(phone.page, 'a device that was removed');
	});

	await test.step('after a reload, too', async () => {
		await phone.page.goto('/devices');
		await expect(phone.page.getByText('This device was removed from your devices')).toBeVisible();
		await expect(phone.page.getByRole('list', { name: 'Your devices' })).toHaveCount(0);
		await expectAccessible(phone.page, 'the devices of one that was removed');
		await openRosa(phone.page);
		await expect(phone.page.getByText('Stubborn')).toBeVisible();
		await expect(phone.page.getByText('Cheerful')).toHaveCount(0);
		await openRosa(tablet.page);
		await add(tablet.page, 'Add a strength', 'Kind');
		await openRosa(laptop.page);
		await expect(field(laptop.page, words.strength)).toHaveValue('Kind');
	});
});

test('a device that was offline while another was removed goes on with the new keys, and loses no words', async ({
	openPerson
}) => {
	const [laptop, phone, tablet] = await Promise.all([
		openPerson('Maya'),
		openPerson('Maya’s phone'),
		openPerson('Maya’s tablet')
	]);
	await startCase(laptop.page);
	await add(laptop.page, 'Add a strength', 'Stubborn');
	await expectStatus(laptop.page, words.sent);
	await link(laptop.page, phone.page, 'Phone');
	await link(laptop.page, tablet.page, 'Tablet');
	await openRosa(tablet.page);
	await expect(field(tablet.page, words.strength)).toHaveValue('Stubborn');
	await tablet.page.context().setOffline(true);
	await add(tablet.page, 'Add a strength', 'Written on the train');
	await laptop.page.goto('/devices');
	await laptop.page.getByRole('button', { name: 'Remove Phone' }).click();
	await laptop.page.getByRole('button', { name: 'Remove this device' }).click();
	await expect(laptop.page.getByRole('heading', { name: 'New keys for your cases' })).toBeVisible();
	await expect(laptop.page.getByRole('heading', { name: 'New keys for your cases' })).toBeHidden();
	await openRosa(laptop.page);
	await add(laptop.page, 'Add a strength', 'Cheerful');
	await tablet.page.context().setOffline(false);
	await expect(field(tablet.page, words.strength)).toHaveValue('Cheerful', { timeout: 60_000 });
	await expect(tablet.page.getByRole('textbox', { name: 'The words' })).toHaveValue('Written on the train');
	await expect(tablet.page.getByText('You are no longer at this table')).toHaveCount(0);
	await add(tablet.page, 'Add a strength', 'Patient');
	await expect(field(laptop.page, words.strength)).toHaveValue('Patient');
});
