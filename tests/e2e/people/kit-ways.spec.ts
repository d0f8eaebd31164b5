import { expectAccessible } from '../harness/accessible.ts';
import { expectNoEnglish } from '../harness/english.ts';
import { expect, test } from '../harness/test.ts';
import { focused, tabTo } from '../path/by-keyboard.ts';
import { expectStatus, invite, startCase, words } from '../path/steps.ts';
import { makeKit, makeTriedKit, nobodys, toRecover, typeWords, wordsOn } from './kit-steps.ts';

const day = 24 * 60 * 60 * 1000;

test('a kit of somebody else, an old one, a link of something else: plain words, and nothing is lost', async ({
	openPerson
}) => {
	const [maya, ben] = await Promise.all([openPerson('Maya'), openPerson('Ben')]);
	await startCase(maya.page);
	const invitation = await invite(maya.page, 'Luca');
	await startCase(ben.page, 'Otto', 'Ben');
	const [old, bens] = await Promise.all([makeTriedKit(maya.page), makeKit(ben.page)]);

	await test.step('what is no kit says what it is', async () => {
		await toRecover(ben.page, '/recover');
		const typed = ben.page.getByRole('textbox', { name: 'The twelve words' });
		await typeWords(ben.page, invitation);
		await expect(typed).toHaveAccessibleDescription(/This is an invitation to a case, not a recovery kit/);
		// As if a camera outside the app had led here.
		const scanned = invitation.replace('/join#', '/recover#');
		for (const [link, said] of [
			[scanned.slice(0, -3), 'Part of the link is missing'],
			[scanned, 'We do not find this kit']
		] as const) {
			await ben.page.goto('/help');
			await ben.page.goto(link);
			await expect(ben.page.getByRole('alert')).toContainText(said);
			await expect(ben.page).toHaveURL(/\/recover$/);
		}
		await typeWords(ben.page, bens);
		await expect(ben.page.getByRole('alert')).toContainText('This is one of your devices');
	});

	await test.step('a kit of somebody else says whose it is, and what would come along', async () => {
		await typeWords(ben.page, old);
		await expect(ben.page.getByRole('heading', { name: 'This is the kit of Maya' })).toBeVisible();
		await expect(ben.page.getByRole('main').getByText('Otto')).toBeVisible();
		await expect(ben.page.getByText('Go on only if the kit is yours', { exact: false })).toBeVisible();
		await expectAccessible(ben.page, 'a kit of somebody else');
		await ben.page.getByRole('button', { name: 'No, not this kit' }).click();
		await expect(ben.page.getByRole('heading', { name: 'Get your cases back' })).toBeVisible();
		await maya.page.goto('/kit');
		await maya.page.getByRole('button', { name: 'Try your kit' }).click();
		await typeWords(maya.page, bens);
		await expect(maya.page.getByRole('alert')).toContainText('but not the one that you have now');
	});

	await test.step('a relay that cannot be reached, or has had enough of it: the kit of before stands', async () => {
		await maya.page.route('**/relay/pointer/*', (route) => route.fulfill({ status: 429 }));
		await maya.page.goto('/kit');
		await maya.page.getByRole('button', { name: 'Make a new kit' }).click();
		await expect(maya.page.getByRole('alert')).toContainText('Too many kits have been made');
		await maya.page.unroute('**/relay/pointer/*');
		await maya.page.route('**/relay/pointer/*', (route) => route.abort());
		await maya.page.getByRole('button', { name: 'Make a new kit' }).click();
		await expect(maya.page.getByRole('alert')).toContainText('this device needs a connection');
		await expectAccessible(maya.page, 'a kit that could not be made');
		await maya.page.getByRole('button', { name: 'Try your kit' }).click();
		await typeWords(maya.page, old);
		await expect(maya.page.getByRole('alert')).toContainText('No connection');
		await maya.page.unroute('**/relay/pointer/*');
		await maya.page.getByRole('button', { name: 'Try again' }).click();
		await expect(maya.page.getByRole('heading', { name: 'Your kit works' })).toBeVisible();
	});

	await test.step('a new kit takes the place of the old one, which says so', async () => {
		const now = await makeKit(maya.page, 'Make a new kit');
		await typeWords(ben.page, old);
		await expect(ben.page.getByRole('alert')).toContainText('a newer kit has taken its place');
		await typeWords(ben.page, now);
		await expect(ben.page.getByRole('heading', { name: 'This is the kit of Maya' })).toBeVisible();
	});
});

