import { chromium, type Browser, type Page } from 'playwright';
import { chromiumLaunch } from '../scripts/chromium.ts';
import type { RunningServer } from '../tests/e2e/harness/server.ts';
import { startCase } from '../tests/e2e/path/steps.ts';
import { authenticator } from '../tests/e2e/people/authenticator.ts';
import { setLock, unlock } from '../tests/e2e/people/lock-steps.ts';
import { figure, type Figures } from './figure.ts';

const passphrase = 'three blue kettles';
/** Milliseconds for which pages may be held up at once. "Plain" is the budget. */
const limit = 50;

/** Milliseconds until nothing is to be seen of a page that is left at once. "Plain" is the budget. */
const covered = 100;

/** What takes long computing, and must not hold up a page: a passphrase, a passkey, and linking a device. */
export async function heldUp(relay: RunningServer): Promise<Figures> {
	const browser = await chromium.launch(chromiumLaunch());
	try {
		// Passkeys belong to a name, not to an address.
		const baseURL = relay.url.replace('127.0.0.1', 'localhost');
		const page = await (await browser.newContext({ baseURL })).newPage();
		const passkeys = await authenticator(page);
		const address = await startCase(page);
		const phone = await (await browser.newContext({ baseURL })).newPage();
		await phone.goto('/link');
		await page.goto('/devices/add');
		await phone.getByLabel('What do you call this device?').fill('Phone');
		await page.getByRole('textbox', { name: 'The code' }).waitFor();
		const byLinking = await longestTask(browser, () => link(page, phone));
		await setLock(page, passphrase);
		await addPasskey(page);
		await page.goto(address);
		await passkeys.answers(false);
		const byPasskey = await longestTask(browser, async () => {
			await page.getByRole('button', { name: 'Unlock with your passkey' }).click();
			await page.getByText('Your browser asks for your passkey.').waitFor();
			await page.getByRole('button', { name: 'Stop' }).click();
			await page.getByText('It was stopped, or the passkey is not here.').waitFor();
		});
		const byPassphrase = await longestTask(browser, async () => {
			await unlock(page, 'three blue kettle');
			await page.getByText('This is not the right passphrase. Nothing is lost.').waitFor();
		});
		const leaving = await coverTime(phone);
		return {
			'leaving at once to covered': figure(leaving, covered, 'ms', 1),
			'pages held up by a passphrase': figure(byPassphrase, limit, 'ms', 1),
			'pages held up by a passkey': figure(byPasskey, limit, 'ms', 1),
			'pages held up by linking': figure(byLinking, limit, 'ms', 1)
		};
	} finally {
		await browser.close();
	}
}

async function addPasskey(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Add a passkey' }).click();
	await page.getByRole('button', { name: 'Go on' }).click();
	await page.getByLabel('Your passphrase as it is now').fill(passphrase);
	await page.getByRole('dialog').getByRole('button', { name: 'Add a passkey' }).click();
	await page.getByText('Your passphrase opens them, and so does your passkey.').waitFor();
}

async function link(old: Page, phone: Page): Promise<void> {
	await phone.getByRole('button', { name: 'Show the code' }).click();
	const code = (await phone.locator('#link-code').textContent()) ?? '';
	await old.getByRole('textbox', { name: 'The code' }).fill(code);
	await old.getByRole('textbox', { name: 'The code' }).press('Enter');
	for (const page of [old, phone]) await page.getByRole('button', { name: 'Yes, the same words' }).click();
	await phone.getByRole('heading', { name: 'This device is linked' }).waitFor();
}

/** The longest that a page's own thread worked without a break, in ms of its processor time: other programs may hold it up too. */
async function longestTask(browser: Browser, during: () => Promise<void>): Promise<number> {
	await browser.startTracing(undefined, { categories: ['toplevel', '__metadata'] });
	await during();
	const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: Traced[] };
	const threads = new Set(
		traceEvents.filter(({ args }) => args?.name === 'CrRendererMain').map(({ pid, tid }) => `${pid}/${tid}`)
	);
	const tasks = traceEvents.filter(
		({ name, pid, tid, tdur }) =>
			name.endsWith('RunTask') && threads.has(`${pid}/${tid}`) && tdur !== undefined
	);
	if (tasks.length === 0) throw new Error('the trace holds no work of a page');
	return Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1000;
}

/** Times are in µs; `tdur` is the thread's own. */
interface Traced {
	readonly name: string;
	readonly pid: number;
	readonly tid: number;
	readonly tdur?: number;
	readonly args?: { readonly name?: string };
}

/** From the third Shift to the frame that shows nothing. */
async function coverTime(page: Page): Promise<number> {
	await page.goto('/safe');
	await page.getByRole('button', { name: 'Turn it on' }).click();
	await page.getByRole('button', { name: 'Leave now' }).waitFor();
	await page.goto('/cases');
	await page.getByRole('link', { name: /Rosa/ }).click();
	await page.getByRole('heading', { name: 'The plan', level: 1 }).waitFor();
	// Never answered: the page stays until it is measured.
	await page.route('https://**', () => undefined);
	let take: (ms: number) => void = () => undefined;
	const time = new Promise<number>((resolve) => (take = resolve));
	await page.exposeFunction('tellTime', (ms: number) => take(ms));
	await page.evaluate(() => {
		let presses = 0;
		const { tellTime } = globalThis as unknown as { tellTime: (ms: number) => void };
		addEventListener(
			'keydown',
			({ timeStamp }) => {
				if (++presses < 3) return;
				requestAnimationFrame(() => {
					const { port1, port2 } = new MessageChannel();
					port1.onmessage = () => tellTime(performance.now() - timeStamp);
					port2.postMessage(null);
				});
			},
			{ capture: true }
		);
	});
	for (let i = 0; i < 3; i++) await page.keyboard.press('Shift');
	return time;
}
