import { describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import RoundTable, { type TablePerson } from './RoundTable.svelte';

function table(count: number, here: number): TablePerson[] {
	return Array.from({ length: count }, (_, n) => ({
		id: `id-${n}`,
		name: `Person ${n + 1}`,
		here: n < here
	}));
}

describe('the round table', () => {
	test('says how many are at the table and lists who is here', async () => {
		const { container } = await render(RoundTable, { people: table(5, 2) });
		await expect.element(page.getByRole('img', { name: '5 people at the table, 2 here now' })).toBeVisible();
		const listed = [...container.querySelectorAll('li')].map((item) => item.textContent);
		expect(listed).toEqual([
			'Person 1, here now',
			'Person 2, here now',
			'Person 3, not here now',
			'Person 4, not here now',
			'Person 5, not here now'
		]);
	});

	test('one person is one person', async () => {
		await render(RoundTable, { people: table(1, 1) });
		await expect.element(page.getByRole('img', { name: '1 person at the table, 1 here now' })).toBeVisible();
	});

	test.each([1, 2, 7, 24])('%i people have a seat each', async (count) => {
		const { container } = await render(RoundTable, { people: table(count, 1) });
		expect(container.querySelectorAll('.seat')).toHaveLength(count);
		expect(container.querySelectorAll('.seat.here')).toHaveLength(1);
	});

	test('more than 24 share the last seat', async () => {
		const { container } = await render(RoundTable, { people: table(60, 1) });
		expect(container.querySelectorAll('.seat')).toHaveLength(23);
		await expect.element(container.querySelector<SVGElement>('.more')).toHaveTextContent('+37');
		expect(container.querySelectorAll('li')).toHaveLength(60);
	});

	test('one’s own seat is at the bottom, and the empty table does not break', async () => {
		const { container, rerender } = await render(RoundTable, { people: table(4, 4), me: 'id-2' });
		expect(container.querySelector('.seat')?.textContent).toBe('P3');
		await rerender({ people: [] });
		expect(container.querySelectorAll('.seat')).toHaveLength(0);
	});

	test('who comes draws up the seat and fills it; the seat stays the same element', async () => {
		const { container, rerender } = await render(RoundTable, { people: table(3, 0) });
		const seat = container.querySelectorAll<SVGGElement>('.chair')[1];
		const before = seat?.style.transform;
		await rerender({ people: table(3, 3) });
		expect(container.querySelectorAll('.chair')[1]).toBe(seat);
		expect(seat?.style.transform).not.toBe(before);
		expect(seat?.querySelector('.seat')?.classList.contains('here')).toBe(true);
	});
});
