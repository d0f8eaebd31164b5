import { expectAccessible } from '../harness/accessible.ts';
import { expect, test } from '../harness/test.ts';
import { expectStatus, invite, join, startCase, tab, words } from '../path/steps.ts';

test('the client sees who has opened the case and who could read it; her own looks only if she wants', async ({
	openPerson
}) => {
	const [maya, rosa] = await Promise.all([
		openPerson('Maya'),
		openPerson('Rosa', { viewport: { width: 390, height: 844 }, hasTouch: true })
	]);
	await startCase(maya.page);
	await join(rosa.page, await invite(maya.page, 'Rosa', 'The person this plan is for'), 'Rosa');
	await tab(maya.page, 'Talk');
	await expectStatus(maya.page, words.sent);

	await tab(rosa.page, 'People');
	await rosa.page.getByRole('link', { name: 'Who has seen it' }).click();
	await expect(rosa.page.getByRole('heading', { name: 'Who has seen it', level: 1 })).toBeVisible();
	const visits = rosa.page.getByRole('list', { name: 'When it was opened' });
	const mayas = visits.getByRole('listitem').filter({ hasText: 'Maya' });
	const rosas = visits.getByRole('listitem').filter({ hasText: 'Rosa' });
	await expect(mayas).toContainText(/Plan: last on/);
	await expect(mayas).toContainText(/Talk: last on/);
	await expect(rosas).toContainText('does not show when they look');
	const history = rosa.page.getByRole('list', { name: 'Who could read it' });
	await expect(history).toContainText('Maya began this case');
	await expect(history).toContainText('Rosa sat down, invited by Maya: Changes the plan');
	await expectAccessible(rosa.page, 'who has seen it');

	await rosa.page.getByRole('checkbox', { name: 'Show here when I look' }).check();
	await tab(rosa.page, 'Plan');
	await expectStatus(rosa.page, words.sent);
	await tab(maya.page, 'People');
	await maya.page.getByRole('link', { name: 'Who has seen it' }).click();
	await expect(
		maya.page
			.getByRole('list', { name: 'When it was opened' })
			.getByRole('listitem')
			.filter({ hasText: 'Rosa' })
	).toContainText(/Plan: last on/);
	await expect(maya.page.getByText('You are here for your work')).toBeVisible();
	await expectAccessible(maya.page, 'who has seen it, at work');

	await rosa.page.reload();
	await tab(rosa.page, 'People');
	await rosa.page.getByRole('link', { name: 'Who has seen it' }).click();
	await expect(rosa.page.getByRole('checkbox', { name: 'Show here when I look' })).toBeChecked();
});
