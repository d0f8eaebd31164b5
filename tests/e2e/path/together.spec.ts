import { expect, test, type Person } from '../harness/test.ts';
import {
	add,
	caret,
	expectSameScreens,
	expectStatus,
	field,
	invite,
	join,
	shown,
	startCase,
	tab,
	words
} from './steps.ts';

type OpenPerson = (name: string) => Promise<Person>;

async function table(openPerson: OpenPerson): Promise<[Person, Person]> {
	const [maya, luca] = await Promise.all([openPerson('Maya'), openPerson('Luca')]);
	await startCase(maya.page);
	const link = await invite(maya.page, 'Luca');
	await Promise.all([tab(maya.page, 'Plan'), join(luca.page, link, 'Luca')]);
	return [maya, luca];
}

test('two people at one table, in one sentence at once, apart and together again', async ({ openPerson }) => {
	const [maya, luca] = await table(openPerson);

	await test.step('both type in the same sentence of the same goal at once', async () => {
		await add(maya.page, 'Add a goal', 'I want to walk to the market.');
		await expect(field(luca.page, words.goal)).toHaveValue('I want to walk to the market.');
		await caret(field(maya.page, words.goal), ' to the market');
		await caret(field(luca.page, words.goal), '.');
		await Promise.all([
			maya.page.keyboard.type(' on my own two feet', { delay: 15 }),
			luca.page.keyboard.type(' every Saturday morning', { delay: 15 })
		]);
		const both = 'I want to walk on my own two feet to the market every Saturday morning.';
		await expect(field(maya.page, words.goal)).toHaveValue(both);
		await expect(field(luca.page, words.goal)).toHaveValue(both);
		await expectSameScreens(maya.page, luca.page);
	});

	await test.step('each can ask who wrote which words of it', async () => {
		await luca.page.getByRole('button', { name: /^More for: I want to walk/ }).click();
		await luca.page.getByRole('menuitem', { name: 'Who wrote this' }).click();
		const dialog = luca.page.getByRole('dialog', { name: /^Who wrote this/ });
		const pieces = dialog.getByRole('region', { name: words.goal, exact: true }).getByRole('listitem');
		await expect(pieces.filter({ hasText: 'on my own two feet' })).toContainText('Maya');
		await expect(pieces.filter({ hasText: 'every Saturday morning' })).toContainText('Luca');
		await luca.page.keyboard.press('Escape');
		await expect(dialog).toHaveCount(0);
	});

	await test.step('one is offline: the same field, the same empty field and the same lists', async () => {
		await luca.context.setOffline(true);
		await expectStatus(luca.page, words.offline);
		await caret(field(luca.page, words.goal), 'I want');
		await luca.page.keyboard.type('Luca says: ');
		await field(luca.page, words.why).pressSequentially('Bread smells better there.');
		await add(luca.page, 'Add a step', 'Buy good shoes');
		await add(luca.page, 'Add a strength', 'Stubborn');

		await caret(field(maya.page, words.goal), '');
		await maya.page.keyboard.type(' Maya agrees.');
		await field(maya.page, words.why).pressSequentially('I meet my friends there.');
		await add(maya.page, 'Add a step', 'Ask the physiotherapist');
		await add(maya.page, 'Add a strength', 'Cheerful');
		await expectStatus(maya.page, words.sent);
		await expectStatus(luca.page, words.offline);

		await luca.context.setOffline(false);
		await expectStatus(luca.page, words.sent);
		await expectSameScreens(maya.page, luca.page);
	});

	for (const { page } of [maya, luca]) {
		const goal = await field(page, words.goal).inputValue();
		expect(goal).toContain('Luca says: I want to walk');
		expect(goal).toContain('morning. Maya agrees.');
		const why = await field(page, words.why).inputValue();
		expect(why).toContain('Bread smells better there.');
		expect(why).toContain('I meet my friends there.');
		for (const text of ['Buy good shoes', 'Ask the physiotherapist', 'Stubborn', 'Cheerful'])
			expect((await shown(page)).filter((line) => line.endsWith(`: ${text}`))).toHaveLength(1);
	}
});

test('an input method that composes while the other person types loses nothing', async ({ openPerson }) => {
	const [maya, luca] = await table(openPerson);
	await field(maya.page, words.matters).pressSequentially('Mornings are mine.');
	await expect(field(luca.page, words.matters)).toHaveValue('Mornings are mine.');

	const keys = await maya.context.newCDPSession(maya.page);
	await caret(field(maya.page, words.matters), ' are');
	const composed = 'さくら';
	for (let length = 1; length <= composed.length; length++) {
		const text = composed.slice(0, length);
		await keys.send('Input.imeSetComposition', { text, selectionStart: length, selectionEnd: length });
		await caret(field(luca.page, words.matters), length === 2 ? 'Mornings' : '');
		await luca.page.keyboard.type(` L${length}`);
		await expect(field(luca.page, words.matters)).toHaveValue(new RegExp(`${text}[^くら]* are`));
	}
	await keys.send('Input.insertText', { text: '桜の' });

	const together = ' L2Mornings桜の are mine. L1 L3';
	await expect(field(luca.page, words.matters)).toHaveValue(together);
	await expect(field(maya.page, words.matters)).toHaveValue(together);
	await maya.page.keyboard.type('!');
	await expect(field(luca.page, words.matters)).toHaveValue(' L2Mornings桜の! are mine. L1 L3');
	await expectSameScreens(maya.page, luca.page);
});
