import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from '../harness/accessible.ts';
import { expect, test } from '../harness/test.ts';
import { add, expectStatus, field, startCase, tab, words } from '../path/steps.ts';
import { tabTo } from '../path/by-keyboard.ts';
import { authenticator } from './authenticator.ts';
import { setLock, unlock } from './lock-steps.ts';

const passphrase = 'three blue kettles';
const locked = { name: 'This device is locked' } as const;

test('a passphrase locks the device: wrong ones cost time, the right one leads back', async ({
	openPerson
}) => {
	const { page, context } = await openPerson('Maya');
	const address = await startCase(page);
	await add(page, 'Add a strength', 'Stubborn');
	await expectStatus(page, words.saved);

	await test.step('she is asked once whether she wants a lock, and sets one', async () => {
		await page.goto('/cases');
		await expect(page.getByText('Lock your cases?')).toBeVisible();
		await expect(page.getByRole('button', { name: 'Just this device for now' })).toBeVisible();
		await expectAccessible(page, 'cases without a lock');
		await page.getByRole('link', { name: 'Set a lock' }).click();
		await expect(page.getByText('Just this device for now: whoever can use this browser')).toBeVisible();
		await page.getByRole('button', { name: 'Set a lock' }).click();
		const dialog = page.getByRole('dialog', { name: 'Set a lock' });
		await expect(dialog.getByLabel('Your six words')).toHaveValue(/^([a-z]+ ){5}[a-z]+$/);
		await dialog.getByRole('button', { name: 'Lock with it' }).click();
		await expect(dialog.getByText('Please write down the words first, then tick this')).toBeVisible();
		await expectAccessible(page, 'setting a lock, with a mistake');
	});

	await test.step('her own words have to be long enough, and the same twice', async () => {
		const dialog = page.getByRole('dialog', { name: 'Set a lock' });
		await dialog.getByRole('radio', { name: 'A passphrase of my own' }).check();
		await dialog.getByRole('button', { name: 'Lock with it' }).click();
		await expect(dialog.getByText('Please use at least 8 letters or signs. Longer is better')).toBeVisible();
		await dialog.getByLabel('Passphrase', { exact: true }).fill(passphrase);
		await dialog.getByLabel('Write it again').fill(`${passphrase}!`);
		await dialog.getByRole('button', { name: 'Lock with it' }).click();
		await expect(dialog.getByText('The two are not the same')).toBeVisible();
		await expectAccessible(page, 'a passphrase of her own, with a mistake');
		await dialog.getByLabel('Write it again').fill(passphrase);
		await dialog.getByRole('button', { name: 'Lock with it' }).click();
		await expect(page.getByText('The lock is set.')).toBeVisible();
		await expectAccessible(page, 'a lock that is set');
	});

	await test.step('a reload finds it locked, with a neutral title and nothing to read', async () => {
		await page.goto(address);
		await expect(page.getByRole('heading', locked)).toBeVisible();
		await expect(page).toHaveTitle('This device is locked · Roundtable');
		await expect(page.getByText('Stubborn')).toHaveCount(0);
		await expect(page.getByText('Rosa')).toHaveCount(0);
		await expectAccessible(page, 'a locked device');
	});

	await test.step('a wrong passphrase costs time and loses nothing', async () => {
		await page.getByRole('button', { name: 'Unlock' }).click();
		await expect(page.getByText('Please write your passphrase')).toBeVisible();
		await unlock(page, 'three blue kettle');
		await expect(page.getByText('This is not the right passphrase. Nothing is lost.')).toBeVisible();
		await expect(page.getByLabel('Passphrase', { exact: true })).toHaveValue('three blue kettle');
		await expectAccessible(page, 'a wrong passphrase');
		await expect(page.getByRole('button', { name: 'Unlock' })).toBeEnabled();
	});

	await test.step('the right one leads back to where she was, also without a network', async () => {
		await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
		await context.setOffline(true);
		await page.reload();
		await unlock(page, passphrase);
		await expect(field(page, words.strength)).toHaveValue('Stubborn');
		await context.setOffline(false);
		await expect(field(page, words.strength)).toHaveValue('Stubborn');
		await expect(page).not.toHaveTitle(/locked/);
	});

	await test.step('a lock in one tab locks the other, they open together, and what is half typed is kept', async () => {
		const other = await context.newPage();
		await other.goto(address);
		await tab(other, 'Talk');
		await other.getByRole('button', { name: 'Say something' }).click();
		await other.getByLabel('What would you like to say?').fill('Half of a thought');
		await field(page, words.strength).pressSequentially(' and kind');
		await page.getByRole('button', { name: 'Lock', exact: true }).click();
		for (const each of [page, other]) await expect(each.getByRole('heading', locked)).toBeVisible();
		await expect(other.getByText('Half of a thought')).toHaveCount(0);
		await unlock(other, passphrase);
		await expect(other.getByLabel('What would you like to say?')).toHaveValue('Half of a thought');
		await expect(field(page, words.strength)).toHaveValue('Stubborn and kind');
		await other.close();
	});

	await test.step('she changes it, and takes it off with the new one', async () => {
		await page.getByRole('link', { name: 'Keep it safe' }).first().click();
		await page.getByRole('button', { name: 'Change the passphrase' }).click();
		const dialog = page.getByRole('dialog');
		await dialog.getByRole('checkbox', { name: /^I have written down/ }).check();
		const six = await dialog.getByLabel('Your six words').inputValue();
		await dialog.getByRole('button', { name: 'Go on' }).click();
		await dialog.getByLabel('Your passphrase as it is now').fill('no idea at all');
		await dialog.getByRole('button', { name: 'Change the passphrase' }).click();
		await expect(dialog.getByText('This is not the right passphrase. Nothing has changed.')).toBeVisible();
		await expectAccessible(page, 'changing a passphrase, with a mistake');
		await dialog.getByLabel('Your passphrase as it is now').fill(passphrase);
		await dialog.getByRole('button', { name: 'Change the passphrase' }).click();
		await expect(page.getByText('The lock has been changed.')).toBeVisible();
		await page.getByRole('button', { name: 'Take the lock off' }).click();
		await dialog.getByLabel('Your passphrase as it is now').fill(six);
		await dialog.getByRole('button', { name: 'Take the lock off' }).click();
		await expect(page.getByText('The lock is off.')).toBeVisible();
		await page.goto(address);
		await expect(field(page, words.strength)).toHaveValue('Stubborn and kind');
	});
});

