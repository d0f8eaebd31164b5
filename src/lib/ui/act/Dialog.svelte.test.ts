import { createRawSnippet } from 'svelte';
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import Dialog from './Dialog.svelte';

const children = createRawSnippet(() => ({ render: () => '<p>Only once, until Friday.</p>' }));

test('it takes the focus, closes with Escape and by its button, and gives the focus back', async () => {
	const before = document.createElement('button');
	document.body.append(before);
	before.focus();
	let closed = 0;
	const { rerender } = await render(Dialog, {
		open: true,
		title: 'Invite Maria',
		children,
		onclose: () => (closed += 1)
	});
	const dialog = page.getByRole('dialog', { name: 'Invite Maria' });
	await expect.element(dialog).toBeVisible();
	expect(dialog.element().contains(document.activeElement)).toBe(true);
	await userEvent.keyboard('{Escape}');
	await expect.element(dialog).not.toBeInTheDocument();
	expect(closed).toBe(1);
	expect(document.activeElement).toBe(before);

	await rerender({ open: true });
	await page.getByRole('button', { name: 'Close' }).click();
	await expect.element(dialog).not.toBeInTheDocument();
	expect(closed).toBe(2);
	expect(document.activeElement).toBe(before);
	before.remove();
});
