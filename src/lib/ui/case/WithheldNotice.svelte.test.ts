import '../style/base.css';
import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import WithheldNotice from './WithheldNotice.svelte';

const since = Date.UTC(2026, 10, 22, 9);
const relays = ['https://table.example', 'http://clinic.example:4870'];

test('it says whose writing is missing, who has seen it, where it was asked for, and that nothing here is lost', async () => {
	const from = { id: 'a', author: { name: 'Ada' }, seenBy: [{ name: 'Cleo' }, { name: '' }], since };
	await render(WithheldNotice, { from, relays });
	const notice = page.getByRole('status');
	await expect.element(notice.getByText('Something that Ada wrote has not come')).toBeVisible();
	await expect.element(notice.getByText(/Cleo and Somebody had it at the latest on .*2026/)).toBeVisible();
	await expect
		.element(notice.getByText(/We asked again at table\.example and clinic\.example:4870/))
		.toBeVisible();
	await expect.element(notice.getByText(/What is on this device is safe/)).toBeVisible();
});

test('where only the author’s own device says so, it says that', async () => {
	await render(WithheldNotice, { from: { id: null, author: null, seenBy: [], since }, relays });
	await expect.element(page.getByText(/Their own device says that it was sent/)).toBeVisible();
});
