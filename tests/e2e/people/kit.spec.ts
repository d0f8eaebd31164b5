import type { Page } from '@playwright/test';
import { expectAccessible } from '../harness/accessible.ts';
import { openCameraBrowser } from '../harness/camera.ts';
import { expect, test } from '../harness/test.ts';
import { add, expectStatus, startCase, words } from '../path/steps.ts';
import { bringBack, makeKit, makeTriedKit, nobodys, toRecover, typeWords, wordsOn } from './kit-steps.ts';
import { link } from './link-steps.ts';

const phone = { viewport: { width: 390, height: 844 } };
async function openRosa(page: Page): Promise<void> {
	await page.goto('/cases');
	await page.getByRole('link', { name: /Rosa/ }).click();
}

test('before the first case a kit is made, printed on one page and tried', async ({ openPerson }, info) => {
	const { page } = await openPerson('Maya');
	await page.goto('/start');
	await expect(page.getByText('Before you begin')).toBeVisible();
	await expectAccessible(page, 'the offer of a kit before a case');
	await page.getByRole('link', { name: 'Make a recovery kit first' }).click();
	await expect(page.getByRole('button', { name: 'Make a recovery kit' })).toBeVisible();
	await expectAccessible(page, 'no kit yet');
	const kit = await makeKit(page);

	await test.step('on one page of either size, dark on white also where the screen is dark', async () => {
		await expectAccessible(page, 'a kit to print');
		await expect(page.getByLabel('Print my name on it')).toHaveCount(0);
		await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
		const first = page.getByRole('list', { name: 'The twelve words' }).locator('.word').first();
		await expect(first).toHaveCSS('color', 'rgb(36, 33, 29)');
		await expect(page.getByRole('button')).toHaveCount(0);
		for (const [format, width, height] of [
			['A4', 794, 1123],
			['Letter', 816, 1056]
		] as const) {
			const paper = (await page.pdf({ format })).toString('latin1');
			expect([...paper.matchAll(/\/Type\s*\/Page\b/g)], format).toHaveLength(1);
			await page.setViewportSize({ width, height });
			await page.screenshot({ path: info.outputPath(`kit-${format}.png`) });
		}
		await page.setViewportSize({ width: 1280, height: 800 });
		await page.emulateMedia({ media: null, colorScheme: 'light' });
	});

	await test.step('it is tried by its words, and what is mistyped is said', async () => {
		await page.getByRole('button', { name: 'Next: try it' }).click();
		await expectAccessible(page, 'trying a kit');
		const typed = page.getByRole('textbox', { name: 'The twelve words' });
		for (const [text, said] of [
			['', 'Please type the twelve words, or scan the QR code'],
			[kit.split(' ').slice(0, 5).join(' '), 'There should be 12 words. Here are 5'],
			[kit.replace(/^\w+/, 'tabel'), 'Word 1, “tabel”, is not one of the words we use'],
			['abandon '.repeat(12), 'These twelve words do not belong together'],
			['https://shop.example/#1', 'of something else']
		] as const) {
			await typeWords(page, text);
			await expect(typed).toHaveAccessibleDescription(new RegExp(said));
			await expect(typed).toHaveValue(text);
			await expect(typed).toBeFocused();
		}
		await expectAccessible(page, 'trying a kit, with a mistake');
		await typeWords(page, nobodys);
		await expect(page.getByRole('alert')).toContainText('We do not find this kit');
		await page.getByRole('button', { name: 'Show the page again' }).click();
		expect(await wordsOn(page)).toBe(kit);
		await page.getByRole('button', { name: 'Next: try it' }).click();
		await typeWords(page, kit.toUpperCase().replaceAll(' ', '\n'));
		await expect(page.getByRole('heading', { name: 'Your kit works' })).toBeVisible();
		await expectAccessible(page, 'a kit that works');
	});

	await test.step('it stands among the devices as what it is, and nobody asks for it any more', async () => {
		await page.getByRole('link', { name: 'Start a case' }).click();
		await expect(page.getByRole('radio', { name: 'Someone I help' })).toBeVisible();
		await startCase(page);
		await page.goto('/cases');
		await page.getByRole('button', { name: 'Just this device for now' }).click();
		await expect(page.getByText('Lock your cases?')).toBeHidden();
		await page.goto('/devices');
		await expect(page.getByRole('list', { name: 'Your devices' }).getByRole('listitem')).toHaveCount(1);
		await expect(page.getByRole('main').getByText(/Recovery kit\s*· Made on /)).toBeVisible();
		await expectAccessible(page, 'the list of devices, with a kit');
		await page.goto('/cases');
		await expect(page.getByRole('link', { name: /Rosa/ })).toBeVisible();
		await expect(page.getByText('If you lost this device')).toHaveCount(0);
	});
});

