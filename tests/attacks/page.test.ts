/** A page of the built app in a real browser: what script that got into it can do, and what another tab can do to it. */
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect } from 'vitest';
import { chromiumLaunch } from '../../scripts/chromium.ts';
import { startServer, type RunningServer } from '../e2e/harness/server.ts';
import { add, field, startCase, words } from '../e2e/path/steps.ts';
import { Listener } from '../relays/listener.ts';
import { attack } from './attack.ts';

let server: RunningServer;
let browser: Browser;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
	[server, browser] = await Promise.all([startServer(), chromium.launch(chromiumLaunch())]);
});

afterAll(async () => {
	await Promise.all([server.dispose(), browser.close()]);
});

beforeEach(async () => {
	context = await browser.newContext({ baseURL: server.url });
	page = await context.newPage();
});

afterEach(() => context.close());

const said = (text: string) =>
	expect.poll(() => page.getByText(text).count(), { timeout: 10_000 }).toBeGreaterThan(0);

describe('thief of a page (XSS): run script', () => {
	const hostile = `<img src=x onerror="window.stolen=1"><script>window.stolen=2</script><svg onload=window.stolen=3>`;
	const stolen = () => page.evaluate(() => 'stolen' in window);

	attack(
		'writes script where words are expected',
		{ devices: 'showed it as the words that it is', people: 'nothing: it has no effect' },
		async () => {
			await startCase(page, hostile, hostile);
			await add(page, 'Add a goal', hostile);
			expect(await field(page, words.goal).inputValue()).toBe(hostile);
			await page.getByRole('link', { name: 'People' }).first().click();
			await said(hostile);
			expect(await stolen()).toBe(false);
		}
	);

	attack(
		'gets an element with script into the page',
		{ devices: 'ran none of it: the page runs its own files only', people: 'nothing: it has no effect' },
		async () => {
			await startCase(page);
			await page.evaluate((html) => {
				const script = document.createElement('script');
				script.textContent = 'window.stolen = 4';
				document.body.append(script);
				document.body.insertAdjacentHTML('beforeend', html);
				const data = document.createElement('script');
				data.src = 'data:text/javascript,window.stolen=5';
				document.body.append(data);
			}, hostile);
			await expect.poll(() => page.evaluate(() => document.querySelectorAll('img[src=x]').length)).toBe(1);
			expect(await stolen()).toBe(false);
		}
	);

	attack(
		'runs script all the same, and sends what it finds to a place of its own',
		{
			devices: 'let nothing out: the page may speak with its relays only',
			people: 'nothing: it has no effect'
		},
		async () => {
			const heard: string[] = [];
			const elsewhere = new Listener(
				() => {
					heard.push('WebSocket');
					return { message: () => undefined, close: () => undefined };
				},
				(request, response) => {
					heard.push(request.url ?? '');
					response.end();
				}
			);
			await elsewhere.start();
			await startCase(page);
			const tried = await page.evaluate(async (address) => {
				const image = new Image();
				image.src = `${address}/image`;
				const frame = document.createElement('iframe');
				frame.src = `${address}/frame`;
				document.body.append(frame);
				const form = document.createElement('form');
				form.action = `${address}/form`;
				document.body.append(form);
				form.submit();
				const asked = await fetch(`${address}/fetch`, { mode: 'no-cors' }).then(
					() => 'sent',
					() => 'refused'
				);
				const socket = new WebSocket(address.replace('http', 'ws'));
				const connected = await new Promise<string>((answer) => {
					socket.onopen = () => answer('sent');
					socket.onerror = () => answer('refused');
				});
				return [asked, navigator.sendBeacon(`${address}/beacon`) ? 'queued' : 'refused', connected];
			}, elsewhere.address);
			expect(tried[0]).toBe('refused');
			expect(tried[2]).toBe('refused');
			expect(heard).toEqual([]);
			await elsewhere.stop();
		}
	);
});

describe('another tab: wipe the database, run out of quota', () => {
	const typed = 'Walk to the bakery and back';

	async function begin(): Promise<void> {
		await startCase(page);
		await add(page, 'Add a goal', 'Walk to the bakery');
		await said(words.sent);
	}

	/** This many bytes: before the first is written, as Chromium goes for half a minute by the room that it last saw. */
	async function room(quotaSize?: number): Promise<void> {
		const session = await context.newCDPSession(page);
		const origin = server.url;
		await session.send(
			'Storage.overrideQuotaForOrigin',
			quotaSize === undefined ? { origin } : { origin, quotaSize }
		);
	}

	async function wipe(names: RegExp): Promise<void> {
		const other = await context.newPage();
		await other.goto('/help');
		await other.evaluate(async (source) => {
			const all = (await indexedDB.databases()).flatMap(({ name }) => name ?? []);
			for (const name of all.filter((one) => new RegExp(source).test(one))) indexedDB.deleteDatabase(name);
		}, names.source);
	}

	attack(
		'wipes a case while somebody types in it',
		{
			devices: 'held what was typed, and saved all of it again',
			people: 'that it was deleted; then that it is saved'
		},
		async () => {
			await begin();
			await wipe(/^roundtable\/.*\./);
			await field(page, words.goal).fill(typed);
			await said('what this device had kept was deleted');
			await said(words.sent);
			await page.reload();
			await expect.poll(() => field(page, words.goal).inputValue(), { timeout: 10_000 }).toBe(typed);
		}
	);

	attack(
		'wipes everything, the secrets too',
		{
			devices: 'held everything in the page, and brought nothing back: it may have been meant',
			people: 'that it was deleted, that it is gone when the page is closed, and to make a backup now'
		},
		async () => {
			await begin();
			await wipe(/./);
			await field(page, words.goal).fill(typed);
			await said('Make a backup file now if you want to keep them.');
			expect(await field(page, words.goal).inputValue()).toBe(typed);
		}
	);

	attack(
		'leaves no room on the disk',
		{ devices: 'held what was typed, and saved it when there was room', people: 'that this device is full' },
		async () => {
			const long = 'Walk to the bakery. '.repeat(9_900);
			await room(250_000);
			await begin();
			await field(page, words.why).fill(long);
			await said('Not saved yet: this device is full.');
			expect(await field(page, words.why).inputValue()).toBe(long);
			await room();
			await said(words.sent);
			await page.reload();
			await expect.poll(() => field(page, words.why).inputValue(), { timeout: 10_000 }).toBe(long);
		}
	);
});
