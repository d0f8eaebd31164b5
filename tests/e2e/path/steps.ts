import { expect, type Locator, type Page } from '@playwright/test';

export const words = {
	saved: 'Saved on this device',
	sent: 'Sent to the team',
	offline: 'Offline: you can go on working',
	goal: 'Goal, in my own words',
	step: 'Step',
	strength: 'Strength',
	need: 'Need',
	why: 'Why this matters to me',
	matters: 'What matters to me',
	watching: 'How it is watched over'
} as const;

type Relation = 'The person this plan is for' | 'Family or friend' | 'Gives help' | 'Case manager';
type Capability = 'Read' | 'Read and talk' | 'Change the plan' | 'Change the plan and invite people';

/** Starts a case for somebody else as its case manager; ends on its plan, and gives its address. */
export async function startCase(page: Page, client = 'Rosa', me = 'Maya'): Promise<string> {
	await page.goto('/start');
	return fillCase(page, client, me);
}

/** As `startCase`, where the form is on the screen. */
export async function fillCase(page: Page, client = 'Rosa', me = 'Maya'): Promise<string> {
	await page.getByRole('radio', { name: 'Someone I help' }).check();
	await page.getByLabel('Their name').fill(client);
	await page.getByRole('radio', { name: 'Case manager' }).check();
	await page.getByLabel('Your name').fill(me);
	await page.getByRole('button', { name: 'Start', exact: true }).click();
	await expect(page.getByRole('heading', { name: 'The plan', level: 1 })).toBeVisible();
	return page.url();
}

/** Makes a link that works, and gives it; ends on the page where it stands. */
export async function invite(
	page: Page,
	name: string,
	relation: Relation = 'Family or friend',
	capability: Capability = 'Change the plan'
): Promise<string> {
	await tab(page, 'People');
	await page.getByRole('link', { name: 'Invite somebody' }).click();
	await page.getByLabel('Who is it for?').fill(name);
	await page.getByLabel('Who are they in this case?').selectOption({ label: relation });
	await page.getByRole('radio', { name: new RegExp(`^${capability}(?! and)`) }).check();
	await page.getByRole('button', { name: 'Make the link' }).click();
	await expect(page.getByText('The link works now.')).toBeVisible();
	return page.getByLabel('The link', { exact: true }).inputValue();
}

/** Uses a link on a device that is new; ends on the plan. */
export async function join(page: Page, link: string, name: string): Promise<void> {
	await page.goto(link);
	await expect(page.getByRole('heading', { name: /invites you to the table/ })).toBeVisible();
	await page.getByLabel('Your name').fill(name);
	await page.getByRole('button', { name: 'Join', exact: true }).click();
	await page.waitForURL(/\/case\//);
	await tab(page, 'Plan');
	await expect(page.getByRole('heading', { name: 'The plan', level: 1 })).toBeVisible();
}

export async function tab(
	page: Page,
	name: 'Plan' | 'Talk' | 'People' | 'My plan' | 'Circles'
): Promise<void> {
	await page.getByRole('navigation', { name: 'This case' }).getByRole('link', { name, exact: true }).click();
}

/** A field of the plan by its label; the last one of that label, which is the newest in its list. */
export function field(page: Page, label: string, exact = true): Locator {
	return page.getByRole('main').getByRole('textbox', { name: label, exact }).last();
}

/** Adds a thing to one of the plan's lists and writes its first words. */
export async function add(page: Page, button: string, text: string): Promise<Locator> {
	await page.getByRole('button', { name: button, exact: true }).first().click();
	const fresh = page.locator('textarea:focus');
	await expect(fresh).toHaveValue('');
	await fresh.pressSequentially(text);
	return page.locator(`[id="${await fresh.getAttribute('id')}"]`);
}

export async function expectStatus(page: Page, text: string): Promise<void> {
	await expect(page.getByRole('status').filter({ hasText: text }).first()).toBeVisible({ timeout: 20_000 });
}

/** Every field of the plan as it stands on this screen, with its label, in order. */
export function shown(page: Page): Promise<string[]> {
	return page.getByRole('main').evaluate((main) =>
		[
			...main.querySelectorAll<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>(
				'textarea, input, select'
			)
		].map((control) => {
			const ticked =
				control instanceof HTMLInputElement && control.type !== 'date' && control.type !== 'text';
			const value = ticked ? String(control.checked) : control.value;
			return `${control.labels?.[0]?.textContent.trim() ?? ''}: ${value}`;
		})
	);
}

/** Waits until all screens show the same plan. */
export async function expectSameScreens(...pages: readonly Page[]): Promise<void> {
	await expect(async () => {
		const [first, ...others] = await Promise.all(pages.map((page) => shown(page)));
		for (const other of others) expect(other).toEqual(first);
	}).toPass({ timeout: 20_000, intervals: [100, 200, 300] });
}

/** Sets the caret without looking for the keys that would take it there. */
export function caret(text: Locator, before: string): Promise<void> {
	return text.evaluate((element, words) => {
		const area = element as HTMLTextAreaElement;
		area.focus();
		const at = words === '' ? area.value.length : area.value.indexOf(words);
		if (at < 0) throw new Error(`"${words}" does not stand in the field`);
		area.setSelectionRange(at, at);
	}, before);
}
