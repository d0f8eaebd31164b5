import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { abortSettling, abortWrites } from '../../../tests/simulation/aborting.ts';
import { beginCase, comesTo, openAgain, readAgain, type } from '../../../tests/simulation/stored-case.ts';
import { Profile } from '../../../tests/simulation/stored-page.ts';

const failed = { kind: 'not-saved', reason: 'failed', sent: false } as const;

let profile: Profile;

beforeEach(() => {
	profile = new Profile();
});

afterEach(() => profile.clear());

test.each([
	['a draft', 'drafts'],
	['an entry', 'entries'],
	['the end of a strand', 'strands']
])('what is typed while %s is given up midway is told of, and saved afterwards', async (_what, store) => {
	const begun = await beginCase(profile);
	const stop = abortWrites('put', store);
	type(begun.opened, 'Singing');
	await comesTo(profile, begun.opened, failed);
	stop();
	await comesTo(profile, begun.opened, { kind: 'sent' });
	expect(await readAgain(profile, begun)).toBe('Singing');
});

test('of a batch that is given up midway nothing is in the outbox but its drafts', async () => {
	const begun = await beginCase(profile);
	profile.cable.setPlugged(false);
	type(begun.opened, 'Singing');
	await profile.clock.advance(100);
	const stop = abortWrites('put', 'entries');
	await comesTo(profile, begun.opened, failed);
	const log = `${begun.document}.plan.0`;
	expect(await begun.page.outbox.entries(log)).toEqual([]);
	expect(await begun.page.outbox.drafts(log)).toHaveLength(1);
	begun.page.kill();
	stop();
	expect(await readAgain(profile, begun)).toBe('Singing');
});

test('what a ledger gives up midway is told of, and saved with “Try again”', async () => {
	const begun = await beginCase(profile);
	const stop = abortWrites('add', 'updates', 1);
	type(begun.opened, 'Singing');
	await comesTo(profile, begun.opened, { ...failed, sent: true });
	stop();
	await begun.page.device.retry();
	expect(begun.opened.document.status).toEqual({ kind: 'sent' });
	expect(await readAgain(profile, begun)).toBe('Singing');
});

test('what a ledger gives up midway is in the outbox when the page ends', async () => {
	const begun = await beginCase(profile);
	const stop = abortWrites('add', 'updates', 1);
	type(begun.opened, 'Singing');
	await comesTo(profile, begun.opened, { ...failed, sent: true });
	const again = await openAgain(profile, begun);
	stop();
	expect(again.opened.readPlan().mattersToMe).toBe('Singing');
});

test('what the outbox could not let go of goes when the case is opened next', async () => {
	const begun = await beginCase(profile);
	const stop = abortSettling();
	type(begun.opened, 'Singing');
	await comesTo(profile, begun.opened, { kind: 'sent' });
	const kept = () => begun.page.outbox.entries(`${begun.document}.plan.0`);
	expect(await kept()).toHaveLength(1);
	stop();
	const again = await openAgain(profile, begun);
	expect(again.opened.readPlan().mattersToMe).toBe('Singing');
	profile.cable.setPlugged(true);
	await comesTo(profile, again.opened, { kind: 'sent' });
	await vi.waitFor(async () => expect(await kept()).toEqual([]));
});

test('what could not be read when a case was opened is shown with “Try again”', async () => {
	const begun = await beginCase(profile);
	type(begun.opened, 'Singing');
	await comesTo(profile, begun.opened, { kind: 'sent' });
	const plan = `roundtable/${begun.document}.plan.0`;
	const read = IDBObjectStore.prototype.getAllKeys;
	const refuse = vi.spyOn(IDBObjectStore.prototype, 'getAllKeys').mockImplementation(function (
		this: IDBObjectStore,
		...given
	) {
		if (this.transaction.db.name === plan) throw new DOMException('', 'UnknownError');
		return read.apply(this, given);
	});
	const { page, opened } = await openAgain(profile, begun);
	expect(opened.document.status).toEqual(failed);
	refuse.mockRestore();
	await page.device.retry();
	await vi.waitFor(() => expect(opened.readPlan().mattersToMe).toBe('Singing'));
	expect(opened.document.status.kind).toBe('offline');
	type(opened, 'Singing in the choir');
	profile.cable.setPlugged(true);
	await comesTo(profile, opened, { kind: 'sent' });
});
