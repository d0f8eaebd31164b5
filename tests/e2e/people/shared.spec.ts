import { expectAccessible } from '../harness/accessible.ts';
import { expect, test } from '../harness/test.ts';
import { add, expectStatus, field, fillCase, startCase, words } from '../path/steps.ts';
import { tabTo } from '../path/by-keyboard.ts';
import { setLock, unlock } from './lock-steps.ts';

const hers = 'three blue kettles';
const his = 'nine grey geese';
const locked = { name: 'This device is locked' } as const;
const who = { name: 'Who is here?' } as const;

test('a mother and a support worker share a tablet, each locked from the other', async ({ openPerson }) => {
	const { page, context } = await openPerson('Rosa');
	const address = await startCase(page, 'Emil', 'Rosa');
	await add(page, 'Add a strength', 'Stubborn');
	await expectStatus(page, words.sent);

	await test.step('a second person needs the first to have a lock', async () => {
		await page.goto('/safe');
		await expect(page.getByText('Set a lock for yourself first.')).toBeVisible();
		await expect(page.getByText('Add somebody')).toHaveCount(0);
		await setLock(page, hers);
	});

	await test.step('he comes, picks a sign, and chooses a lock before anything else', async () => {
		const section = page.getByRole('region', { name: 'Several people on this device' });
		await section.getByText('Add somebody').click();
		await section.getByRole('textbox', { name: 'First name' }).fill('Luca');
		await section.getByRole('radio', { name: 'Sign 3' }).check();
		await expectAccessible(page, 'adding somebody');
		await section.getByRole('button', { name: 'Go on to their lock' }).click();
		await expect(page.getByRole('heading', { name: 'First choose your lock' })).toBeVisible();
		await expect(page).toHaveTitle('First choose your lock · Roundtable');
		await expect(page.getByText('Emil')).toHaveCount(0);
		await expectAccessible(page, 'a lock that comes first');
		await page.getByRole('radio', { name: 'A passphrase of my own' }).check();
		await page.getByLabel('Passphrase', { exact: true }).fill(his);
		await page.getByLabel('Write it again').fill(his);
		await page.getByRole('button', { name: 'Lock with it' }).click();
		await expect(page.getByText('Others use this device, too.')).toBeVisible();
		await expect(page.getByRole('button', { name: 'Take the lock off' })).toHaveCount(0);
		await page.goto('/cases');
		await expect(page.getByRole('heading', who)).toBeVisible();
	});

	await test.step('who opens the app says who they are; neither passphrase opens the other’s', async () => {
		await expect(page).toHaveTitle('Who is here? · Roundtable');
		await expectAccessible(page, 'who is here');
		await page.getByRole('button', { name: 'Luca' }).click();
		await expect(page.getByRole('heading', locked)).toBeVisible();
		await expectAccessible(page, 'a locked device of several');
		await unlock(page, hers);
		await expect(page.getByText('This is not the right passphrase.')).toBeVisible();
		await expect(page.getByRole('button', { name: 'Unlock', exact: true })).toBeEnabled();
		await unlock(page, his);
		await expect(page.getByText('No case on this device yet')).toBeVisible();
		await page.getByRole('link', { name: 'Start a case' }).click();
		await fillCase(page, 'Ines', 'Luca');
	});

	await test.step('whoever opens theirs in another tab locks the first’s', async () => {
		const other = await context.newPage();
		await other.goto(address);
		await other.getByRole('button', { name: 'Person 1' }).click();
		await unlock(other, hers);
		await expect(field(other, words.strength)).toHaveValue('Stubborn');
		await expect(page.getByRole('heading', locked)).toBeVisible();
		await page.getByRole('button', { name: 'I am somebody else' }).click();
		await expect(page.getByRole('heading', who)).toBeVisible();
		await other.close();
	});

	await test.step('he cannot open hers by its address', async () => {
		await page.getByRole('button', { name: 'Luca' }).click();
		await unlock(page, his);
		await expect(page.getByRole('heading', { name: 'The plan', level: 1 })).toBeVisible();
		await page.goto(address);
		await page.getByRole('button', { name: 'Luca' }).click();
		await unlock(page, his);
		await expect(page.getByText('Stubborn')).toHaveCount(0);
		await expect(page.getByText('Emil')).toHaveCount(0);
	});

	await test.step('his part is wiped, hers stays; alone again nobody is asked', async () => {
		await page.goto('/safe');
		await page.getByRole('button', { name: 'Luca' }).click();
		await unlock(page, his);
		await expect(page.getByText('This is about: Luca')).toBeVisible();
		await expectAccessible(page, 'Keep it safe, with several people');
		await page.getByRole('button', { name: 'Wipe this device' }).click();
		await page.getByRole('dialog').getByRole('button', { name: 'Wipe everything' }).click();
		await expect(page.getByText('The others who use it keep theirs.')).toBeVisible();
		await page.goto(address);
		await unlock(page, hers);
		await expect(field(page, words.strength)).toHaveValue('Stubborn');
	});
});

test('who came to be added and does not stay leaves nothing, by the keyboard alone', async ({
	openPerson
}) => {
	const { page } = await openPerson('Rosa');
	await startCase(page, 'Emil', 'Rosa');
	await setLock(page, hers);
	await tabTo(page, /^Add somebody$/);
	await page.keyboard.press('Enter');
	await tabTo(page, /^First name$/);
	await page.keyboard.press('Tab');
	await page.keyboard.press('ArrowRight');
	await tabTo(page, /^Go on to their lock$/);
	await page.keyboard.press('Enter');
	await expect(page.getByRole('heading', { name: 'First choose your lock' })).toBeFocused();
	await tabTo(page, /^Not now$/);
	await page.keyboard.press('Enter');
	await expect(page.getByRole('heading', locked)).toBeVisible();
	await expect(page.getByRole('button', { name: 'I am somebody else' })).toHaveCount(0);
	await tabTo(page, /^Passphrase$/);
	await page.keyboard.type(hers);
	await page.keyboard.press('Enter');
	await expect(page.getByRole('heading', { name: 'Keep it safe', level: 1 })).toBeVisible();
});
