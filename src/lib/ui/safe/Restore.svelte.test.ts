import '../style/base.css';
import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { Restored } from '#lib/session/backup.ts';
import type { Device } from '#lib/session/device.ts';
import Restore from './Restore.svelte';

const device = Object.create(null) as Device;
const file = new File([new Uint8Array([1, 2, 3])], 'roundtable-2026-01-05.backup');

async function open(outcome: Restored) {
	const given: [number[], string][] = [];
	let finished = 0;
	await render(Restore, {
		device,
		open: true,
		onrestored: () => (finished += 1),
		restore: async (_device: Device, bytes: Uint8Array, words: string) => {
			given.push([[...bytes], words]);
			return outcome;
		}
	});
	return { given, finished: () => finished };
}

async function fillIn(words: string): Promise<void> {
	await page.getByLabelText('Backup file').upload(file);
	await page.getByLabelText('The twelve words').fill(words);
	await page.getByRole('button', { name: 'Bring back' }).click();
}

test('an empty form says what is missing', async () => {
	const { given } = await open({ kind: 'damaged' });
	await page.getByRole('button', { name: 'Bring back' }).click();
	const alert = page.getByRole('alert');
	await expect.element(alert).toHaveTextContent('Please choose your backup file');
	await expect.element(alert).toHaveTextContent('Please write the twelve words');
	expect(given).toEqual([]);
});

const faults: [Restored, string, string][] = [
	[
		{ kind: 'unknown-word', place: 3, word: 'x'.repeat(500) },
		'The twelve words',
		'Word 3, “xxxxxxxxxxxxxxxxxxxxxxxx…”'
	],
	[{ kind: 'wrong-count', count: 11 }, 'The twelve words', 'There should be 12 words. Here are 11'],
	[{ kind: 'wrong-words' }, 'The twelve words', 'These words do not open this file'],
	[{ kind: 'not-a-backup' }, 'Backup file', 'not a backup from Roundtable'],
	[{ kind: 'damaged' }, 'Backup file', 'cut off or was changed'],
	[{ kind: 'newer' }, 'Backup file', 'newer version'],
	[{ kind: 'not-stored', reason: 'full' }, 'Backup file', 'cannot keep them']
];

test.each(faults)(
	'$kind is told at the field it is about, which keeps what was typed',
	async (outcome, field, text) => {
		await open(outcome);
		await fillIn('some words');
		await expect.element(page.getByRole('alert')).toHaveTextContent(text);
		await expect
			.element(page.getByLabelText(field))
			.toHaveAccessibleDescription(new RegExp(`Error:.*${text.slice(0, 12)}`));
		await expect.element(page.getByLabelText('The twelve words')).toHaveValue('some words');
	}
);

test('what came back is told, and the words are gone from the page', async () => {
	const { given, finished } = await open({ kind: 'restored', cases: 2, known: 1, damaged: 1 });
	await fillIn('twelve words');
	await expect.element(page.getByText('2 cases have been brought back.')).toBeVisible();
	await expect.element(page.getByText('has taken in what it lacked')).toBeVisible();
	await expect.element(page.getByText('1 case in the file could not be read.')).toBeVisible();
	expect(given).toEqual([[[1, 2, 3], 'twelve words']]);
	await expect.element(page.getByLabelText('The twelve words')).not.toBeInTheDocument();
	await page.getByRole('button', { name: 'Go to your cases' }).click();
	expect(finished()).toBe(1);
});