/** In steps, as what the page has just been told to do may take it a moment: the time begins only then. */
async function leftAlone(page: Page, until: Locator): Promise<void> {
	await page.clock.runFor(30_000);
	await expect(async () => {
		await page.clock.runFor(5_000);
		await expect(until).toBeVisible({ timeout: 500 });
	}).toPass();
}

test('a device locks by itself, warns ahead, and keeps what is typed', async ({ openPerson }) => {
	const { page } = await openPerson('Maya');
	await page.clock.install();
	await startCase(page);
	await setLock(page, passphrase);
	await page.getByLabel('Lock by itself').selectOption({ label: 'After 1 minute' });
	await page.getByRole('link', { name: 'Your cases', exact: true }).click();
	await page.getByRole('link', { name: 'Rosa' }).click();
	await add(page, 'Add a strength', 'Stubborn');

	const warning = page.getByRole('dialog', { name: 'Locking soon' });
	await leftAlone(page, warning);
	await expectAccessible(page, 'a warning that the device locks');
	await page.keyboard.press('Shift');
	await expect(warning).toBeHidden();
	await expect(field(page, words.strength)).toBeFocused();

	await leftAlone(page, warning);
	await warning.getByRole('button', { name: 'Stay' }).click();
	await expect(warning).toBeHidden();
	await field(page, words.strength).pressSequentially(' but kind');

	await page.clock.runFor(61_000);
	await expect(page.getByRole('heading', locked)).toBeVisible();
	await expect(warning).toBeHidden();
	await unlock(page, passphrase);
	await expect(field(page, words.strength)).toHaveValue('Stubborn but kind');
});

test('a passkey locks the device and opens it; one that is refused changes nothing', async ({
	openPerson,
	server
}) => {
	// A passkey belongs to a name: 127.0.0.1 can have none.
	const baseURL = server.url.replace('127.0.0.1', 'localhost');
	const { page } = await openPerson('Maya', { baseURL });
	const refusing = await authenticator(page, { isUserVerified: false });
	const address = await startCase(page);
	await page.goto('/safe');
	await page.getByRole('button', { name: 'Set a lock' }).click();
	const dialog = page.getByRole('dialog');
	await dialog.getByRole('radio', { name: /^A passkey/ }).check();
	await expectAccessible(page, 'a passkey to lock with');

	await dialog.getByRole('button', { name: 'Lock with it' }).click();
	await expect(dialog.getByText('It was stopped, or the passkey is not here.')).toBeVisible();
	await refusing.remove();
	const passkeys = await authenticator(page);
	await dialog.getByRole('button', { name: 'Lock with it' }).click();
	await expect(page.getByText('Your passkey opens them.')).toBeVisible();

	await page.goto(address);
	await expect(page.getByRole('heading', locked)).toBeVisible();
	await expect(page.getByLabel('Passphrase', { exact: true })).toHaveCount(0);
	await expectAccessible(page, 'a device locked by a passkey');
	await passkeys.answers(false);
	await page.getByRole('button', { name: 'Unlock with your passkey' }).click();
	await expect(page.getByText('Your browser asks for your passkey.')).toBeVisible();
	await page.getByRole('button', { name: 'Stop' }).click();
	await expect(page.getByText('It was stopped, or the passkey is not here.')).toBeVisible();
	await passkeys.answers(true);
	await page.getByRole('button', { name: 'Unlock with your passkey' }).click();
	await expect(page.getByRole('heading', { name: 'The plan', level: 1 })).toBeVisible();

	await test.step('a passphrase is put beside it, and opens it too', async () => {
		await page.goto('/safe');
		await page.getByRole('button', { name: 'Unlock with your passkey' }).click();
		await page.getByRole('button', { name: 'Add a passphrase' }).click();
		await dialog.getByRole('radio', { name: 'A passphrase of my own' }).check();
		await dialog.getByLabel('Passphrase', { exact: true }).fill(passphrase);
		await dialog.getByLabel('Write it again').fill(passphrase);
		await dialog.getByRole('button', { name: 'Go on' }).click();
		await dialog.getByRole('button', { name: 'Use your passkey' }).click();
		await expect(page.getByText('Your passphrase opens them, and so does your passkey.')).toBeVisible();
		await expectAccessible(page, 'a lock with two ways');
		await page.goto(address);
		await unlock(page, passphrase);
		await expect(page.getByRole('heading', { name: 'The plan', level: 1 })).toBeVisible();
	});
});

