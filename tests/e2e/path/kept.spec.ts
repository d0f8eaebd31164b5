import { expect, test } from '../harness/test.ts';
import { add, expectSameScreens, expectStatus, field, invite, join, startCase, tab, words } from './steps.ts';

test('a tab closed 150 ms after a keystroke has it on reopening', async ({ openPerson }) => {
	const { page, context } = await openPerson('Maya');
	const address = await startCase(page);
	await expectStatus(page, words.sent);
	await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	// So that nobody else can have kept it.
	await context.setOffline(true);
	await expectStatus(page, words.offline);

	let last = page;
	let written = '';
	for (const text of ['First words', ', more', ', and the last.']) {
		await field(last, words.matters).press('End');
		await last.keyboard.type(text);
		written += text;
		// The promise is about this time.
		await last.waitForTimeout(150);
		await last.close();
		last = await context.newPage();
		await last.goto(address);
		await expect(field(last, words.matters)).toHaveValue(written);
	}
});

test('the relay is killed with -9 in the middle of typing: nothing is lost, also for who comes later', async ({
	openPerson,
	server
}) => {
	const [maya, luca, ines] = await Promise.all([openPerson('Maya'), openPerson('Luca'), openPerson('Ines')]);
	await startCase(maya.page);
	const link = await invite(maya.page, 'Luca');
	await join(luca.page, link, 'Luca');
	const later = await invite(maya.page, 'Ines', 'Gives help', 'Read and talk');
	await tab(maya.page, 'Plan');
	await add(maya.page, 'Add a goal', 'I want ');
	await expect(field(luca.page, words.goal)).toHaveValue('I want ');

	const typing = Promise.all([
		maya.page.keyboard.type('to sing again in the choir on Thursdays', { delay: 25 }),
		field(luca.page, words.why).pressSequentially('Because the others miss her voice', { delay: 25 })
	]);
	await expect(field(luca.page, words.goal)).toHaveValue(/to sing/);
	await server.kill();
	await typing;
	await expectStatus(maya.page, words.offline);
	await maya.page.keyboard.type(', and at Easter');
	await server.start();
	await Promise.all([expectStatus(maya.page, words.sent), expectStatus(luca.page, words.sent)]);
	await expectSameScreens(maya.page, luca.page);

	await join(ines.page, later, 'Ines');
	const goal = ines.page.getByRole('article', { name: /^I want/ });
	await expect(
		goal.getByText('I want to sing again in the choir on Thursdays, and at Easter').first()
	).toBeVisible();
	await expect(goal.getByText('Because the others miss her voice')).toBeVisible();
});

test('offline and with the relay dead, a reload and a deep link show everything', async ({
	openPerson,
	server
}) => {
	const { page, context } = await openPerson('Maya');
	const address = await startCase(page);
	await add(page, 'Add a need', 'A ramp at the door');
	await expectStatus(page, words.sent);
	await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));

	await server.kill();
	try {
		await context.setOffline(true);
		await page.reload();
		await expect(field(page, words.need)).toHaveValue('A ramp at the door');
		await add(page, 'Add a need', 'Written while away');
		await expectStatus(page, words.offline);
		await context.setOffline(false);

		// The network is back, the relay is not.
		const other = await context.newPage();
		await other.goto(`${address}/people`);
		await expect(other.getByRole('heading', { name: 'People at the table' })).toBeVisible();
		await tab(other, 'Plan');
		await expect(field(other, words.need)).toHaveValue('Written while away');
		await other.close();
	} finally {
		await server.start();
	}
	await expectStatus(page, words.sent);
});
