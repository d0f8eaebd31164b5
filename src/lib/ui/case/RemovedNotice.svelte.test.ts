import '../style/base.css';
import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import CaseHost from '../../../../tests/simulation/CaseHost.svelte';
import { setPageTable } from '../../../../tests/simulation/page-table.ts';
import CaseNotices from './CaseNotices.svelte';
import RemovedNotice from './RemovedNotice.svelte';

test('it appears when somebody is taken from the table, and says what stays and whom to ask', async () => {
	const { ada, seat } = await setPageTable();
	const tom = await seat('Tom', 'provider', 'edit');
	await render(CaseHost<Record<string, never>>, { opened: tom, part: CaseNotices, given: {} });
	const notice = page.getByRole('status').getByText(/What is on this device stays readable here/);
	await expect.element(notice).not.toBeInTheDocument();
	await ada.remove(tom.me);
	await expect.element(notice).toBeVisible();
	await expect.element(page.getByText(/You are no longer at this table/)).toBeVisible();
	await expect.element(page.getByText(/ask Ada Lane\./)).toBeVisible();
	await expect
		.element(page.getByRole('link', { name: 'Keep it safe' }))
		.toHaveAttribute('href', expect.stringMatching(/\/safe#leave$/));
});

test('where nobody is left to ask by name, it says so without one', async () => {
	await render(RemovedNotice, { managers: [] });
	await expect.element(page.getByText(/ask somebody who sits there/)).toBeVisible();
});
