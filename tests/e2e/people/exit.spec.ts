import type { BrowserContext, Page } from '@playwright/test';
import { elsewhere } from '#lib/ui/exit/leave.ts';
import { expectAccessible } from '../harness/accessible.ts';
import { expect, test } from '../harness/test.ts';
import { add, expectStatus, field, startCase, words } from '../path/steps.ts';

/** The page that is opened in place of ours; tests ask no other host. */
async function standIn(context: BrowserContext): Promise<void> {
	await context.route(elsewhere, (route) =>
		route.fulfill({ contentType: 'text/html', body: '<title>Encyclopedia</title><h1>Encyclopedia</h1>' })
	);
}

async function expectElsewhere(page: Page): Promise<void> {
	await expect(page.getByRole('heading', { name: 'Encyclopedia' })).toBeVisible();
	expect(page.url()).toBe(elsewhere);
}

test('who has to leave at once leaves nothing to see, in any tab, and Back shows nothing', async ({
	openPerson
}) => {
	const { context, page } = await openPerson('Rosa');
	await standIn(context);
	const address = await startCase(page);
	await add(page, 'Add a strength', 'Stubborn');
	await expectStatus(page, words.sent);
	await expect(page.getByRole('button', { name: 'Leave now' })).toHaveCount(0);

	await page.goto('/safe');
	await expect(page.getByText('It does not clear the browser’s history', { exact: false })).toBeVisible();
	await page.getByRole('button', { name: 'Turn it on' }).press('Enter');
	await expect(page.getByRole('button', { name: 'Leave now' })).toBeVisible();
	await expectAccessible(page, 'a way to leave quickly');
	await page.goto(address);
	const other = await context.newPage();
	await other.goto(address);
	await expect(field(other, words.strength)).toHaveValue('Stubborn');

	await test.step('capitals do not leave', async () => {
		await field(page, words.strength).focus();
		await page.keyboard.press('End');
		for (const letter of [' ', 'A', 'B', 'C', 'D']) await page.keyboard.press(`Shift+${letter}`);
		await expect(field(page, words.strength)).toHaveValue('Stubborn ABCD');
	});

	await test.step('Shift, three times', async () => {
		for (let i = 0; i < 3; i++) await page.keyboard.press('Shift');
		await expectElsewhere(page);
		await expectElsewhere(other);
	});

	await test.step('Back shows nothing of it', async () => {
		await page.goBack();
		await expectElsewhere(page);
		await expect(page.getByText('Stubborn')).toHaveCount(0);
	});

	await test.step('who comes anew finds what was typed last', async () => {
		await page.goto(address);
		await expect(field(page, words.strength)).toHaveValue('Stubborn ABCD');
		await page.getByRole('button', { name: 'Leave now' }).click();
		await expectElsewhere(page);
	});

	await test.step('it can be turned off again', async () => {
		await page.goto('/safe');
		await page.getByRole('button', { name: 'Turn it off' }).click();
		await expect(page.getByRole('button', { name: 'Leave now' })).toHaveCount(0);
		await page.reload();
		await expect(page.getByText('It is off.')).toBeVisible();
	});
});
