import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fillDisk, giveBackDisk, makeRoom, smallDisk } from '../../../tests/simulation/disk.ts';
import { beginCase, ben, comesTo, readAgain, seatBen, type } from '../../../tests/simulation/stored-case.ts';
import { Profile } from '../../../tests/simulation/stored-page.ts';
import { beforeLeaving, leaveCase } from './leaving.ts';

const full = { kind: 'not-saved', reason: 'full', sent: false } as const;

let profile: Profile;

beforeEach(async () => {
	await smallDisk();
	profile = new Profile();
});

afterEach(async () => {
	await profile.clear();
	await giveBackDisk();
});

test('what is typed on a full disk is told of, and saved when there is room; reopened it is there', async () => {
	const begun = await beginCase(profile);
	await fillDisk();
	type(begun.opened, 'Singing');
	await comesTo(profile, begun.opened, full);
	type(begun.opened, 'Singing in the choir');
	await profile.clock.advance(10_000);
	expect(begun.opened.document.status).toEqual(full);
	await makeRoom();
	await comesTo(profile, begun.opened, { kind: 'sent' });
	expect(await readAgain(profile, begun)).toBe('Singing in the choir');
});

test('“Try again” saves at once when there is room', async () => {
	const begun = await beginCase(profile);
	profile.cable.setPlugged(false);
	await fillDisk();
	type(begun.opened, 'Singing');
	await comesTo(profile, begun.opened, full);
	await makeRoom();
	await begun.page.device.retry();
	expect(begun.opened.document.status.kind).toBe('offline');
	expect(await readAgain(profile, begun)).toBe('Singing');
});

test('“Try again” saves also what others have stated', async () => {
	const begun = await beginCase(profile);
	const bens = await seatBen(profile, begun.opened);
	await fillDisk();
	expect((await bens.invite({ ...ben, name: 'Cy' }, location.origin)).kind).toBe('invited');
	await comesTo(profile, begun.opened, { ...full, sent: true });
	await makeRoom();
	await begun.page.device.retry();
	expect(begun.opened.document.status.kind).toBe('sent');
	begun.page.kill();
	profile.cable.setPlugged(false);
	const again = await (await profile.openPage()).device.open(begun.document);
	expect(again.document.roster.roster.statements).toHaveLength(4);
});

test('a case can be left on a full disk, with what is typed and not stored', async () => {
	const { page, document, opened } = await beginCase(profile);
	await fillDisk();
	type(opened, 'Singing');
	await comesTo(profile, opened, full);
	expect(await beforeLeaving(page.device, document)).toEqual({ alone: true, elsewhere: false, unsent: true });
	await leaveCase(page.device, document);
	expect(page.device.seats).toEqual([]);
	expect((await indexedDB.databases()).filter(({ name }) => name?.includes(document))).toEqual([]);
});

test('who is taken from the table while the disk is full hears of it', async () => {
	const { opened } = await beginCase(profile);
	const bens = await seatBen(profile, opened);
	await fillDisk();
	type(opened, 'Singing');
	await comesTo(profile, opened, full);
	const me = opened.document.me.id;
	expect(await bens.remove(me)).toEqual({ kind: 'stated' });
	await vi.waitFor(async () => {
		await profile.clock.advance(300);
		expect(opened.document.roster.roster.current.member(me)).toBeUndefined();
	});
	expect(opened.document.status).toEqual(full);
});

test('a statement that could not be stored was not made: nothing of it waits to be sent', async () => {
	const { page, opened } = await beginCase(profile);
	await fillDisk();
	expect(await opened.invite(ben, location.origin)).toEqual({ kind: 'not-stored', reason: 'full' });
	await makeRoom();
	await page.device.retry();
	expect(opened.document.roster.roster.statements).toHaveLength(1);
	await comesTo(profile, opened, { kind: 'sent' });
	expect(opened.document.unsent).toBe(false);
});

test('what the outbox keeps for the sake of a ledger that failed goes with “Try again”', async () => {
	const { page, document, opened } = await beginCase(profile);
	const plan = `${document}.plan.0`;
	type(opened, 'Singing');
	const add = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
		throw new DOMException('', 'QuotaExceededError');
	});
	await comesTo(profile, opened, { kind: 'not-saved', reason: 'failed', sent: true });
	expect(await page.outbox.entries(plan)).toHaveLength(1);
	add.mockRestore();
	await page.device.retry();
	expect(opened.document.status.kind).toBe('sent');
	expect(await page.outbox.entries(plan)).toEqual([]);
});

test('a case opens on a full disk with all that was stored', async () => {
	const begun = await beginCase(profile);
	type(begun.opened, 'Singing');
	await comesTo(profile, begun.opened, { kind: 'sent' });
	await fillDisk();
	expect(await readAgain(profile, begun)).toBe('Singing');
});
