import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import StatusLine from './StatusLine.svelte';

test('it shows the truth at once and reads out only what matters', async () => {
	const now = (): number => 1000;
	const { rerender } = await render(StatusLine, { state: { kind: 'sent' }, now });
	const line = page.getByRole('status');
	await expect.element(line).toHaveTextContent('Sent to the team');
	await rerender({ state: { kind: 'saving' } });
	await expect.element(line).toHaveTextContent('Saving…');
	await expect.element(line).toHaveAttribute('aria-live', 'off');
	await rerender({ state: { kind: 'offline' } });
	await expect.element(line).toHaveTextContent('Offline: you can go on working');
	await expect.element(line).toHaveAttribute('aria-live', 'polite');
	await rerender({ state: { kind: 'saved' } });
	await expect.element(line).toHaveTextContent('Saved on this device');
	await expect.element(line).toHaveAttribute('aria-live', 'polite');
	await rerender({ state: { kind: 'problem', text: 'This device is full.' } });
	await expect.element(line).toHaveTextContent('This device is full.');
});
