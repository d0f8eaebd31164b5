import '../style/base.css';
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
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

/** Chooses from the menu beside a person. */
async function choose(name: string, item: string): Promise<void> {
	await page.getByRole('button', { name: `More for ${name}` }).click();
	await page.getByRole('menuitem', { name: item }).click();
	await expect.element(page.getByRole('dialog')).toBeVisible();
}

const press = (name: string) => page.getByRole('dialog').getByRole('button', { name, exact: true }).click();

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

test('somebody is taken from the table, after the dialog has said what that means', async () => {
	const { ada, seat } = await setPageTable();
	const tom = await seat('Tom', 'provider', 'edit');
	await show(ada);
	await choose('Tom', 'Take Tom from the table');
	const dialog = page.getByRole('dialog', { name: 'Take Tom from the table?' });
	for (const words of [
		/nothing new/,
		/read or copied cannot be taken back/,
		/stays in the plan/,
		/invite them again/
	])
		await expect.element(dialog.getByText(words)).toBeVisible();
	await userEvent.keyboard('{Escape}');
	await expect.element(page.getByRole('button', { name: 'More for Tom' })).toHaveFocus();
	expect(ada.people).toHaveLength(2);

	await choose('Tom', 'Take Tom from the table');
	await press('Take from the table');
	await expect.element(page.getByText('Tom is no longer at the table.')).toBeVisible();
	await expect.element(page.getByRole('button', { name: 'More for Tom' })).not.toBeInTheDocument();
	await expect.element(page.getByRole('list', { name: 'People at the table' })).toHaveFocus();
	expect(ada.people.map(({ name }) => name)).toEqual(['Ada Lane']);
	await expect.poll(() => tom.isRemoved).toBe(true);
	expect(tom.mayEdit).toBe(false);
});

test('the client is not taken from the table: the dialog says who could', async () => {
	const { ada, seat } = await setPageTable();
	await seat('Rosa', 'client', 'edit');
	await show(ada);
	await choose('Rosa', 'Take Rosa from the table');
	await expect.element(page.getByText(/Only they themselves, or a guardian/)).toBeVisible();
	await expect.element(page.getByRole('button', { name: 'Take from the table' })).not.toBeInTheDocument();
	await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
	await expect.element(page.getByRole('button', { name: 'More for Rosa' })).toHaveFocus();
	expect(ada.people).toHaveLength(2);
});

test('what somebody may do is changed, and is told before', async () => {
	const { ada, seat } = await setPageTable();
	const tom = await seat('Tom', 'provider', 'edit');
	await show(ada);
	await choose('Tom', 'Change what Tom may do');
	await expect.element(page.getByRole('radio', { name: /^Change the plan(?! and)/ })).toBeChecked();
	await press('Change what they may do');
	await expect.element(page.getByText(/Tom may do this already/)).toBeVisible();
	await expect.element(page.getByRole('radio', { name: /^Change the plan(?! and)/ })).toHaveFocus();
	await page.getByRole('radio', { name: 'Read and talk' }).click();
	await expect.element(page.getByText(/Tom may do this already/)).not.toBeInTheDocument();
	await expect.element(allowed()).toHaveTextContent(/But not:.*Change everything in the plan/);
	await expect.element(allowed()).not.toHaveTextContent('The link works');
	await press('Change what they may do');
	await expect.element(page.getByText('What Tom may do has been changed.')).toBeVisible();
	await expect.element(page.getByText(/^Reads everything and talks/)).toBeVisible();
	await expect.element(page.getByRole('button', { name: 'More for Tom' })).toHaveFocus();
	await expect.poll(() => tom.mayEdit).toBe(false);
	expect(tom.mayComment).toBe(true);
});

test('who alone manages cannot leave before somebody else does, and is told how', async () => {
	const { ada, seat } = await setPageTable();
	const tom = await seat('Tom', 'provider', 'edit');
	await show(ada);
	await choose('Ada Lane', 'Leave the table');
	await press('Leave');
	await expect.element(page.getByRole('alert')).toHaveTextContent(/Hand this case over to somebody first/);
	expect(ada.isRemoved).toBe(false);
	await press('Stay at the table');
	expect(await ada.allow(tom.me, 'manage')).toEqual({ kind: 'stated' });
	await choose('Ada Lane', 'Leave the table');
	await press('Leave');
	await expect.element(page.getByText('You have left the table.')).toBeVisible();
	expect(ada.isRemoved).toBe(true);
	await expect.element(page.getByRole('button', { name: /^More for/ })).not.toBeInTheDocument();
	await expect.poll(() => tom.people.map(({ name }) => name)).toEqual(['Tom']);
});