test('by keyboard alone, without a camera: a kit is made and tried, and brings the cases back', async ({
	openPerson
}) => {
	const [laptop, other] = await Promise.all([openPerson('Maya'), openPerson('Maya’s computer')]);
	const { page } = laptop;
	await startCase(page);
	await expectStatus(page, words.sent);
	await page.goto('/kit');
	await expect(page.getByRole('button', { name: 'Make a recovery kit' })).toBeVisible();
	await tabTo(page, /^Make a recovery kit$/);
	await page.keyboard.press('Enter');
	const kit = await wordsOn(page);
	await tabTo(page, /^Next: try it$/);
	await page.keyboard.press('Enter');
	await tabTo(page, /^Use the camera$/);
	await page.keyboard.press('Enter');
	await expect(page.getByRole('alert')).toContainText('There is no camera that this page can use');
	await expectAccessible(page, 'no camera to try a kit with');
	await tabTo(page, /^The twelve words/, 'TEXTAREA');
	await page.keyboard.type(kit);
	await tabTo(page, /^Try it$/);
	await page.keyboard.press('Enter');
	await expect(page.getByRole('heading', { name: 'Your kit works' })).toBeVisible();

	await other.page.addInitScript(() => {
		navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'));
	});
	await toRecover(other.page);
	await tabTo(other.page, /^Use the camera$/);
	await other.page.keyboard.press('Enter');
	await expect(other.page.getByRole('alert')).toContainText('This page may not use the camera');
	await tabTo(other.page, /^The twelve words/, 'TEXTAREA');
	await other.page.keyboard.type(nobodys);
	await tabTo(other.page, /^Try it$/);
	await other.page.keyboard.press('Enter');
	await expect(other.page.getByRole('alert').filter({ hasText: 'We do not find this kit' })).toBeVisible();
	await tabTo(other.page, /^The twelve words/, 'TEXTAREA');
	await other.page.keyboard.press('ControlOrMeta+a');
	await other.page.keyboard.type(kit);
	await tabTo(other.page, /^Try it$/);
	await other.page.keyboard.press('Enter');
	await expect(other.page.getByRole('heading', { name: 'This is the kit of Maya' })).toBeVisible();
	await tabTo(other.page, /^What do you call this device/);
	expect(await focused(other.page)).toMatchObject({ tag: 'INPUT', seen: true });
	await other.page.keyboard.press('Enter');
	await expect(other.page.getByRole('heading', { name: 'You are back' })).toBeVisible();
	await tabTo(other.page, /^See your cases$/);
	await other.page.keyboard.press('Enter');
	await expect(other.page.getByRole('link', { name: /Rosa/ })).toBeVisible();
});

test('a kit stays gently in view: asked for, put off for a week, asked for again; in Spanish, too', async ({
	openPerson
}) => {
	const { page } = await openPerson('Maya');
	await startCase(page);
	await expectStatus(page, words.sent);
	await page.goto('/cases');
	await page.getByRole('button', { name: 'Just this device for now' }).click();
	await expect(page.getByText('If you lost this device')).toBeVisible();
	await expectAccessible(page, 'a kit is asked for');
	await page.getByRole('button', { name: 'Not this week' }).click();
	await expect(page.getByText('If you lost this device')).toBeHidden();
	const asked = async (days: number) => {
		await page.clock.setFixedTime(Date.now() + days * day);
		await page.goto('/cases');
		await expect(page.getByRole('link', { name: /Rosa/ })).toBeVisible();
	};
	await asked(6);
	await expect(page.getByText('If you lost this device')).toHaveCount(0);
	await asked(8);
	await expect(page.getByText('If you lost this device')).toBeVisible();

	await page.getByRole('button', { name: 'Español' }).click();
	await expect(page.getByText('Si perdieras este dispositivo')).toBeVisible();
	await expectNoEnglish(page, 'a kit is asked for');
	await page.getByRole('link', { name: 'Hacer un kit de recuperación' }).click();
	await expect(page.getByRole('button', { name: 'Hacer un kit de recuperación' })).toBeVisible();
	await expectNoEnglish(page, 'no kit yet');
	await page.getByRole('button', { name: 'Hacer un kit de recuperación' }).click();
	await expect(page.getByRole('heading', { name: 'Tu kit de recuperación' })).toBeVisible();
	await expectNoEnglish(page, 'a kit to print');
	const paper = (await page.pdf({ format: 'A4' })).toString('latin1');
	expect([...paper.matchAll(/\/Type\s*\/Page\b/g)]).toHaveLength(1);
	await page.getByRole('button', { name: 'Ahora: probarlo' }).click();
	await expectNoEnglish(page, 'trying a kit');
	await page.goto('/cases');
	await expect(page.getByRole('link', { name: 'Probar tu kit' })).toBeVisible();
	await page.goto('/kit');
	await expect(page.getByText('Nadie lo ha probado todavía.', { exact: false })).toBeVisible();
	await expectNoEnglish(page, 'a kit that nobody has tried');
	await page.goto('/recover');
	await expect(page.getByRole('heading', { name: 'Recuperar tus casos' })).toBeVisible();
	await expectNoEnglish(page, 'getting cases back');
	await expectAccessible(page, 'getting cases back, in Spanish');
});
