import '../style/base.css';
import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import PickOrNone from './PickOrNone.svelte';

const options = [
	{ value: 'none', label: 'Nobody pays' },
	{ value: 'paid', label: 'Paid' }
];

test('a code is picked, and taken back; a code called none is not nothing', async () => {
	const picked: (string | null)[] = [];
	const onpick = (value: string | null) => picked.push(value);
	await render(PickOrNone<string>, { label: 'Paid?', value: null, options, none: 'Not said', onpick });
	const field = page.getByRole('combobox', { name: 'Paid?' });
	await expect.element(field).toHaveDisplayValue('Not said');
	await field.selectOptions('Nobody pays');
	expect(picked).toEqual(['none']);
});

test('what is no longer among the choices shows as nothing picked', async () => {
	const picked: (string | null)[] = [];
	const onpick = (value: string | null) => picked.push(value);
	await render(PickOrNone<string>, { label: 'Paid?', value: 'gone', options, none: 'Not said', onpick });
	const field = page.getByRole('combobox', { name: 'Paid?' });
	await expect.element(field).toHaveDisplayValue('Not said');
	await field.selectOptions('Paid');
	expect(picked).toEqual(['paid']);
});
