import type { Page } from '@playwright/test';
import { newToldCode, spokenCode } from '#lib/session/told-code.ts';
import { expectAccessible } from '../harness/accessible.ts';
import { expect, test } from '../harness/test.ts';
import { tabTo } from '../path/by-keyboard.ts';
import { add, expectStatus, field, startCase, tab, words } from '../path/steps.ts';

const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

/** Makes a link and a code; ends on the page where both stand. */
async function inviteWithCode(page: Page, name: string): Promise<{ link: string; code: string }> {
	await tab(page, 'People');
	await page.getByRole('link', { name: 'Invite somebody' }).click();
	await page.getByLabel('Who is it for?').fill(name);
	await page.getByLabel('Who are they in this case?').selectOption({ label: 'Family or friend' });
	await page.getByRole('radio', { name: /^Change the plan(?! and)/ }).check();
	await page.getByRole('radio', { name: /^With a code that you tell them another way/ }).check();
	await page.getByRole('button', { name: 'Make the link' }).click();
	await expect(page.getByText('The link works now.')).toBeVisible();
	const made = page.getByRole('region', { name: `The code for ${name}` });
	await expect(made).toContainText('not in the message with the link');
	const code = /\d{3} \d{3}/.exec(await made.innerText())?.[0];
	if (!code) throw new Error('no code stands there');
	return { link: await page.getByLabel('The link', { exact: true }).inputValue(), code };
}

function otherThan(code: string): string {
	for (;;) {
		const other = spokenCode(newToldCode((length) => crypto.getRandomValues(new Uint8Array(length))));
		if (other !== code) return other;
	}
}

const waiting = { name: 'You wait to be let in', level: 1 } as const;

