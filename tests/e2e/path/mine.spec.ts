import { expect, test } from '../harness/test.ts';
import { add, expectStatus, field, invite, join, startCase, tab, words } from './steps.ts';

test('my plan: what is mine to do, done, and help', async ({ openPerson }) => {
	const [maya, luca] = await Promise.all([openPerson('Maya'), openPerson('Luca')]);
	await startCase(maya.page);
	await field(maya.page, words.matters).pressSequentially('My garden');
	await add(maya.page, 'Add a goal', 'Walk to the market');
	await add(maya.page, 'Add a step', 'Buy good shoes');
	await add(maya.page, 'Add a step', 'Look at the bus times');
	const link = await invite(maya.page, 'Luca');
	await join(luca.page, link, 'Luca');
	await tab(maya.page, 'Plan');
	const goal = maya.page.getByRole('article', { name: 'Walk to the market' });
	for (const step of ['Buy good shoes', 'Look at the bus times']) {
		await goal.getByRole('button', { name: new RegExp(`^Say who does it, and by when ?: ${step}`) }).click();
		await goal.getByRole('combobox', { name: 'Who does it' }).selectOption({ label: 'Luca' });
		await goal.getByRole('button', { name: new RegExp(`^Close ?: ${step}`) }).click();
	}

	const { page } = luca;
	await tab(page, 'My plan');
	await expect(page.getByText('My garden')).toBeVisible();
	await page.getByRole('button', { name: 'Done: Buy good shoes' }).click();
	await expect(page.getByText('1 step done')).toBeVisible();
	await page.getByRole('button', { name: 'I need help with: Look at the bus times' }).click();
	await page.getByLabel('What would help you?').fill('A timetable');
	await page.getByRole('button', { name: 'Ask for help' }).click();
	await expectStatus(page, words.sent);
	await expect(goal.getByRole('checkbox', { name: 'Done: Buy good shoes' })).toBeChecked();
	await tab(maya.page, 'Talk');
	await expect(maya.page.getByText('Luca asks for help')).toBeVisible();
	await expect(maya.page.getByText('A timetable')).toBeVisible();
});

test('the list of cases shows what others change, without the case being opened', async ({ openPerson }) => {
	const [maya, luca] = await Promise.all([openPerson('Maya'), openPerson('Luca')]);
	await startCase(maya.page);
	const link = await invite(maya.page, 'Luca');
	await join(luca.page, link, 'Luca');
	await tab(maya.page, 'Plan');
	await add(maya.page, 'Add a strength', 'Knows every path');
	await expectStatus(maya.page, words.sent);
	await maya.page.getByRole('link', { name: 'Your cases', exact: true }).click();
	const row = maya.page.getByRole('listitem').filter({ hasText: 'Rosa' });
	await expect(row.getByText('Nothing new since you looked')).toBeVisible();
	await add(luca.page, 'Add a goal', 'Walk to the market');
	await expect(row.getByText(/things? (is|are) new since you looked$/)).toBeVisible();
	await maya.page.reload();
	await add(luca.page, 'Add a need', 'A bus that stops here');
	await expect(row.getByText(/things? (is|are) new since you looked$/)).toBeVisible();
	await row.getByRole('link').click();
	await expect(field(maya.page, words.need)).toHaveValue('A bus that stops here');
});

test('cards are read aloud by a voice of the device, and not by one that a server speaks with', async ({
	openPerson
}) => {
	const maya = await openPerson('Maya');
	const { page } = maya;
	// Browsers without windows have no voices.
	await page.addInitScript(() => {
		const said: string[] = [];
		const voices = [
			{ name: 'far', lang: 'en-GB', localService: false, default: true },
			{ name: 'near', lang: 'en-GB', localService: true, default: false }
		];
		Object.assign(globalThis, { said });
		globalThis.SpeechSynthesisUtterance = class {
			voice: { readonly name: string } | null = null;
			lang = '';
			readonly text: string;
			constructor(text: string) {
				this.text = text;
			}
		} as unknown as typeof SpeechSynthesisUtterance;
		const speak = ({ voice, text }: SpeechSynthesisUtterance) => said.push(`${voice?.name}: ${text}`);
		Object.assign(speechSynthesis, { getVoices: () => voices, speak, cancel: () => said.push('stopped') });
	});
	const said = () => page.evaluate(() => (globalThis as unknown as { said: string[] }).said);
	await startCase(page);
	await field(page, words.matters).pressSequentially('My garden');
	await tab(page, 'My plan');
	await page
		.getByRole('button', { name: /^Read aloud: / })
		.first()
		.click();
	await expect(page.getByRole('button', { name: /^Stop reading: / })).toBeVisible();
	expect((await said()).at(-1)).toBe('near: My garden');
	await page.getByRole('button', { name: /^Stop reading: / }).click();
	await expect(page.getByRole('button', { name: /^Read aloud: / }).first()).toBeFocused();
	expect((await said()).at(-1)).toBe('stopped');
	await page
		.getByRole('button', { name: /^Read aloud: / })
		.first()
		.click();
	await tab(page, 'Plan');
	await expect(page.getByRole('heading', { name: 'The plan', level: 1 })).toBeVisible();
	expect((await said()).at(-1)).toBe('stopped');
});
