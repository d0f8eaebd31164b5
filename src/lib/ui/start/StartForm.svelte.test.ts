import '../style/base.css';
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { Beginning } from '#lib/session/device.ts';
import { NotStored } from '#lib/session/not-stored.ts';
import StartForm from './StartForm.svelte';

async function open(knownName = '', onstart = async () => {}) {
	const started: Beginning[] = [];
	await render(StartForm, {
		knownName,
		onstart: async (beginning: Beginning) => {
			started.push(beginning);
			await onstart();
		}
	});
	return started;
}

const start = () => page.getByRole('button', { name: 'Start' }).click();

test('my own case is started with one name, by keyboard alone', async () => {
	const started = await open();
	await userEvent.tab();
	await userEvent.keyboard(' ');
	await userEvent.tab();
	await userEvent.keyboard('Rosa{Enter}');
	await expect.poll(() => started).toEqual([{ clientName: 'Rosa', myName: 'Rosa', relation: 'client' }]);
});

test('a case for someone else asks who they are and what I am to them', async () => {
	const started = await open('Maya');
	await page.getByRole('radio', { name: /Someone I help/ }).click();
	await start();
	await expect.element(page.getByRole('alert')).toHaveTextContent('Please write their name');
	expect(started).toEqual([]);
	await page.getByRole('textbox', { name: 'Their name' }).fill('Rosa');
	await page.getByRole('radio', { name: 'Guardian' }).click();
	await start();
	await expect.poll(() => started).toEqual([{ clientName: 'Rosa', myName: 'Maya', relation: 'guardian' }]);
});

test.each([
	[new Error('anything'), 'Please try again'],
	[new NotStored('full'), 'Free some space']
])('when it fails (%s), what was filled in stays', async (error, advice) => {
	await open('Maya', async () => Promise.reject(error));
	await page.getByRole('radio', { name: /My own/ }).click();
	await start();
	await expect.element(page.getByText('The case could not be started')).toBeVisible();
	await expect.element(page.getByRole('alert')).toHaveTextContent(advice);
	await expect.element(page.getByRole('textbox', { name: 'Your name' })).toHaveValue('Maya');
});
