import '../style/base.css';
import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { systemClock, type Clock } from '#lib/clock.ts';
import type { Device } from '#lib/session/device.ts';
import type { Look } from '#lib/session/joining.ts';
import Join from './Join.svelte';
import { openDevice, openTable } from '../../../../tests/simulation/page-device.ts';
import { memoryStorage, openBrowserVault } from '../../../../tests/simulation/page-storage.ts';
import { abortingWrites } from '../../../../tests/simulation/storage-faults.ts';

/** Waits for nobody. */
const impatient: Clock = {
	now: () => Date.now(),
	after: (ms, run) => systemClock.after(Math.min(ms, 20), run)
};

async function open(device: Device, link: string) {
	const joined: Look[] = [];
	await render(Join, {
		device,
		link,
		onjoined: (look: Look) => joined.push(look),
		onnot: () => undefined
	});
	return joined;
}

const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name });
const press = (name: string | RegExp) => page.getByRole('button', { name }).click();

test('it shows who invites, what one will see and do, and asks for a name only', async () => {
	const table = await openTable();
	const guest = await openDevice(table.relay);
	const joined = await open(guest, await table.invite());
	await expect.element(heading('Maya Okafor invites you to the table')).toBeVisible();
	await expect.element(page.getByText('Earlier writing too')).toBeVisible();
	await expect.element(page.getByText('Change the plan together with the others')).toBeVisible();
	expect(table.opened.people).toHaveLength(1);

	const name = page.getByRole('textbox');
	await expect.element(name).toHaveValue('Rosa');
	await name.fill('  روزا 🌻 ');
	await press('Join');
	await expect.poll(() => joined.length).toBe(1);
	await expect
		.poll(() => table.opened.people.map((person) => person.name))
		.toEqual(['Maya Okafor', 'روزا 🌻']);
	expect(guest.name).toBe('روزا 🌻');
	expect(guest.seat(table.document)).toBeDefined();
});

test('a commenter reads before joining that the plan cannot be changed', async () => {
	const table = await openTable();
	await open(
		await openDevice(table.relay),
		await table.invite({ capability: 'comment', relation: 'provider' })
	);
	await expect.element(page.getByText('You cannot change the plan itself')).toBeVisible();
	await expect.element(page.getByText('Someone who gives help or care')).toBeVisible();
});

test('an empty or endless name is told, and the link stays unused', async () => {
	const table = await openTable();
	await open(await openDevice(table.relay), await table.invite({ name: '' }));
	await press('Join');
	await expect.element(page.getByRole('alert')).toHaveTextContent('Please write your name');
	await page.getByRole('textbox').fill('x'.repeat(10_000));
	await press('Join');
	await expect.element(page.getByRole('alert')).toHaveTextContent('This name is too long');
	expect(table.opened.people).toHaveLength(1);
});

test('a code is asked for, and a slip is seen before the link is used', async () => {
	const table = await openTable();
	const joined = await open(await openDevice(table.relay), await table.invite({ careful: true }));
	await press('Join');
	await expect.element(page.getByRole('alert')).toHaveTextContent('Write the code that you were told');
	const [invitation] = table.opened.invitations;
	const code = invitation?.code ?? '';
	const field = page.getByRole('textbox', { name: 'The code' });
	await field.fill(`${code.slice(0, 5)}${(Number(code[5]) + 1) % 10}`);
	await press('Join');
	await expect.element(page.getByRole('alert')).toHaveTextContent('That is not the code');
	expect(table.opened.people).toHaveLength(1);
	await field.fill(` ${code.slice(0, 3)}-${code.slice(3)} `);
	await press('Join');
	await expect.poll(() => joined.length).toBe(1);
	await expect.poll(() => table.opened.people.map(({ suspended }) => suspended)).toEqual([false, false]);
});

test('a device in use asks who joins; someone else does not take its name away', async () => {
	const table = await openTable();
	const guest = await openDevice(table.relay);
	await guest.rename('Elena');
	const joined = await open(guest, await table.invite());
	await press('Join');
	await expect.element(page.getByRole('alert')).toHaveTextContent('Please say who is joining');
	await page.getByRole('radio', { name: /Someone else/ }).click();
	await page.getByRole('textbox', { name: 'Your name' }).fill('Rosa');
	await press('Join');
	await expect.poll(() => joined.length).toBe(1);
	expect(guest.name).toBe('Elena');
	await expect.poll(() => table.opened.people.map((person) => person.name)).toContain('Rosa');
});

