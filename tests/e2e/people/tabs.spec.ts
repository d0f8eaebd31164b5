import type { Page } from '@playwright/test';
import { expect, test } from '../harness/test.ts';
import {
	add,
	caret,
	expectSameScreens,
	expectStatus,
	field,
	invite,
	join,
	startCase,
	words
} from '../path/steps.ts';
import { setLock, unlock } from './lock-steps.ts';

const passphrase = 'three blue kettles';
const locked = { name: 'This device is locked' } as const;

/** The page's process ends as if it had been killed: nothing of it runs any more. */
async function kill(page: Page): Promise<void> {
	const crashed = page.waitForEvent('crash');
	const session = await page.context().newCDPSession(page);
	void session.send('Page.crash').catch(() => undefined);
	await crashed;
	await page.close();
}

test('two tabs write in one field and one is killed: what was shown as saved stays, and the other goes on', async ({
	openPerson,
	server
}) => {
	const { page, context } = await openPerson('Maya');
	const address = await startCase(page);
	await expectStatus(page, words.sent);
	await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	const other = await context.newPage();
	await other.goto(address);
	await expect(field(other, words.matters)).toBeVisible();
	// So that nobody but these tabs can have kept it.
	await server.kill();
	await context.setOffline(true);

	await test.step('at the same time, letter by letter', async () => {
		await field(page, words.matters).fill('Mornings. Evenings.');
		await expect(field(other, words.matters)).toHaveValue('Mornings. Evenings.');
		await caret(field(page, words.matters), ' Evenings');
		await caret(field(other, words.matters), '');
		await Promise.all([
			page.keyboard.type(' Coffee, and the paper.', { delay: 15 }),
			other.keyboard.type(' Singing, and the cat.', { delay: 15 })
		]);
		const both = 'Mornings. Coffee, and the paper. Evenings. Singing, and the cat.';
		await expect(field(page, words.matters)).toHaveValue(both);
		await expect(field(other, words.matters)).toHaveValue(both);
	});

	await test.step('one is killed while it types', async () => {
		await caret(field(page, words.matters), '');
		await page.keyboard.type(' Also the sea.');
		await expect(field(other, words.matters)).toHaveValue(/Also the sea\.$/);
		const typing = page.keyboard
			.type(' And this may be cut off in the middle', { delay: 20 })
			.catch(() => undefined);
		await expect(field(other, words.matters)).toHaveValue(/Also the sea\. And/);
		await kill(page);
		await typing;
		await expect(field(other, words.matters)).toHaveValue(/Also the sea\. And/);
	});

	await test.step('the other goes on, and a new tab has all of it', async () => {
		await caret(field(other, words.matters), '');
		await other.keyboard.type(' The end.');
		// What the killed tab had kept and told nobody comes with the new one, before or behind what was typed at the same place.
		const whole =
			/^Mornings\. Coffee, and the paper\. Evenings\. Singing, and the cat\. Also the sea\. And.* The end\./;
		await expect(field(other, words.matters)).toHaveValue(whole);
		await other.waitForTimeout(150);
		const third = await context.newPage();
		await third.goto(address);
		await expect(field(third, words.matters)).toHaveValue(whole);
		await expectSameScreens(other, third);
		await server.start();
		await context.setOffline(false);
		await Promise.all([expectStatus(other, words.sent), expectStatus(third, words.sent)]);
	});
});

test('a tab that is killed again and again, alone: whatever it said was saved is there', async ({
	openPerson,
	server
}) => {
	const { page: first, context } = await openPerson('Maya');
	const address = await startCase(first);
	await expectStatus(first, words.sent);
	await first.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	await server.kill();
	await context.setOffline(true);
	let page = first;
	for (const text of ['One. ', 'Two. ', 'Three. ']) {
		await caret(field(page, words.matters), '');
		await page.keyboard.type(text);
		await page.waitForTimeout(150);
		const shown = await field(page, words.matters).inputValue();
		await kill(page);
		page = await context.newPage();
		await page.goto(address);
		await expect(field(page, words.matters)).toHaveValue(shown);
	}
	await server.start();
	await context.setOffline(false);
	await expectStatus(page, words.sent);
	await page.close();
	const last = await context.newPage();
	await last.goto(address);
	await expect(field(last, words.matters)).toHaveValue('One. Two. Three. ');
});

test('a case that is joined in one tab stands in the other, and what is left in one closes there', async ({
	openPerson
}) => {
	const [maya, luca] = await Promise.all([openPerson('Maya'), openPerson('Luca')]);
	await startCase(maya.page);
	const link = await invite(maya.page, 'Luca');
	await luca.page.goto('/cases');
	await expect(luca.page.getByText('No case on this device yet')).toBeVisible();
	const other = await luca.context.newPage();
	await join(other, link, 'Luca');
	const listed = luca.page.getByRole('link', { name: /Rosa/ });
	await expect(listed).toBeVisible();
	await listed.click();
	await add(luca.page, 'Add a strength', 'Stubborn');
	await expect(field(other, words.strength)).toHaveValue('Stubborn');
	await other.goto('/safe');
	await other.getByRole('button', { name: 'Take off: Rosa' }).click();
	await other.getByRole('button', { name: 'Take it off' }).click();
	await expect(other.getByText('The case is no longer on this device.')).toBeVisible();
	await expect(field(luca.page, words.strength)).toHaveCount(0);
});

test('tabs lock together and open together, and one that is opened later is open too', async ({
	openPerson
}) => {
	const { page, context } = await openPerson('Maya');
	const address = await startCase(page);
	await add(page, 'Add a strength', 'Stubborn');
	const others = [await context.newPage(), await context.newPage()];
	await Promise.all(others.map((other) => other.goto(address)));
	await setLock(page, passphrase);
	for (const other of others) await expect(other.getByRole('heading', locked)).toBeVisible();
	await page.goto(address);
	await unlock(page, passphrase);
	for (const each of [page, ...others]) await expect(field(each, words.strength)).toHaveValue('Stubborn');
	const later = await context.newPage();
	await later.goto(address);
	await expect(field(later, words.strength)).toHaveValue('Stubborn');
	others.push(later);
	await page.getByRole('button', { name: 'Lock', exact: true }).click();
	for (const each of [page, ...others]) {
		await expect(each.getByRole('heading', locked)).toBeVisible();
		await expect(each.getByText('Stubborn')).toHaveCount(0);
	}
});
