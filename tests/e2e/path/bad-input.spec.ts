import { expect, test } from '../harness/test.ts';
import { add, expectSameScreens, expectStatus, field, invite, join, startCase, tab, words } from './steps.ts';

const day = 24 * 3600 * 1000;

test('an invitation that is mangled, foreign, used or over says so, and what to do', async ({
	openPerson
}) => {
	const [maya, luca, ines] = await Promise.all([openPerson('Maya'), openPerson('Luca'), openPerson('Ines')]);
	await startCase(maya.page);
	const link = await invite(maya.page, 'Luca');
	const { page } = ines;
	const heading = (name: string | RegExp) => page.getByRole('heading', { name });

	await page.goto(link.slice(0, -9));
	await expect(heading('Part of the link is missing')).toBeVisible();
	await page.getByRole('button', { name: 'Use another link' }).click();
	await page.getByLabel('Invitation link').fill('https://example.com/some/page#hello');
	await page.getByRole('button', { name: 'Look at the invitation' }).click();
	await expect(heading('This is not an invitation')).toBeVisible();

	await page.goto('/');
	await page.goto(turned(link));
	await expect(heading(/Part of the link is missing|We could not find this invitation/)).toBeVisible();

	await page.goto('/');
	await page.goto(link);
	await expect(heading('Maya invites you to the table')).toBeVisible();
	await join(luca.page, link, 'Luca');
	await page.reload();
	await expect(heading('This invitation has been used')).toBeVisible();

	// Made eight days ago, as far as its maker's clock can tell: for seven days.
	await maya.page.clock.install({ time: Date.now() - 8 * day });
	await maya.page.reload();
	const second = await invite(maya.page, 'Ines');
	await page.goto('/');
	await page.goto(second);
	await expect(heading('This invitation is over')).toBeVisible();
});

test('a case that is not here, and a page that does not exist', async ({ openPerson }) => {
	const { page } = await openPerson('Maya');
	for (const id of ['A'.repeat(43), 'nonsense', '%F0%9F%92%A5']) {
		await page.goto(`/case/${id}`);
		await expect(page.getByRole('heading', { name: 'This case is not on this device' })).toBeVisible();
	}
	await page.goto('/nowhere/at/all');
	await expect(page.getByRole('heading', { name: 'We could not find this page' })).toBeVisible();
	await page.getByRole('link', { name: 'Go to your cases' }).click();
	await expect(page.getByRole('heading', { name: 'Your cases' })).toBeVisible();
});

test('names that are long, from right to left, or pictures; a paste of 1 MB', async ({ openPerson }) => {
	const [maya, luca] = await Promise.all([openPerson('Maya'), openPerson('Luca')]);
	const { page } = maya;
	await page.goto('/start');
	await page.getByRole('radio', { name: 'My own' }).check();
	await page.getByLabel('Your name').fill('x'.repeat(10_000));
	await page.getByRole('button', { name: 'Start', exact: true }).click();
	await expect(page.getByText('This name is too long.', { exact: false }).first()).toBeVisible();
	await page.getByLabel('Your name').fill('رُوزا 👩🏽‍🦽');
	await page.getByRole('button', { name: 'Start', exact: true }).click();
	await expect(page.getByRole('heading', { name: 'The plan', level: 1 })).toBeVisible();
	await expect(page.getByRole('main').getByText('رُوزا 👩🏽‍🦽').filter({ visible: true }).first()).toBeVisible();

	const link = await invite(page, 'Luca');
	await join(luca.page, link, '👨‍👩‍👧‍👦 לוקה');
	await expect(page.getByText('👨‍👩‍👧‍👦 לוקה').filter({ visible: true }).first()).toBeVisible();
	await tab(page, 'Plan');

	const matters = field(page, words.matters);
	await matters.pressSequentially('Kept.');
	await maya.context.grantPermissions(['clipboard-read', 'clipboard-write']);
	await paste(matters, 'A megabyte of words. '.repeat(50_000));
	await expect(page.getByText('This text is too long for one field', { exact: false }).first()).toBeVisible();
	await expect(matters).toHaveValue('Kept.');
	await paste(matters, ' Some words.'.repeat(5_000));
	await expectStatus(page, words.sent);
	await expect.poll(async () => (await field(luca.page, words.matters).inputValue()).length).toBe(60_005);
});

test('a private window in which nothing can be kept: it says so, and everything else goes on', async ({
	openPerson
}) => {
	const [maya, luca] = await Promise.all([openPerson('Maya'), openPerson('Luca')]);
	await maya.context.addInitScript(() => {
		IDBFactory.prototype.open = () => {
			throw new DOMException('refused', 'SecurityError');
		};
	});
	await startCase(maya.page);
	await expect(maya.page.getByText('What you write here is gone when you close this page')).toBeVisible();
	await add(maya.page, 'Add a goal', 'Told to the others all the same');
	const link = await invite(maya.page, 'Luca');
	await join(luca.page, link, 'Luca');
	await expect(field(luca.page, words.goal)).toHaveValue('Told to the others all the same');
	await field(luca.page, words.why).pressSequentially('Heard.');
	await tab(maya.page, 'Plan');
	await expect(field(maya.page, words.why)).toHaveValue('Heard.');
});

