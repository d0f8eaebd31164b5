import type { Page } from '@playwright/test';
import { expectAccessible } from '../harness/accessible.ts';
import { expect, test } from '../harness/test.ts';
import { invite, startCase, tab } from './steps.ts';

test('the pages before a case are accessible, narrow and wide, light and dark', async ({ openPerson }) => {
	const { page } = await openPerson('Maya');
	await page.goto('/');
	await expect(page.getByRole('link', { name: 'Start a case' })).toBeVisible();
	await expectAccessible(page, 'welcome');

	await page.goto('/start');
	await page.getByRole('radio', { name: 'Someone I help' }).check();
	await page.getByRole('button', { name: 'Start', exact: true }).click();
	await expect(page.getByRole('heading', { name: 'There is a problem' })).toBeVisible();
	await expectAccessible(page, 'start, with mistakes');

	await page.goto('/join');
	await page.getByRole('button', { name: 'Look at the invitation' }).click();
	await expect(page.getByText('Please paste the link you were sent')).toBeVisible();
	await expectAccessible(page, 'an invitation to paste, with a mistake');

	await page.goto('/join#mangled');
	await expect(page.getByRole('button', { name: 'Use another link' })).toBeVisible();
	await expectAccessible(page, 'a link that is none');

	await page.goto('/cases');
	await expect(page.getByText('No case on this device yet')).toBeVisible();
	await expectAccessible(page, 'no case');

	await page.goto('/help');
	await expect(page.getByRole('heading', { name: 'Help', level: 1 })).toBeVisible();
	await expectAccessible(page, 'help');

	await page.goto('/nowhere');
	await expect(page.getByRole('heading', { name: 'We could not find this page' })).toBeVisible();
	await expectAccessible(page, 'no such page');

	await page.goto(`/case/${'x'.repeat(43)}`);
	await expect(page.getByRole('heading', { name: 'This case is not on this device' })).toBeVisible();
	await expectAccessible(page, 'no such case');
});

test('a full plan is accessible, narrow and wide, light and dark', async ({ openPerson }) => {
	const { page } = await openPerson('Maya');
	await openMadeUp(page);
	for (const list of ['Needs', 'Goals', 'Services and support', 'Risks', 'People in the plan'])
		await page
			.getByRole('region', { name: list, exact: true })
			.getByRole('button', { name: /^Change: /, expanded: false })
			.first()
			.click();
	await expectAccessible(page, 'the plan');
});

test('the other pages of a case are accessible, narrow and wide, light and dark', async ({ openPerson }) => {
	const { page } = await openPerson('Maya');
	await openMadeUp(page);
	await tab(page, 'Talk');
	await page.getByRole('button', { name: 'Say something' }).click();
	await expectAccessible(page, 'talk');
	await page
		.getByRole('link', { name: /^Say what you think about: / })
		.first()
		.click();
	await expect(page.getByRole('link', { name: 'All of Talk' })).toBeVisible();
	await expectAccessible(page, 'talk about a goal');

	await tab(page, 'People');
	await expect(page.getByRole('heading', { name: 'People at the table' })).toBeVisible();
	await expectAccessible(page, 'people');

	await tab(page, 'My plan');
	await page.getByLabel('Whose page is this?').selectOption({ index: 1 });
	await expectAccessible(page, 'my plan');

	await page.getByRole('link', { name: 'Your cases', exact: true }).click();
	await expect(page.getByRole('heading', { name: 'Your cases', level: 1 })).toBeVisible();
	await expectAccessible(page, 'cases');

	await page.getByRole('link', { name: 'Keep it safe' }).last().click();
	await expect(page.getByRole('heading', { name: 'Keep it safe', level: 1 })).toBeVisible();
	await expectAccessible(page, 'keep it safe');
});

test('an invitation is accessible on both its sides, and so is a reader’s plan', async ({ openPerson }) => {
	const [maya, ines] = await Promise.all([openPerson('Maya'), openPerson('Ines')]);
	await startCase(maya.page);
	const link = await invite(maya.page, 'Ines', 'Gives help', 'Read');
	await expectAccessible(maya.page, 'the link');
	await maya.page.getByRole('button', { name: 'Invite somebody else' }).click();
	await maya.page.getByRole('button', { name: 'Make the link' }).click();
	await expectAccessible(maya.page, 'an invitation with mistakes');

	await ines.page.goto(link);
	await expect(ines.page.getByRole('heading', { name: /invites you to the table/ })).toBeVisible();
	await expectAccessible(ines.page, 'an invitation');
	await ines.page.getByRole('button', { name: 'Join', exact: true }).click();
	await ines.page.waitForURL(/\/case\//);
	await tab(ines.page, 'Plan');
	await expect(ines.page.getByText('You can read the plan here.')).toBeVisible();
	await expectAccessible(ines.page, 'a plan to read');
});

async function openMadeUp(page: Page): Promise<void> {
	await page.goto('/');
	await page.getByRole('button', { name: 'Look around a made-up case' }).click();
	await expect(page.getByRole('heading', { name: 'The plan', level: 1 })).toBeVisible();
}
