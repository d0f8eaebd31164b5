import '../style/base.css';
import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { addContact } from '#lib/casedoc/contacts.ts';
import type { Case } from '#lib/session/case.ts';
import CaseHost from '../../../../tests/simulation/CaseHost.svelte';
import { setPageTable } from '../../../../tests/simulation/page-table.ts';
import PeoplePage from './PeoplePage.svelte';

const elsewhere = 'https://table.example';

function show(opened: Case, at = '', base = elsewhere) {
	return render(CaseHost<{ at: string; base: string }>, { opened, part: PeoplePage, given: { at, base } });
}

function writeDown(by: Case, newId: string, name: string): void {
	by.edit((plan) => addContact(plan, { ...by.making(), newId, name, relation: 'friend' }));
}

const allowed = () => page.getByRole('region', { name: /able to see and do/ });

test('everyone at the table is named with what they are and may do', async () => {
	const { ada, seat } = await setPageTable();
	await seat('Elena', 'family', 'comment');
	await expect.poll(() => ada.people.length, { timeout: 8_000 }).toBe(2);
	await show(ada);
	await expect.element(page.getByText('Ada Lane (you)')).toBeVisible();
	await expect.element(page.getByText('Family or friend')).toBeVisible();
	await expect.element(page.getByText(/^Reads everything and talks/)).toBeVisible();
	await expect.element(page.getByRole('img', { name: /^2 people at the table/ })).toBeVisible();
});

test('what the person will be able to see and do is told before, and follows what is chosen', async () => {
	const { ada } = await setPageTable();
	await show(ada, 'invite');
	await page.getByRole('textbox', { name: 'Who is it for?' }).fill('Elena');
	await page.getByLabelText('Who are they in this case?').selectOptions('Family or friend');
	await expect.element(page.getByRole('radio', { name: 'Read and talk' })).toBeChecked();
	await expect
		.element(page.getByRole('heading', { name: 'What Elena will be able to see and do' }))
		.toBeVisible();
	await expect.element(allowed()).toHaveTextContent(/But not:.*Change everything in the plan.*Invite/);

	await page.getByRole('radio', { name: 'Change the plan and invite people' }).click();
	await expect.element(allowed()).not.toHaveTextContent('But not');
	// What was chosen by hand stays, whoever it is for.
	await page.getByLabelText('Who are they in this case?').selectOptions('Supervisor');
	await expect.element(page.getByRole('radio', { name: 'Change the plan and invite people' })).toBeChecked();
	expect(ada.invitations).toEqual([]);
});

test('what is missing is said, with a way to it', async () => {
	const { ada } = await setPageTable();
	await show(ada, 'invite');
	await page.getByRole('button', { name: 'Make the link' }).click();
	await expect.element(page.getByRole('alert', { name: 'There is a problem' })).toHaveFocus();
	await page.getByRole('link', { name: 'Write who it is for.' }).click();
	await expect.element(page.getByRole('textbox', { name: 'Who is it for?' })).toHaveFocus();
	await page.getByRole('textbox', { name: 'Who is it for?' }).fill('x'.repeat(10_000));
	await page.getByRole('button', { name: 'Make the link' }).click();
	await expect.element(page.getByRole('link', { name: /too long/ })).toBeVisible();
	expect(ada.invitations).toEqual([]);
});

test('the link is shown once, opens for whom it was made, and ends after the days chosen', async () => {
	const { ada, device } = await setPageTable();
	const { unmount } = await show(ada, 'invite');
	await page.getByRole('textbox', { name: 'Who is it for?' }).fill('Elena Delgado');
	await page.getByLabelText('Who are they in this case?').selectOptions('The person this plan is for');
	await expect.element(page.getByRole('radio', { name: '7 days' })).toBeChecked();
	await page.getByRole('radio', { name: '1 day' }).click();
	await page.getByRole('button', { name: 'Make the link' }).click();

	const field = page.getByRole('textbox', { name: 'The link' });
	await expect.element(field).toBeVisible();
	await expect.element(page.getByRole('img', { name: /^Invitation for Elena Delgado/ })).toBeVisible();
	await expect.element(page.getByText('The link works now.')).toBeVisible();
	await expect.element(page.getByText('This link works only on this computer')).not.toBeInTheDocument();
	const link = (field.element() as HTMLInputElement).value;
	expect(link.startsWith(`${elsewhere}/join#`)).toBe(true);

	const look = await (await device()).lookAt(link);
	if (look.kind !== 'invitation') throw new Error(look.kind);
	expect(look).toMatchObject({
		name: 'Elena Delgado',
		relation: 'client',
		capability: 'edit',
		invitedBy: 'Ada Lane'
	});
	expect(Math.abs(look.expiry - Date.now() - 24 * 60 * 60_000)).toBeLessThan(60_000);
	await look.close();

	await unmount();
	await show(ada);
	await expect.element(page.getByText('Invited, not here yet')).toBeVisible();
	expect(document.body.innerHTML).not.toContain(link.slice(-40));
});