test('a disk that gets full: it says so, nothing is lost, and it saves when there is room', async ({
	openPerson
}) => {
	const { page, context } = await openPerson('Maya');
	await context.addInitScript(() => {
		const put = IDBObjectStore.prototype.put;
		const addTo = IDBObjectStore.prototype.add;
		const full = () => (globalThis as { full?: boolean }).full === true;
		const refuse = () => {
			throw new DOMException('full', 'QuotaExceededError');
		};
		IDBObjectStore.prototype.put = function (...given) {
			return full() ? refuse() : put.apply(this, given);
		};
		IDBObjectStore.prototype.add = function (...given) {
			return full() ? refuse() : addTo.apply(this, given);
		};
	});
	const address = await startCase(page);
	await expectStatus(page, words.sent);
	await page.evaluate(() => ((globalThis as { full?: boolean }).full = true));
	await field(page, words.matters).pressSequentially('Typed while full.');
	await expectStatus(page, 'Not saved yet: this device is full.');
	await expect(field(page, words.matters)).toHaveValue('Typed while full.');
	await page.evaluate(() => ((globalThis as { full?: boolean }).full = false));
	await field(page, words.matters).pressSequentially(' And after.');
	await expectStatus(page, words.sent);
	await page.goto('/cases');
	await page.goto(address);
	await expect(field(page, words.matters)).toHaveValue('Typed while full. And after.');
});

test('a network that blocks WebSockets: offline in words, nothing lost, sent once it lets them through', async ({
	openPerson
}) => {
	const { page, context } = await openPerson('Maya');
	let blocked = true;
	await context.routeWebSocket(/\/relay/, (socket) => {
		if (blocked) void socket.close();
		else socket.connectToServer();
	});
	const address = await startCase(page);
	await add(page, 'Add a goal', 'Behind a strict firewall');
	await expectStatus(page, words.offline);
	await page.reload();
	await expect(field(page, words.goal)).toHaveValue('Behind a strict firewall');
	blocked = false;
	await page.goto('/cases');
	await page.goto(address);
	await expectStatus(page, words.sent);
});

test('clocks that are wrong by a day, both ways: two people still share one plan', async ({ openPerson }) => {
	const [maya, luca] = await Promise.all([openPerson('Maya'), openPerson('Luca')]);
	await maya.context.clock.install({ time: Date.now() - day });
	await luca.context.clock.install({ time: Date.now() + day });
	await startCase(maya.page);
	const link = await invite(maya.page, 'Luca');
	await join(luca.page, link, 'Luca');
	await tab(maya.page, 'Plan');
	await add(maya.page, 'Add a goal', 'From yesterday');
	await expect(field(luca.page, words.goal)).toHaveValue('From yesterday');
	await field(luca.page, words.why).pressSequentially('From tomorrow');
	await expect(field(maya.page, words.why)).toHaveValue('From tomorrow');
	await expect(maya.page.getByText('Here now: Luca')).toBeVisible();
	await expectSameScreens(maya.page, luca.page);
});

test('a browser without Ed25519 in WebCrypto shares a plan with one that has it', async ({ openPerson }) => {
	const [maya, luca] = await Promise.all([openPerson('Maya'), openPerson('Luca')]);
	await luca.context.addInitScript(() => {
		for (const name of ['importKey', 'generateKey', 'verify', 'sign'] as const) {
			const real = SubtleCrypto.prototype[name] as (...given: unknown[]) => Promise<unknown>;
			const without = function (this: SubtleCrypto, ...given: unknown[]): Promise<unknown> {
				if (JSON.stringify(given).includes('Ed25519'))
					return Promise.reject(new DOMException('no such algorithm', 'NotSupportedError'));
				return real.apply(this, given);
			};
			Object.defineProperty(SubtleCrypto.prototype, name, { value: without });
		}
	});
	await startCase(maya.page);
	await add(maya.page, 'Add a goal', 'Signed with WebCrypto');
	const link = await invite(maya.page, 'Luca');
	await join(luca.page, link, 'Luca');
	await expect(field(luca.page, words.goal)).toHaveValue('Signed with WebCrypto');
	await field(luca.page, words.why).pressSequentially('Signed without');
	await tab(maya.page, 'Plan');
	await expect(field(maya.page, words.why)).toHaveValue('Signed without');
	await luca.page.reload();
	await expect(field(luca.page, words.why)).toHaveValue('Signed without');
});

/** The link with one letter of its secret part turned into another. */
function turned(link: string): string {
	const at = link.indexOf('#') + 20;
	return `${link.slice(0, at)}${link[at] === 'A' ? 'B' : 'A'}${link.slice(at + 1)}`;
}

async function paste(into: ReturnType<typeof field>, text: string): Promise<void> {
	await into.press('End');
	await into.evaluate((_, words) => navigator.clipboard.writeText(words), text);
	await into.press('ControlOrMeta+v');
}
