import { createRawSnippet } from 'svelte';
import { beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import Reorderable from './Reorderable.svelte';

interface Step {
	readonly id: string;
	readonly text: string;
}

let items: Step[];
beforeEach(() => {
	items = ['Rails', 'Stairs', 'Shop'].map((text, index) => ({ id: String(index), text }));
});

const item = createRawSnippet<[Step, number]>((step) => ({ render: () => `<p>${step().text}</p>` }));

async function show(more: { readonly?: boolean } = {}): Promise<{ texts: () => (string | null)[] }> {
	const props = { items, label: (step: Step) => step.text, item, onmove, ...more };
	const { container, rerender } = await render(Reorderable<Step>, props);
	function onmove(id: string, to: number): void {
		const moved = items.filter((step) => step.id !== id);
		const step = items.find((one) => one.id === id);
		if (step) moved.splice(to, 0, step);
		items = moved;
		void rerender({ items });
	}
	return { texts: () => [...container.querySelectorAll('p:not([role])')].map((one) => one.textContent) };
}

test('buttons move, say where to, and keep the focus, also at the end', async () => {
	const { texts } = await show();
	const down = page.getByRole('button', { name: 'Move down: Rails' });
	down.element().focus();
	await userEvent.keyboard('{Enter}');
	expect(texts()).toEqual(['Stairs', 'Rails', 'Shop']);
	await expect.element(page.getByRole('status')).toHaveTextContent('Rails is now number 2 of 3.');
	await expect.element(down).toHaveFocus();
	await userEvent.keyboard('{Enter}');
	expect(texts()).toEqual(['Stairs', 'Shop', 'Rails']);
	await expect.element(down).toHaveFocus();
	await expect.element(down).toHaveAttribute('aria-disabled', 'true');
	await userEvent.keyboard('{Enter}');
	expect(texts()).toEqual(['Stairs', 'Shop', 'Rails']);
});

test('when another person moves a row, who writes in it goes on writing', async () => {
	const field = createRawSnippet<[Step, number]>((step) => ({
		render: () => `<input aria-label="${step().text}">`
	}));
	const { rerender } = await render(Reorderable<Step>, {
		items,
		label: (step: Step) => step.text,
		item: field,
		onmove: () => undefined
	});
	const writing = page.getByRole('textbox', { name: 'Rails' });
	(writing.element() as HTMLElement).focus();
	await userEvent.keyboard('one');
	await rerender({ items: [...items].reverse() });
	await rerender({ items: [items[1], items[0], items[2]] as Step[] });
	await expect.element(writing).toHaveFocus();
	await userEvent.keyboard(' two');
	await expect.element(writing).toHaveValue('one two');
});

test('dragging the grip does the same; Escape puts all back', async () => {
	await page.viewport(900, 700);
	const { texts } = await show();
	const grip = document.querySelectorAll<HTMLElement>('.grip')[0];
	if (!grip) throw new Error('no grip');
	const start = grip.getBoundingClientRect();
	const pointer = (type: string, by: number): boolean =>
		grip.dispatchEvent(
			new PointerEvent(type, {
				clientY: start.y + by,
				isPrimary: true,
				button: 0,
				pointerId: 1,
				bubbles: true
			})
		);
	// A made-up pointer cannot be captured; capturing is the browser's own part.
	grip.setPointerCapture = () => undefined;
	pointer('pointerdown', 0);
	pointer('pointermove', 400);
	pointer('pointerup', 400);
	await expect.poll(texts).toEqual(['Stairs', 'Shop', 'Rails']);

	pointer('pointerdown', 0);
	pointer('pointermove', -400);
	dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
	pointer('pointerup', -400);
	expect(texts()).toEqual(['Stairs', 'Shop', 'Rails']);
});

test('who only reads gets a plain list', async () => {
	await show({ readonly: true });
	await expect.element(page.getByRole('button')).not.toBeInTheDocument();
});
