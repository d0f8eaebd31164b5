import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import ToastRegion from './ToastRegion.svelte';
import { Toasts } from './toasts.svelte.ts';

let due: Map<number, () => void>;
let toasts: Toasts;

beforeEach(() => {
	due = new Map();
	let next = 1;
	toasts = new Toasts({
		setTimeout: (run, ms) => {
			expect(ms).toBe(10_000);
			due.set(next, run);
			return next++;
		},
		clearTimeout: (handle) => due.delete(handle as number)
	});
});

function pass(): void {
	for (const run of [...due.values()]) run();
}

describe('messages that go by themselves', () => {
	test('are announced, can be undone by keyboard, and go after ten seconds', async () => {
		const undone: string[] = [];
		await render(ToastRegion, { toasts });
		toasts.show('The goal was removed.', () => undone.push('goal'));
		await expect.element(page.getByRole('status')).toHaveTextContent('The goal was removed.');
		await userEvent.tab();
		await expect.element(page.getByRole('button', { name: 'Undo' })).toHaveFocus();
		await userEvent.keyboard('{Enter}');
		expect(undone).toEqual(['goal']);
		await expect.element(page.getByText('The goal was removed.')).not.toBeInTheDocument();

		toasts.show('Second');
		await expect.element(page.getByText('Second')).toBeVisible();
		pass();
		await expect.element(page.getByText('Second')).not.toBeInTheDocument();
	});

	test('stay while they have the focus', async () => {
		await render(ToastRegion, { toasts });
		toasts.show('Removed', () => undefined);
		const undo = page.getByRole('button', { name: 'Undo' });
		await expect.element(undo).toBeVisible();
		(undo.element() as HTMLElement).focus();
		expect(due.size).toBe(0);
		(document.activeElement as HTMLElement).blur();
		expect(due.size).toBe(1);
	});

	test('at most three at once; the oldest goes first', () => {
		for (const text of ['one', 'two', 'three', 'four']) toasts.show(text);
		expect(toasts.shown.map((toast) => toast.text)).toEqual(['two', 'three', 'four']);
		expect(due.size).toBe(3);
	});
});