test('where a passkey gives no secret it is not offered, or said so', async ({ openPerson, server }) => {
	const baseURL = server.url.replace('127.0.0.1', 'localhost');
	const [without, old] = [await openPerson('Maya', { baseURL }), await openPerson('Luca', { baseURL })];
	await authenticator(without.page, { hasPrf: false });
	await without.page.goto('/safe');
	await without.page.getByRole('button', { name: 'Set a lock' }).click();
	const dialog = without.page.getByRole('dialog');
	await dialog.getByRole('radio', { name: /^A passkey/ }).check();
	await dialog.getByRole('button', { name: 'Lock with it' }).click();
	await expect(dialog.getByText('This passkey cannot open a lock in this browser.')).toBeVisible();

	// As in Firefox 115 and Safari 16.4, and in a browser without WebAuthn.
	await old.page.addInitScript(() => Object.assign(globalThis, { PublicKeyCredential: undefined }));
	await old.page.goto('/safe');
	await old.page.getByRole('button', { name: 'Set a lock' }).click();
	await expect(old.page.getByRole('radio', { name: 'A passphrase of my own' })).toBeVisible();
	await expect(old.page.getByRole('radio', { name: /^A passkey/ })).toHaveCount(0);
});

test('what cannot be done says so in plain words, and leaves a way on', async ({ openPerson }) => {
	// The service worker would give it from what it keeps.
	const { page, context } = await openPerson('Maya', { serviceWorkers: 'block' });
	const address = await startCase(page);
	await setLock(page, passphrase);

	await test.step('a worker that cannot start', async () => {
		await context.route(/stretching-worker/, (route) => route.abort());
		await page.goto(address);
		await unlock(page, passphrase);
		await expect(page.getByText('This could not be done here just now. Nothing is lost.')).toBeVisible();
		await context.unroute(/stretching-worker/);
		await unlock(page, passphrase);
		await expect(page.getByRole('heading', { name: 'The plan', level: 1 })).toBeVisible();
	});

	await test.step('whoever cannot open it can wipe it', async () => {
		await page.reload();
		await page.getByText('I cannot open it').click();
		await expectAccessible(page, 'a device that cannot be opened');
		await page.getByRole('link', { name: 'Wipe this device' }).click();
		const other = await context.newPage();
		await other.goto(address);
		await expect(other.getByRole('heading', locked)).toBeVisible();
		await page.getByRole('button', { name: 'Wipe this device' }).click();
		await page.getByRole('dialog').getByRole('button', { name: 'Wipe everything' }).click();
		await expect(page.getByRole('heading', { name: 'This device is wiped' })).toBeVisible();
		await expect(other.getByRole('link', { name: 'Start a case' })).toBeVisible();
	});
});

test('a lock is set, closed and opened by the keyboard alone', async ({ openPerson }) => {
	const { page } = await openPerson('Maya');
	await startCase(page);
	await page.goto('/safe');
	await expect(page.getByRole('button', { name: 'Set a lock' })).toBeVisible();
	await tabTo(page, /^Set a lock$/);
	await page.keyboard.press('Enter');
	await tabTo(page, /^Six words/);
	await page.keyboard.press('ArrowDown');
	await tabTo(page, /^Passphrase$/);
	await page.keyboard.type(passphrase);
	await tabTo(page, /^Write it again$/);
	await page.keyboard.type(passphrase);
	await page.keyboard.press('Enter');
	await expect(page.getByText('The lock is set.')).toBeVisible();
	await tabTo(page, /^Change the passphrase$/);

	await page.reload();
	await expect(page.getByRole('heading', locked)).toBeVisible();
	await tabTo(page, /^Passphrase$/);
	await page.keyboard.type(passphrase);
	await page.keyboard.press('Enter');
	await expect(page.getByRole('main')).toBeFocused();
	await page.keyboard.press('Shift+Tab');
	await expect(page.getByRole('button', { name: 'Lock', exact: true })).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(page.getByRole('heading', locked)).toBeFocused();
});
