import { expect, test } from '../harness/test.ts';
import { add, expectSameScreens, expectStatus, field, invite, join, startCase, tab, words } from './steps.ts';

test('two tabs of one case stay equal without the network', async ({ openPerson, server }) => {
	const { page, context } = await openPerson('Maya');
	const address = await startCase(page);
	await expectStatus(page, words.sent);
	await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	await server.kill();
	try {
		await context.setOffline(true);
		const other = await context.newPage();
		await other.goto(address);
		await add(page, 'Add a goal', 'From the first tab');
		await expect(field(other, words.goal)).toHaveValue('From the first tab');
		await add(other, 'Add a need', 'From the second tab');
		await expect(field(page, words.need)).toHaveValue('From the second tab');
		await Promise.all([
			field(page, words.matters).pressSequentially('One. '),
			field(other, words.why).pressSequentially('Two. ')
		]);
		await expectSameScreens(page, other);
		await page.close();
		await other.reload();
		await expect(field(other, words.matters)).toHaveValue('One. ');
		await expect(field(other, words.why)).toHaveValue('Two. ');
	} finally {
		await context.setOffline(false);
		await server.start();
	}
});

test('a backup file and its words bring everything back elsewhere; a case is left; a device is wiped', async ({
	openPerson
}) => {
	const [maya, elsewhere] = await Promise.all([openPerson('Maya'), openPerson('Maya elsewhere')]);
	const { page } = maya;
	await startCase(page);
	await add(page, 'Add a goal', 'Sing in the choir');
	await expectStatus(page, words.sent);

	await page.getByRole('link', { name: 'Keep it safe' }).first().click();
	await page.getByRole('button', { name: 'Make a backup' }).click();
	const twelve = page.getByRole('list', { name: 'The twelve words' }).getByRole('listitem');
	await expect(twelve).toHaveCount(12);
	const secret = (await twelve.allInnerTexts()).map((line) => line.replace(/[^a-z]/g, '')).join(' ');
	const saving = page.waitForEvent('download');
	await page.getByRole('link', { name: /^Save the file/ }).click();
	const file = await (await saving).path();
	await page.getByLabel('I have written down the words and saved the file').check();
	await page.getByRole('button', { name: 'Hide the words' }).click();
	await expect(page.getByText('Your backup is made.', { exact: false })).toBeVisible();

	await test.step('wrong words, then the right ones', async () => {
		const other = elsewhere.page;
		await other.goto('/safe');
		await other.getByLabel('Backup file').setInputFiles(file);
		await other.getByLabel('The twelve words').fill([...secret.split(' ').slice(1), 'abandon'].join(' '));
		await other.getByRole('button', { name: 'Bring back', exact: true }).click();
		await expect(other.getByRole('heading', { name: 'There is a problem' })).toBeVisible();
		await other.getByLabel('The twelve words').fill(secret.toUpperCase());
		await other.getByRole('button', { name: 'Bring back', exact: true }).click();
		await expect(other.getByText('1 case has been brought back.')).toBeVisible();
		await other.getByRole('button', { name: 'Go to your cases' }).click();
		await other.getByRole('link', { name: /Rosa/ }).click();
		await expect(field(other, words.goal)).toHaveValue('Sing in the choir');
		await field(other, words.why).pressSequentially('Written on the second device');
		await expectStatus(other, words.sent);
	});

	await test.step('the first device, still open, has it too; then it leaves the case', async () => {
		await page.goto('/cases');
		await page.getByRole('link', { name: /Rosa/ }).click();
		await expect(field(page, words.why)).toHaveValue('Written on the second device');
		await page.goto('/safe');
		await page.getByRole('button', { name: 'Take off: Rosa' }).click();
		await page.getByRole('button', { name: 'Take it off' }).click();
		await expect(page.getByText('The case is no longer on this device.')).toBeVisible();
		await page.goto('/cases');
		await expect(page.getByText('No case on this device yet')).toBeVisible();
	});

	await test.step('the second device is wiped', async () => {
		const other = elsewhere.page;
		await other.goto('/safe');
		await other.getByRole('button', { name: 'Wipe this device' }).click();
		await other.getByRole('button', { name: 'Wipe everything' }).click();
		await expect(other.getByRole('heading', { name: 'This device is wiped' })).toBeVisible();
		const left = await other.evaluate(async () => ({
			databases: (await indexedDB.databases()).length,
			caches: (await caches.keys()).length,
			workers: (await navigator.serviceWorker.getRegistrations()).length,
			local: localStorage.length
		}));
		expect(left).toEqual({ databases: 0, caches: 0, workers: 0, local: 0 });
		await other.goto('/cases');
		await expect(other.getByText('No case on this device yet')).toBeVisible();
	});
});

test('a device in use asks who joins, and the made-up case comes and goes', async ({ openPerson }) => {
	const [maya, luca] = await Promise.all([openPerson('Maya'), openPerson('Luca')]);
	await startCase(maya.page);
	const [first, second] = [await invite(maya.page, 'Luca'), await invite(maya.page, 'Ines')];
	await join(luca.page, first, 'Luca');
	await expect(maya.page.getByRole('link', { name: 'Plan', exact: true })).toBeVisible();

	await test.step('the same table again is no second seat', async () => {
		await luca.page.goto(second);
		await expect(luca.page.getByRole('heading', { name: 'You already sit at this table' })).toBeVisible();
	});

	await test.step('another case asks whether to join under the known name', async () => {
		await startCase(maya.page, 'Emil');
		const third = await invite(maya.page, 'Luca');
		await luca.page.goto(third);
		await expect(luca.page.getByText('Who is joining?')).toBeVisible();
		await luca.page.getByRole('radio', { name: 'Luca' }).check();
		await luca.page.getByRole('button', { name: 'Join', exact: true }).click();
		await luca.page.waitForURL(/\/case\//);
		await tab(luca.page, 'People');
		await expect(luca.page.getByText('Luca (you)')).toBeVisible();
	});

	await test.step('a made-up case', async () => {
		await luca.page.goto('/');
		await luca.page.goto('/cases');
		await luca.page.getByRole('button', { name: 'Look around a made-up case' }).click();
		await expect(luca.page.getByRole('heading', { name: 'The plan', level: 1 })).toBeVisible();
		await expect(luca.page.getByText('Made-up case')).toBeVisible();
		await expect(luca.page.getByRole('textbox', { name: words.goal })).not.toHaveCount(0);
		await luca.page.goto('/cases');
		await luca.page.getByRole('button', { name: 'Remove the made-up case' }).click();
		await expect(luca.page.getByText('The made-up case has been removed.')).toBeVisible();
		await expect(luca.page.getByRole('list', { name: 'Cases on this device' }).getByRole('link')).toHaveCount(
			2
		);
	});
});
