import { expect, test } from '../harness/test.ts';
import { tab } from './steps.ts';

test('My plan and the plan are printed with whose copy it is, the own words and nothing to press', async ({
	openPerson
}, info) => {
	const { page } = await openPerson('Maya');
	await page.goto('/');
	await page.getByRole('button', { name: 'Look around a made-up case' }).click();
	await expect(page.getByRole('heading', { name: 'The plan', level: 1 })).toBeVisible();

	await page.emulateMedia({ media: 'print' });
	await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
	await expect(page.getByText(/^Printed on .*Copy for: _+$/)).toBeVisible();
	await expect(page.getByText('I want my own front door')).toBeVisible();
	await expect(page.locator('textarea:visible, button:visible, select:visible')).toHaveCount(0);
	await expect(page.getByRole('link', { name: /^Talk about this/ }).filter({ visible: true })).toHaveCount(0);
	await expect(page.getByRole('article').first()).toBeVisible();
	await page.screenshot({ path: info.outputPath('plan.png'), fullPage: true });
	await page.evaluate(() => dispatchEvent(new Event('afterprint')));
	await page.emulateMedia({ media: null });

	await tab(page, 'My plan');
	await page.getByLabel('Whose page is this?').selectOption({ label: 'Rosa Delgado' });
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('The plan for Rosa Delgado');
	await page.setViewportSize({ width: 794, height: 1123 });
	await page.emulateMedia({ media: 'print' });
	await expect(page.getByText('Copy for Rosa Delgado')).toBeVisible();
	await expect(page.getByText(/^From .*The plan may have changed since\.$/)).toBeVisible();
	await expect(page.getByText('I want my own front door')).toBeVisible();
	await expect(page.getByRole('heading', { name: 'Next steps for Rosa Delgado' })).toBeVisible();
	await expect(page.getByRole('heading', { name: 'The team' })).toBeVisible();
	await expect(page.getByRole('button')).toHaveCount(0);
	await expect(page.getByRole('navigation')).toHaveCount(0);
	await page.screenshot({ path: info.outputPath('my-plan.png'), fullPage: true });

	const paper = (await page.pdf({ format: 'A4' })).toString('latin1');
	const sheets = [...paper.matchAll(/\/Type\s*\/Page\b/g)].length;
	expect(sheets).toBeGreaterThan(0);
	expect(sheets).toBeLessThan(6);
});
