import '../style/base.css';
import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import PersonBadge from './PersonBadge.svelte';

test('without words the name and whether they are here are its accessible name', async () => {
	const { rerender } = await render(PersonBadge, { id: 'a', name: 'Amina Yusuf' });
	await expect.element(page.getByRole('img', { name: 'Amina Yusuf', exact: true })).toBeVisible();
	await rerender({ here: true });
	await expect.element(page.getByRole('img', { name: 'Amina Yusuf, here now' })).toBeVisible();
	await rerender({ here: false });
	await expect.element(page.getByRole('img', { name: 'Amina Yusuf, not here now' })).toBeVisible();
});

test('a name of 10,000 letters takes a few lines and makes nothing wider', async () => {
	await page.viewport(320, 600);
	const { container } = await render(PersonBadge, { id: 'a', name: 'م'.repeat(10_000), named: true });
	expect(container.getBoundingClientRect().height).toBeLessThan(150);
	expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(innerWidth);
});