test('a device in use joins as the name it has in two steps', async () => {
	const table = await openTable();
	const guest = await openDevice(table.relay);
	await guest.rename('Elena');
	const joined = await open(guest, await table.invite());
	await page.getByRole('radio', { name: /Elena/ }).click();
	await press('Join');
	await expect.poll(() => joined.length).toBe(1);
	await expect.poll(() => table.opened.people.map((person) => person.name)).toContain('Elena');
});

test('a used link says so, and another one can be pasted with the message around it', async () => {
	const table = await openTable();
	const used = await table.invite();
	const first = await openDevice(table.relay);
	const look = await first.lookAt(used);
	if (look.kind !== 'invitation') throw new Error(look.kind);
	await first.join(look, 'First');
	await open(await openDevice(table.relay, impatient), used);
	await expect.element(heading('This invitation has been used')).toBeVisible();
	await press('Use another link');
	await page.getByRole('textbox').fill(`Hello Rosa,\nplease come: ${await table.invite()} \nMaya`);
	await press('Look at the invitation');
	await expect.element(heading('Maya Okafor invites you to the table')).toBeVisible();
});

test.each([
	['Part of the link is missing', (link: string) => link.slice(0, -5)],
	['This is not an invitation', () => 'https://elsewhere.example/'],
	['This is not an invitation', () => 'Please call me, it is urgent. '.repeat(1_000)]
])('%s', async (title, change) => {
	const table = await openTable();
	const link = change(await table.invite());
	await open(await openDevice(table.relay, impatient), link);
	await expect.element(heading(title)).toBeVisible();
	await expect.element(page.getByRole('button', { name: 'Use another link' })).toBeVisible();
});

test('without a connection it says that the link is as good as before, and it is', async () => {
	const table = await openTable();
	const link = await table.invite();
	table.relay.setOnline(false);
	await open(await openDevice(table.relay, impatient), link);
	await expect.element(heading('There is no connection just now')).toBeVisible();
	table.relay.setOnline(true);
	await press('Try again');
	await expect.element(heading('Maya Okafor invites you to the table')).toBeVisible();
});

test('when the connection breaks while joining, the seat is kept', async () => {
	const table = await openTable();
	const guest = await openDevice(table.relay, impatient);
	const joined = await open(guest, await table.invite());
	await expect.element(heading(/invites you/)).toBeVisible();
	table.relay.setOnline(false);
	await press('Join');
	await expect.element(heading('Your seat is kept')).toBeVisible();
	expect(joined).toHaveLength(0);
	table.relay.setOnline(true);
	await expect.poll(() => table.opened.people.map((person) => person.name)).toContain('Rosa');
	expect(guest.name).toBe('Rosa');
});

test('when the seat cannot be stored, it says so, keeps the name, and the link is as good as before', async () => {
	const table = await openTable();
	const vault = await openBrowserVault();
	const joined = await open(
		await openDevice(table.relay, impatient, location.origin, { ...memoryStorage(), vault }),
		await table.invite()
	);
	await page.getByRole('textbox').fill('Ben');
	const lift = abortingWrites();
	await press('Join');
	await expect.element(page.getByRole('alert')).toHaveTextContent(/could not be kept.*as good as before/);
	await expect.element(page.getByRole('textbox')).toHaveValue('Ben');
	expect(table.opened.people).toHaveLength(1);
	await lift();
	await press('Join');
	await expect.poll(() => joined.length).toBe(1);
	await expect.poll(() => table.opened.people.map((person) => person.name)).toContain('Ben');
	await vault.wipe();
});

test('one’s own link leads back to the case and is not used up', async () => {
	const table = await openTable();
	const link = await table.invite();
	await open(table.inviter, link);
	await expect.element(heading('You already sit at this table')).toBeVisible();
	await expect
		.element(page.getByRole('link', { name: 'Open the case' }))
		.toHaveAttribute('href', `/case/${table.document}`);
	expect(table.opened.invitations).toHaveLength(1);
});
