import { expectAccessible } from '../harness/accessible.ts';
import { expect, test } from '../harness/test.ts';
import { add, invite, join, startCase, tab } from '../path/steps.ts';

const phone = { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true };
/** CSS pixels. */
const mm = 96 / 25.4;

test('what to do when it gets hard is written together and carried on one card', async ({ openPerson }) => {
	const [maya, rosa] = await Promise.all([openPerson('Maya'), openPerson('Rosa', phone)]);
	await startCase(maya.page);
	await join(rosa.page, await invite(maya.page, 'Rosa'), 'Rosa');
	await tab(maya.page, 'Plan');

	await test.step('the plan says what shows it, what helps, and whom to call', async () => {
		const part = maya.page.getByRole('region', { name: 'When it gets hard', exact: true });
		await expect(part.getByText('Nobody yet.')).toBeVisible();
		await expect(part.getByRole('link', { name: 'Open the card' })).toHaveCount(0);
		await add(maya.page, 'Add a sign', 'I stop baking');
		await add(maya.page, 'Add something that helps', 'Tea, and the radio');
		for (const [name, number] of [
			['Elena', '555 0142'],
			['Harold', '']
		] as const) {
			await add(maya.page, 'Add a person', name);
			const contact = maya.page.getByRole('article', { name });
			await contact.getByRole('button', { name: /^Say who it is/ }).click();
			await contact.getByRole('checkbox', { name: 'Call first when something happens' }).check();
			if (number) await contact.getByLabel('Phone').fill(number);
			await contact.getByRole('button', { name: /^Close/ }).click();
		}
		await expect(part.getByText('Elena and Harold, in this order.')).toBeVisible();
		await expectAccessible(maya.page, 'the plan for when it gets hard');
	});

	await test.step('she opens it on her phone and can call from it', async () => {
		const { page } = rosa;
		await tab(page, 'My plan');
		await page.getByRole('link', { name: 'Open the card' }).click();
		const card = page.getByRole('article', { name: 'Rosa: when it gets hard' });
		await expect(card.getByText('I stop baking')).toBeVisible();
		await expect(card.getByText('Tea, and the radio')).toBeVisible();
		await expect(card.getByRole('listitem').filter({ hasText: 'Elena' }).getByRole('link')).toHaveAttribute(
			'href',
			'tel:5550142'
		);
		await expectAccessible(page, 'the card on a phone');
		await page.getByRole('link', { name: 'The plan' }).first().click();
		await expect(page.getByRole('heading', { name: 'When it gets hard', level: 2 })).toBeInViewport();
		await page.goBack();
	});

	await test.step('on paper it is one small card, and nothing else', async () => {
		const { page } = rosa;
		await page.emulateMedia({ media: 'print' });
		const card = page.getByRole('article', { name: 'Rosa: when it gets hard' });
		const box = await card.boundingBox();
		expect(box?.height).toBeLessThanOrEqual(148 * mm);
		await expect(page.getByRole('button', { name: 'Print the card' })).toBeHidden();
		await expect(page.getByRole('link', { name: 'The plan' }).first()).toBeHidden();
		const pdf = await page.pdf({ format: 'A4' });
		expect(pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g)).toHaveLength(1);
	});
});