test('both devices are lost: the words bring everything back on a phone, and open nothing after that', async ({
	openPerson
}) => {
	const [laptop, tablet] = await Promise.all([openPerson('Maya'), openPerson('Maya’s tablet')]);
	await startCase(laptop.page);
	await add(laptop.page, 'Add a strength', 'Stubborn');
	await expectStatus(laptop.page, words.sent);
	const kit = await makeTriedKit(laptop.page);
	await link(laptop.page, tablet.page, 'Tablet');
	await startCase(tablet.page, 'Otto');
	await openRosa(tablet.page);
	await add(tablet.page, 'Add a strength', 'Cheerful');
	await expectStatus(tablet.page, words.sent);
	await Promise.all([laptop.context.close(), tablet.context.close()]);

	const { page } = await openPerson('Maya’s phone', phone);
	await test.step('the words are typed, and one is wrong at first', async () => {
		await toRecover(page);
		await expectAccessible(page, 'getting cases back');
		await page.setViewportSize(phone.viewport);
		await typeWords(page, nobodys);
		await expect(page.getByText('We do not find this kit')).toBeInViewport();
		await expectAccessible(page, 'a kit that is not known');
		await page.setViewportSize(phone.viewport);
		await typeWords(page, kit);
		await expect(page.getByRole('heading', { name: 'This is the kit of Maya' })).toBeVisible();
		await expect(page.getByText('There are cases on this device')).toHaveCount(0);
		await expectAccessible(page, 'a kit that works here');
		await page.setViewportSize(phone.viewport);
	});

	await test.step('everything is there', async () => {
		await bringBack(page, 'New phone');
		await expect(page.getByText('2 cases are here again.', { exact: false })).toBeVisible();
		await expectAccessible(page, 'back again');
		await page.getByRole('link', { name: 'See your cases' }).click();
		await expect(page.getByRole('link', { name: /Otto/ })).toBeVisible();
		await page.getByRole('link', { name: /Rosa/ }).click();
		const strengths = page.getByRole('main').getByRole('textbox', { name: words.strength });
		await expect(strengths.first()).toHaveValue('Stubborn');
		await expect(strengths.last()).toHaveValue('Cheerful');
		await page.goto('/devices');
		await expect(page.getByRole('list', { name: 'Your devices' })).toContainText('New phone');
		await expect(page.getByRole('button', { name: 'Remove Tablet' })).toBeVisible();
	});

	await test.step('the paper opens nothing any more, and says so', async () => {
		const finder = await openPerson('a finder');
		await toRecover(finder.page);
		await typeWords(finder.page, kit);
		await expect(finder.page.getByRole('alert')).toContainText('This kit is no longer in use');
		await expectAccessible(finder.page, 'a kit that is over');
		await page.goto('/kit');
		await expect(page.getByRole('button', { name: 'Make a recovery kit' })).toBeVisible();
	});
});

test('the camera reads the paper: to try it, and to get everything back', async ({ openPerson, server }) => {
	const stranger = await openPerson('Ben');
	const camera = await openCameraBrowser();
	try {
		const page = await (await camera.browser.newContext({ baseURL: server.url })).newPage();
		await startCase(page);
		await expectStatus(page, words.sent);
		await stranger.page.goto('/link');
		await stranger.page.getByRole('button', { name: 'Show the code' }).click();
		await camera.see(stranger.page);
		await makeKit(page);
		await page.getByLabel('Print my name on it').check();
		await expect(page.getByRole('article').getByText('For Maya')).toBeVisible();

		await page.getByRole('button', { name: 'Next: try it' }).click();
		await page.getByRole('button', { name: 'Use the camera' }).click();
		await expect(page.getByRole('alert')).toContainText('This is a QR code or a link of something else');
		await expectAccessible(page, 'a code of something else');
		await page.getByRole('button', { name: 'Stop the camera' }).click();
		await page.getByRole('button', { name: 'Show the page again' }).click();
		await camera.see(page);
		await page.getByRole('button', { name: 'Next: try it' }).click();
		await page.getByRole('button', { name: 'Use the camera' }).click();
		await expect(page.getByRole('heading', { name: 'Your kit works' })).toBeVisible();
		await page.context().close();

		const lost = await (await camera.browser.newContext({ baseURL: server.url, ...phone })).newPage();
		await toRecover(lost);
		await lost.getByRole('button', { name: 'Use the camera' }).click();
		await expect(lost.getByRole('heading', { name: 'This is the kit of Maya' })).toBeVisible();
		await bringBack(lost, 'New phone');
		await lost.getByRole('link', { name: 'See your cases' }).click();
		await expect(lost.getByRole('link', { name: /Rosa/ })).toBeVisible();
	} finally {
		await camera.close();
	}
});