test('at an address of this computer the link says that it works nowhere else', async () => {
	const { ada } = await setPageTable();
	await show(ada, 'invite', 'http://127.0.0.1:4870');
	await page.getByRole('textbox', { name: 'Who is it for?' }).fill('Tom');
	await page.getByLabelText('Who are they in this case?').selectOptions('Gives help');
	await page.getByRole('button', { name: 'Make the link' }).click();
	await expect.element(page.getByText('This link works only on this computer')).toBeVisible();
	await expect.element(page.getByText(/127\.0\.0\.1:4870\)/)).toBeVisible();
});

test('offline, a link can be made and says that it does not work yet', async () => {
	const { ada, relay } = await setPageTable();
	await expect.poll(() => ada.status.kind, { timeout: 8_000 }).toBe('sent');
	relay.setOnline(false);
	await show(ada, 'invite');
	await expect.element(page.getByText('You are offline just now')).toBeVisible();
	await page.getByRole('textbox', { name: 'Who is it for?' }).fill('Tom');
	await page.getByLabelText('Who are they in this case?').selectOptions('Gives help');
	await page.getByRole('button', { name: 'Make the link' }).click();
	await expect.element(page.getByText(/^The link does not work yet/)).toBeVisible();
	relay.setOnline(true);
	await expect.element(page.getByText('The link works now.')).toBeVisible();
});

test('who may not invite is offered no invitation, and told whom to ask', async () => {
	const { seat } = await setPageTable();
	const tom = await seat('Tom', 'provider', 'edit');
	const { rerender } = await show(tom);
	await expect.element(page.getByText(/can bring somebody to the table: Ada Lane/)).toBeVisible();
	await expect.element(page.getByRole('link', { name: 'Invite somebody' })).not.toBeInTheDocument();
	await rerender({ given: { at: 'invite', base: elsewhere } });
	await expect.element(page.getByText('You cannot invite people here')).toBeVisible();
	await expect.element(page.getByRole('button', { name: 'Make the link' })).not.toBeInTheDocument();
});

test('nobody is invited to a made-up case', async () => {
	const { device } = await setPageTable();
	const mine = await device();
	await show(await mine.open(await mine.startDemo('Maya', '2026-11-22')), 'invite');
	await expect.element(page.getByText('Nobody can be invited to a made-up case')).toBeVisible();
	await expect.element(allowed()).toBeVisible();
	await expect.element(page.getByRole('button', { name: 'Make the link' })).not.toBeInTheDocument();
});

test('a contact who is at the table already is made one with themselves, and that can be undone', async () => {
	const { ada, seat } = await setPageTable();
	writeDown(ada, 'contact-1', 'Harold Pike');
	const harold = await seat('harold pike', 'family', 'view');
	await expect.poll(() => ada.people.length, { timeout: 8_000 }).toBe(2);
	await show(ada);
	await page.getByRole('button', { name: 'Yes, the same person' }).click();
	expect(ada.readPlan().contacts[0]?.member).toBe(harold.me);
	await expect.element(page.getByText('In the plan, not at the table')).not.toBeInTheDocument();
	await page.getByRole('button', { name: 'Undo' }).click();
	expect(ada.readPlan().contacts[0]?.member).toBeNull();
	await expect.element(page.getByText('In the plan, not at the table')).toBeVisible();
});

test('inviting somebody who is in the plan begins with what is known of them', async () => {
	const { ada } = await setPageTable();
	writeDown(ada, 'contact-1', 'Harold Pike');
	await show(ada, 'invite/contact-1');
	await expect.element(page.getByRole('textbox', { name: 'Who is it for?' })).toHaveValue('Harold Pike');
	await expect
		.element(page.getByLabelText('Who are they in this case?'))
		.toHaveDisplayValue('Family or friend');
});
