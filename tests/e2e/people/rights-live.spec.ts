import { expectAccessible } from '../harness/accessible.ts';
import { expect, test } from '../harness/test.ts';
import { add, caret, expectStatus, field, invite, join, startCase, tab, words } from '../path/steps.ts';

const onlyReads = /You can read the plan here/;

test('what somebody may do is changed while they type, and again: no word is lost without their knowing', async ({
	openPerson
}) => {
	const [maya, luca] = await Promise.all([openPerson('Maya'), openPerson('Luca')]);
	const main = luca.page.getByRole('main');
	const given = luca.page.getByRole('textbox', { name: 'The words' });
	const allow = async (choice: RegExp) => {
		await maya.page.getByRole('button', { name: 'More for Luca' }).click();
		await maya.page.getByRole('menuitem', { name: 'Change what Luca may do' }).click();
		const dialog = maya.page.getByRole('dialog');
		await dialog.getByRole('radio', { name: choice }).check();
		await dialog.getByRole('button', { name: 'Change what they may do' }).click();
		await expect(dialog).toBeHidden();
	};

	await startCase(maya.page);
	await join(luca.page, await invite(maya.page, 'Luca'), 'Luca');
	await add(luca.page, 'Add a strength', 'Stubborn');
	await expectStatus(luca.page, words.sent);
	await tab(maya.page, 'People');

	await test.step('he is typing: all that stood in his field is in the plan, or given back to him', async () => {
		const strength = field(luca.page, words.strength);
		await caret(strength, '');
		let typed = '';
		const typing = (async () => {
			for (const letter of ' and cheerful and patient and kind and so on, day after day after day') {
				if ((await main.getByRole('textbox').count()) === 0) return;
				await luca.page.keyboard.type(letter);
				typed = await strength.inputValue({ timeout: 300 }).catch(() => typed);
			}
		})();
		await allow(/^Read(?! and)/);
		await typing;
		await expect(main.getByText(onlyReads)).toBeVisible();
		await expect(main.getByRole('textbox', { name: words.strength })).toHaveCount(0);
		expect(typed.length).toBeGreaterThan('Stubborn'.length);
		await expect(async () => {
			const kept = await main
				.getByRole('paragraph')
				.filter({ hasText: /^Stubborn/ })
				.innerText();
			const back = await given.evaluateAll((all) => all.map((one) => (one as HTMLTextAreaElement).value));
			// Spaces at an end are not shown. A key may be struck as the field goes, or seen by nobody.
			const [all, saw] = [kept + back.join(''), typed].map((text) => text.replace(/\s/g, ''));
			expect(all?.slice(0, saw?.length)).toBe(saw?.slice(0, all?.length));
			expect(Math.abs((saw?.length ?? 0) - (all?.length ?? 0))).toBeLessThan(2);
		}).toPass({ timeout: 20_000 });
	});

	await test.step('he may write again', async () => {
		await allow(/^Change the plan(?! and)/);
		await expect(main.getByRole('button', { name: 'Add a strength', exact: true })).toBeVisible();
		await add(luca.page, 'Add a strength', 'Back again');
		await expectStatus(luca.page, words.sent);
		await tab(maya.page, 'Plan');
		await expect(field(maya.page, words.strength)).toHaveValue('Back again');
		await tab(maya.page, 'People');
	});

	await test.step('what he wrote offline meanwhile is given back as words', async () => {
		await luca.page.context().setOffline(true);
		await add(luca.page, 'Add a strength', 'Written on the train');
		await expectStatus(luca.page, words.offline);
		await allow(/^Read(?! and)/);
		await expectStatus(maya.page, words.sent);
		await luca.page.context().setOffline(false);
		await expect(main.getByText(onlyReads)).toBeVisible({ timeout: 60_000 });
		await expect(given.last()).toHaveValue(/Written on the train$/);
		await expectAccessible(luca.page, 'words that came too late');
		await luca.page.reload();
		await expect(given.last()).toHaveValue(/Written on the train$/);
	});
});