test('a wrong code lets nobody in; with the right one somebody waits and is let in when the inviter is back', async ({
	openPerson
}) => {
	const [maya, eve, luca] = await Promise.all([
		openPerson('Maya'),
		openPerson('Eve'),
		openPerson('Luca', phone)
	]);
	const address = await startCase(maya.page);
	await add(maya.page, 'Add a strength', 'Stubborn');
	await expectStatus(maya.page, words.sent);

	const first = await inviteWithCode(maya.page, 'Luca');
	await expectAccessible(maya.page, 'a link and a code');

	await test.step('somebody has the link and guesses', async () => {
		await eve.page.goto(first.link);
		await eve.page.getByLabel('Your name').fill('Eve');
		await eve.page.getByRole('button', { name: 'Join', exact: true }).click();
		await expect(eve.page.getByRole('alert').first()).toContainText('Write the code that you were told');
		await expect(eve.page.getByText('Maya can see that this link has been opened.')).toBeVisible();
		await tab(maya.page, 'People');
		const waits = maya.page.getByRole('region', { name: 'Invited, not here yet' });
		await expect(waits.getByText('The link has been opened, and nobody has sat down yet.')).toBeVisible();
		await expectAccessible(maya.page, 'a link that has been opened');
		await eve.page.getByLabel('The code').fill('12 34');
		await eve.page.getByRole('button', { name: 'Join', exact: true }).click();
		await expect(eve.page.getByRole('alert').first()).toContainText('That is not the code');
		await expectAccessible(eve.page, 'an invitation that asks for a code');
		await eve.page.getByLabel('The code').fill(otherThan(first.code));
		await eve.page.getByRole('button', { name: 'Join', exact: true }).click();
		await expect(eve.page.getByRole('heading', waiting)).toBeVisible();
		await expectAccessible(eve.page, 'waiting to be let in');
	});

	await test.step('Maya is told who it was, and takes the seat away', async () => {
		const told = maya.page.getByRole('status').filter({ hasText: 'Eve waits to be let in' });
		await expect(told).toContainText('The code that they gave is wrong');
		await told.getByRole('link', { name: 'Look under People' }).click();
		await expect(maya.page.getByRole('listitem').filter({ hasText: 'Eve' })).toContainText('Waits for you');
		await expectAccessible(maya.page, 'somebody who waits');
		await maya.page.getByRole('button', { name: 'More for Eve' }).click();
		await maya.page.getByRole('menuitem', { name: 'It is Eve: let them in' }).click();
		const dialog = maya.page.getByRole('dialog');
		await expect(dialog).toContainText('Nothing shows that this is Eve');
		await expectAccessible(maya.page, 'letting somebody in by hand');
		await maya.page.keyboard.press('Escape');
		await expect(dialog).toBeHidden();
		await maya.page.getByRole('button', { name: 'More for Eve' }).click();
		await maya.page.getByRole('menuitem', { name: 'Take Eve from the table' }).click();
		await dialog.getByRole('button', { name: 'Take from the table' }).click();
		await expect(maya.page.getByText('Eve is no longer at the table.')).toBeVisible();
		await expect(eve.page.getByText('You are no longer at this table')).toBeVisible();
		await expect(eve.page.getByText('Stubborn')).toHaveCount(0);
	});

	const second = await inviteWithCode(maya.page, 'Luca');
	await test.step('the code stands under People as long as Luca has not come', async () => {
		await maya.page.getByRole('link', { name: 'Done' }).click();
		await expect(maya.page.getByText(`Code to tell them: ${second.code}`)).toBeVisible();
		await expectAccessible(maya.page, 'an invitation with a code, waiting');
	});
	await maya.page.close();

	await test.step('Luca sits down on his phone while she is away, and waits', async () => {
		const { page } = luca;
		await page.goto(second.link);
		await expect(page.getByRole('heading', { name: 'Maya invites you to the table' })).toBeVisible();
		await page.getByLabel('Your name').fill('Luca');
		await page.getByLabel('The code').fill(second.code);
		await page.getByRole('button', { name: 'Join', exact: true }).click();
		await expect(page.getByRole('heading', waiting)).toBeVisible();
		await expect(
			page.getByText('Maya lets you in when Maya is next online.', { exact: false })
		).toBeVisible();
		await expectStatus(page, words.sent);
		await page.reload();
		await expect(page.getByRole('heading', waiting)).toBeVisible();
		await expect(page.getByText('Stubborn')).toHaveCount(0);
	});

	await test.step('Maya is back, at her list of cases: he is let in by itself', async () => {
		const page = await maya.context.newPage();
		await page.goto('/cases');
		await expect(luca.page.getByRole('heading', waiting)).toHaveCount(0);
		await tab(luca.page, 'Plan');
		await expect(field(luca.page, words.strength)).toHaveValue('Stubborn');
		await add(luca.page, 'Add a strength', 'Cheerful');
		await expectStatus(luca.page, words.sent);
		await page.goto(address);
		await expect(field(page, words.strength)).toHaveValue('Cheerful');
		await tab(page, 'People');
		await expect(page.getByText('Code to tell them', { exact: false })).toHaveCount(0);
		await luca.page.reload();
		await expect(field(luca.page, words.strength)).toHaveValue('Cheerful');
	});
});

test('by keyboard alone somebody gives name and code, and is let in while they look', async ({
	openPerson
}) => {
	const [maya, ines] = await Promise.all([openPerson('Maya'), openPerson('Ines')]);
	await startCase(maya.page);
	const { link, code } = await inviteWithCode(maya.page, 'Ines');
	const { page } = ines;
	await page.goto(link);
	await expect(page.getByRole('heading', { name: 'Maya invites you to the table' })).toBeVisible();
	await tabTo(page, /^Your name/);
	await expect(page.getByLabel('Your name')).toHaveValue('Ines');
	await tabTo(page, /^The code/);
	await page.keyboard.type(code);
	await page.keyboard.press('Enter');
	await expect(page.getByRole('navigation', { name: 'This case' })).toBeVisible();
	await tab(page, 'People');
	await expect(page.getByRole('list', { name: 'People at the table' })).toContainText('Maya');
});