test('who is the only one at the table is shown another way', async () => {
	const { ada } = await setPageTable();
	await show(ada);
	await choose('Ada Lane', 'Leave the table');
	await press('Leave');
	await expect.element(page.getByRole('alert')).toHaveTextContent(/Keep it safe/);
});

test('who does not manage is offered to make sure of others, and to leave', async () => {
	const { ada, seat } = await setPageTable();
	const tom = await seat('Tom', 'provider', 'edit');
	await show(tom);
	await page.getByRole('button', { name: 'More for Ada Lane' }).click();
	await expect.element(page.getByRole('menuitem')).toHaveTextContent('Make sure it is Ada Lane');
	await page.getByRole('button', { name: 'More for Ada Lane' }).click();
	await choose('Tom', 'Leave the table');
	await press('Leave');
	await expect.element(page.getByText('You have left the table.')).toBeVisible();
	await expect.poll(() => ada.people.map(({ name }) => name)).toEqual(['Ada Lane']);
});

test('of two who used one link, the one that is meant is let in', async () => {
	const { ada, device } = await setPageTable();
	const offer = { name: 'Elena', relation: 'family', capability: 'edit', expiry: 0 } as const;
	const invited = await ada.invite(offer, 'http://relay.test');
	if (invited.kind !== 'invited') throw new Error(invited.reason);
	const [mine, other] = await Promise.all([device(), device()]);
	const [look, otherLook] = await Promise.all([mine.lookAt(invited.link), other.lookAt(invited.link)]);
	if (look.kind !== 'invitation' || otherLook.kind !== 'invitation') throw new Error(look.kind);
	await Promise.all([mine.join(look, 'Elena'), other.join(otherLook, 'Eve')]);
	const suspended = () => ada.people.filter((person) => person.suspended).map(({ name }) => name);
	await expect.poll(() => suspended().sort()).toEqual(['Elena', 'Eve']);

	await show(ada);
	await choose('Elena', 'It is Elena: let them in');
	await expect.element(page.getByText(/Ask Elena, best by phone or face to face/)).toBeVisible();
	await press('Let them in');
	await expect.element(page.getByText('Elena is at the table now.')).toBeVisible();
	expect(suspended()).toEqual(['Eve']);
	const elena = await mine.open(ada.id);
	await expect.poll(() => elena.mayEdit).toBe(true);
});

test('an invitation is taken back, and its link opens nothing more', async () => {
	const { ada, device } = await setPageTable();
	const offer = { name: 'Ines', relation: 'provider', capability: 'edit', expiry: 0 } as const;
	const invited = await ada.invite(offer, 'http://relay.test');
	if (invited.kind !== 'invited') throw new Error(invited.reason);
	await show(ada);
	await page.getByRole('button', { name: 'Take back the invitation for Ines' }).click();
	await expect.element(page.getByText(/^The link for Ines stops working/)).toBeVisible();
	await press('Let it stand');
	expect(ada.invitations).toHaveLength(1);
	await page.getByRole('button', { name: 'Take back the invitation for Ines' }).click();
	await press('Take it back');
	await expect.element(page.getByText(/^The invitation for Ines has been taken back/)).toBeVisible();
	await expect.element(page.getByText('Invited, not here yet')).not.toBeInTheDocument();
	await expect.element(page.getByRole('list', { name: 'People at the table' })).toHaveFocus();
	const look = await (await device()).lookAt(invited.link);
	expect(look.kind).toBe('used');
});

test('where somebody else was quicker, the dialog says so and nothing is lost', async () => {
	const { ada, seat } = await setPageTable();
	const tom = await seat('Tom', 'provider', 'edit');
	await show(ada);
	await choose('Tom', 'Take Tom from the table');
	await ada.remove(tom.me);
	await press('Take from the table');
	await expect.element(page.getByRole('alert')).toHaveTextContent(/This person is no longer at the table/);
});

test('offline, the dialog says when it counts', async () => {
	const { ada, seat, relay } = await setPageTable();
	await seat('Tom', 'provider', 'edit');
	await expect.poll(() => ada.status.kind, { timeout: 8_000 }).toBe('sent');
	relay.setOnline(false);
	await show(ada);
	await choose('Tom', 'Take Tom from the table');
	await expect.element(page.getByText(/counts for the others as soon as you are online/)).toBeVisible();
});
