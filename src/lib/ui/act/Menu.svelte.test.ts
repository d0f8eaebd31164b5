import '../style/base.css';
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import Menu from './Menu.svelte';

const chosen: string[] = [];
const items = [
	{ label: 'Talk about this', onselect: () => chosen.push('talk') },
	{ label: 'Move up', onselect: () => chosen.push('up') },
	{ label: 'Remove', onselect: () => chosen.push('remove'), danger: true }
];

test('by keyboard: opens, goes round, chooses, and the focus returns', async () => {
	await render(Menu, { items, label: 'More for this goal' });
	const button = page.getByRole('button', { name: 'More for this goal' });
	button.element().focus();
	await userEvent.keyboard('{Enter}');
	await expect.element(page.getByRole('menuitem', { name: 'Talk about this' })).toHaveFocus();
	await expect.element(button).toHaveAttribute('aria-expanded', 'true');
	await userEvent.keyboard('{ArrowUp}');
	await expect.element(page.getByRole('menuitem', { name: 'Remove' })).toHaveFocus();
	await userEvent.keyboard('m');
	await userEvent.keyboard('{Enter}');
	expect(chosen).toEqual(['up']);
	await expect.element(button).toHaveFocus();
	await expect.element(button).toHaveAttribute('aria-expanded', 'false');

	await userEvent.keyboard('{ArrowDown}');
	await userEvent.keyboard('{Escape}');
	await expect.element(page.getByRole('menu')).not.toBeInTheDocument();
	await expect.element(button).toHaveFocus();
});

test('it stands wholly inside a narrow window', async () => {
	await page.viewport(320, 400);
	await render(Menu, { items, label: 'More' });
	await page.getByRole('button', { name: 'More' }).click();
	const box = page.getByRole('menu').element().getBoundingClientRect();
	expect(box.left).toBeGreaterThanOrEqual(0);
	expect(box.right).toBeLessThanOrEqual(innerWidth);
	expect(box.top).toBeGreaterThanOrEqual(0);
	expect(box.bottom).toBeLessThanOrEqual(innerHeight);
});
