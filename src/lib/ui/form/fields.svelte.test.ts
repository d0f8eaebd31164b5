import '../style/base.css';
import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import Checkbox from './Checkbox.svelte';
import CopyField from './CopyField.svelte';
import DateField from './DateField.svelte';
import ErrorSummary from './ErrorSummary.svelte';
import RadioGroup from './RadioGroup.svelte';
import SelectField from './SelectField.svelte';
import TextArea from './TextArea.svelte';
import TextField from './TextField.svelte';

describe('a field', () => {
	test('belongs to its label, hint and error', async () => {
		await render(TextField, {
			value: '',
			label: 'Your name',
			hint: 'As others see it',
			error: 'Write a name'
		});
		const field = page.getByRole('textbox', { name: 'Your name' });
		await expect.element(field).toHaveAccessibleDescription('As others see it Error: Write a name');
		await expect.element(field).toHaveAttribute('aria-invalid', 'true');
	});

	test('a hidden label is still its name', async () => {
		await render(TextArea, { value: 'x', label: 'A message', hideLabel: true });
		await expect.element(page.getByRole('textbox', { name: 'A message' })).toBeVisible();
	});

	test('a text area grows with its text', async () => {
		const { rerender } = await render(TextArea, { value: 'one', label: 'A message', rows: 2 });
		const field = page.getByRole('textbox').element();
		const before = field.getBoundingClientRect().height;
		await rerender({ value: 'line\n'.repeat(9) });
		expect(field.getBoundingClientRect().height).toBeGreaterThan(before * 2);
	});

	test('a date is told when it is whole', async () => {
		const picked: string[] = [];
		await render(DateField, { value: '', label: 'By when', onpick: (value: string) => picked.push(value) });
		await page.getByLabelText('By when').fill('2026-12-05');
		await userEvent.tab();
		expect(picked.at(-1)).toBe('2026-12-05');
	});

	test('a choice from a list', async () => {
		const picked: string[] = [];
		const options = [
			{ value: 'planned', label: 'Planned' },
			{ value: 'active', label: 'Under way' }
		];
		const props = {
			value: '',
			label: 'How it stands',
			options,
			onpick: (value: string) => picked.push(value)
		};
		await render(SelectField<string>, props);
		const field = page.getByRole('combobox', { name: 'How it stands' });
		await expect.element(field).toHaveDisplayValue('Please choose');
		await field.selectOptions('Under way');
		expect(picked).toEqual(['active']);
	});
});

test('radio buttons: arrows choose, the question is the group’s name', async () => {
	const picked: string[] = [];
	const options = [
		{ value: 'view', label: 'Read', hint: 'Sees the plan' },
		{ value: 'edit', label: 'Edit' }
	];
	const props = {
		value: 'view',
		label: 'What may they do?',
		options,
		onpick: (value: string) => picked.push(value)
	};
	await render(RadioGroup<string>, props);
	await expect.element(page.getByRole('group', { name: 'What may they do?' })).toBeVisible();
	page.getByRole('radio', { name: 'Read' }).element().focus();
	await userEvent.keyboard('{ArrowDown}');
	expect(picked).toEqual(['edit']);
	await expect.element(page.getByRole('radio', { name: 'Edit' })).toBeChecked();
});

test('a checkbox tells what it became', async () => {
	const told: boolean[] = [];
	await render(Checkbox, {
		checked: false,
		label: 'Done',
		oncheck: (checked: boolean) => told.push(checked)
	});
	await page.getByText('Done').click();
	await page.getByRole('checkbox', { name: 'Done' }).click();
	expect(told).toEqual([true, false]);
});

test('the error summary takes the focus and leads to the field', async () => {
	await render(TextField, { value: '', label: 'Your name', id: 'own-name' });
	const { rerender } = await render(ErrorSummary, { errors: [] });
	await rerender({ errors: [{ id: 'own-name', text: 'Write a name' }] });
	await expect.element(page.getByRole('alert', { name: 'There is a problem' })).toHaveFocus();
	await page.getByRole('link', { name: 'Write a name' }).click();
	await expect.element(page.getByRole('textbox', { name: 'Your name' })).toHaveFocus();
});

describe('copying', () => {
	test('says that it is done', async () => {
		const copied: string[] = [];
		const copy = async (text: string): Promise<void> => void copied.push(text);
		await render(CopyField, { label: 'The link', value: 'https://x.example/#s', copy });
		await page.getByRole('button', { name: 'Copy' }).click();
		await expect.element(page.getByRole('status')).toHaveTextContent('Copied');
		expect(copied).toEqual(['https://x.example/#s']);
	});

	test('refused: marks the text and says what to do', async () => {
		await render(CopyField, {
			label: 'The link',
			value: 'abc',
			copy: () => Promise.reject(new Error('refused'))
		});
		await page.getByRole('button', { name: 'Copy' }).click();
		await expect.element(page.getByRole('status')).toHaveTextContent('copy it with your keyboard');
		expect(getSelection()?.toString()).toBe('abc');
	});
});
