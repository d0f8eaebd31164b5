import { readdir, readFile } from 'node:fs/promises';
import { join as joinPath } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { deflateSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { canaryFor } from '../harness/canary.ts';
import { scan, type Finding } from '../harness/scan.ts';
import { startServer } from '../harness/server.ts';
import { readStorage } from '../harness/storage.ts';
import { expect, test } from '../harness/test.ts';
import { expectStatus, invite, join, startCase, tab, words } from './steps.ts';

test('a word in every field is found nowhere in the relay, on the wire or in the browser’s storage', async ({
	openPerson
}) => {
	const relay = await startServer();
	try {
		const [maya, luca] = await Promise.all([
			openPerson('Maya', { baseURL: relay.url }),
			openPerson('Luca', { baseURL: relay.url })
		]);
		const wire = [maya.page, luca.page].map(tap);
		const fields: string[] = [];
		const written: string[] = [];
		const word = (field: string): string => {
			fields.push(field);
			written.push(canaryFor(field));
			return canaryFor(field);
		};

		await startCase(maya.page, word('client'), word('me'));
		const link = await invite(maya.page, word('invited'));
		await join(luca.page, link, word('joined'));
		await tab(maya.page, 'Plan');
		await fillPlan(maya.page, word);
		const planned = written.length;
		await sayThings(maya.page, word);
		await expectStatus(maya.page, words.sent);

		await test.step('the other device shows them all', async () => {
			const seen = await readEverywhere(luca.page, planned);
			// The names given at the start and in the invitation were replaced by those written later.
			const unseen = fields.filter((field) => !seen.includes(canaryFor(field)));
			expect(unseen.filter((field) => field !== 'client' && field !== 'invited')).toEqual([]);
		});

		await test.step('the wire', () => {
			for (const { sent, received } of wire) {
				expect(sent().length).toBeGreaterThan(1_000);
				expect(received().length).toBeGreaterThan(1_000);
				expect(scan(sent(), written)).toEqual([]);
				expect(scan(received(), written)).toEqual([]);
			}
		});

		await test.step('the browsers’ storage', async () => {
			for (const { page } of [maya, luca]) {
				const kept = await readStorage(page);
				const channels = Object.entries(kept.stores).filter(([name]) => name.endsWith('/updates'));
				// The case's three, and the home's two.
				expect(channels).toHaveLength(5);
				for (const [, count] of channels) expect(count).toBeGreaterThan(0);
				expect(kept.extractable).toBe(0);
				expect(scan(kept.bytes, written)).toEqual([]);
			}
		});

		await test.step('the relay’s files, its rows and what it printed', async () => {
			await relay.stop();
			const rows = entriesOf(relay.dataDir);
			expect(rows.length).toBeGreaterThan(10);
			for (const row of rows) expect(scan(row, written)).toEqual([]);
			expect(await scanFolder(relay.dataDir, written)).toEqual([]);
			expect(scan(Buffer.from(relay.log), written)).toEqual([]);
			expect(relay.log).not.toContain(new URL(link).hash.slice(1));
		});

		await test.step('the same scan finds what is planted', async () => {
			const [planted = ''] = written;
			await plantInBrowser(maya.page, planted);
			const { bytes } = await readStorage(maya.page);
			expect(scan(bytes, written)).toEqual([expect.objectContaining({ canary: planted, as: 'utf-16le' })]);

			plantInRelay(relay.dataDir, planted);
			const found = entriesOf(relay.dataDir).flatMap((row) => scan(row, written));
			expect(found).toContainEqual(expect.objectContaining({ canary: planted, as: 'zlib > utf-8' }));
			expect(await scanFolder(relay.dataDir, written)).toContainEqual(
				expect.objectContaining({ canary: planted })
			);
		});
	} finally {
		await relay.dispose();
	}
});

/** Everything that a page's WebSockets carry from now on, frame after frame. */
function tap(page: Page): { sent: () => Buffer; received: () => Buffer } {
	const sent: Buffer[] = [];
	const received: Buffer[] = [];
	page.on('websocket', (socket) => {
		socket.on('framesent', ({ payload }) => sent.push(Buffer.from(payload)));
		socket.on('framereceived', ({ payload }) => received.push(Buffer.from(payload)));
	});
	return { sent: () => Buffer.concat(sent), received: () => Buffer.concat(received) };
}

/** One of every kind of record, and a word of its own in each of their fields. */
async function fillPlan(page: Page, word: (field: string) => string): Promise<void> {
	const main = page.getByRole('main');
	for (const name of [
		'Add a strength',
		'Add a wish',
		'Add a need',
		'Add a goal',
		'Add a service or support',
		'Add a risk',
		'Add a backup',
		'Add what is in the way',
		'Add a sign',
		'Add something that helps',
		'Add a visit or call',
		'Add a person'
	])
		await main.getByRole('button', { name, exact: true }).click();
	for (const add of await main.getByRole('button', { name: 'Add a step', exact: true }).all())
		await add.click();

	const closed = main.locator('button[aria-expanded="false"]:not([aria-haspopup])');
	for (let left = await closed.count(); left > 0; left = await closed.count()) await closed.first().click();
	await main.getByLabel('Counted in', { exact: true }).selectOption('Something else');
	await main.getByLabel('How often', { exact: true }).selectOption('Some other way');

	const fields = main.locator('textarea, input[type="text"], input:not([type])');
	for (const [index, field] of (await fields.all()).entries()) {
		const isNumber = (await field.getAttribute('inputmode')) === 'decimal';
		if (!isNumber) await field.fill(word(`plan ${index}`));
	}

	await page.getByRole('button', { name: /^Change: Where / }).click();
	await page.getByRole('radio', { name: 'Making the plan' }).check();
	await page.getByLabel('Why now?').fill(word('stage'));
	await page.getByRole('button', { name: 'Save', exact: true }).click();
}

async function sayThings(page: Page, word: (field: string) => string): Promise<void> {
	await tab(page, 'Talk');
	await page.getByRole('button', { name: 'Say something' }).click();
	await page.getByLabel('What would you like to say?').fill(word('remark'));
	await page.getByRole('button', { name: 'Say it' }).click();
	await page.getByRole('button', { name: /^Answer in the conversation/ }).click();
	await page.getByLabel('Your answer').fill(word('answer'));
	await page.getByRole('button', { name: 'Send answer' }).click();
	await page.getByRole('link', { name: /^Say what you think/ }).click();
	await page.getByRole('radio', { name: 'I do not agree' }).check();
	await page.getByLabel('Why?').fill(word('why'));
	await page.getByRole('button', { name: 'Tell the others' }).click();
	await expect(page.getByText('You do not agree')).toBeVisible();
	await page.getByRole('button', { name: 'Suggest other words' }).click();
	const form = page.getByRole('form', { name: 'Suggest other words' });
	await form.getByRole('textbox', { name: /the words that you would like there$/ }).fill(word('instead'));
	await form.getByRole('textbox', { name: /^Why/ }).fill(word('why other words'));
	await form.getByRole('button', { name: 'Suggest it' }).click();
	await expect(page.getByText(word('instead'))).toBeVisible();
}

/** The words on the pages of the case and in their fields, once all of the plan is there. */
async function readEverywhere(page: Page, atLeast: number): Promise<string> {
	const main = page.getByRole('main');
	const closed = main.locator('button[aria-expanded="false"]:not([aria-haspopup])');
	await tab(page, 'Plan');
	await expect(async () => {
		for (let left = await closed.count(); left > 0; left = await closed.count()) await closed.first().click();
		expect(await main.locator('textarea').count()).toBeGreaterThan(atLeast - 10);
	}).toPass();
	await page.getByRole('button', { name: /^Change: Where / }).click();
	let seen = await read(page);
	await page.getByRole('button', { name: 'Cancel', exact: true }).click();

	await tab(page, 'Talk');
	await expect(page.getByText(canaryFor('answer'))).toBeVisible();
	seen += await read(page);
	await page.getByRole('link', { name: /^Say what you think/ }).click();
	await expect(page.getByText(canaryFor('why'))).toBeVisible();
	seen += await read(page);
	await tab(page, 'People');
	await expect(page.getByRole('heading', { name: 'People at the table' })).toBeVisible();
	return seen + (await read(page));
}

function read(page: Page): Promise<string> {
	return page.evaluate(() => {
		const fields = [...document.querySelectorAll<HTMLInputElement>('input, textarea')];
		return `${document.body.textContent}\n${fields.map(({ value }) => value).join('\n')}\n`;
	});
}

async function scanFolder(folder: string, canaries: readonly string[]): Promise<Finding[]> {
	const found: Finding[] = [];
	for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
		if (entry.isFile()) found.push(...scan(await readFile(joinPath(entry.parentPath, entry.name)), canaries));
	return found;
}

/** The sealed entries as the relay has them: in the file a long one lies in pieces. */
function entriesOf(folder: string): Uint8Array[] {
	return withDatabase(folder, (database) =>
		database
			.prepare('SELECT bytes FROM frames')
			.all()
			.map(({ bytes }) => bytes as Uint8Array)
	);
}

function plantInRelay(folder: string, text: string): void {
	const bytes = deflateSync(`{"words":"${text}","why":"${'because '.repeat(20)}"}`);
	withDatabase(folder, (database) =>
		database
			.prepare(
				'INSERT INTO frames (log, client, seq, bytes) SELECT log, client, seq + 1000, ? FROM frames LIMIT 1'
			)
			.run(bytes)
	);
}

function withDatabase<T>(folder: string, use: (database: DatabaseSync) => T): T {
	const database = new DatabaseSync(joinPath(folder, 'relay.sqlite'));
	try {
		return use(database);
	} finally {
		database.close();
	}
}

function plantInBrowser(page: Page, text: string): Promise<void> {
	return page.evaluate(
		(planted) =>
			new Promise<void>((resolve) => {
				const opening = indexedDB.open('planted', 1);
				opening.onupgradeneeded = () => opening.result.createObjectStore('store');
				opening.onsuccess = () => {
					const codes = Uint16Array.from(planted, (letter) => letter.charCodeAt(0));
					const writing = opening.result.transaction('store', 'readwrite');
					writing.objectStore('store').put({ deep: [{ codes }] }, 'key');
					writing.oncomplete = () => (opening.result.close(), resolve());
				};
			}),
		text
	);
}
