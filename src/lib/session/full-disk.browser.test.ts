import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { writeText } from '#lib/casedoc/text.ts';
import { fillDisk, giveBackDisk, makeRoom, smallDisk } from '../../../tests/simulation/disk.ts';
import { openDevice } from '../../../tests/simulation/page-device.ts';
import { Profile } from '../../../tests/simulation/stored-page.ts';
import type { Case } from './case.ts';
import { beforeLeaving, leaveCase } from './leaving.ts';

const beginning = { clientName: 'Rosa', myName: 'Maya', relation: 'case-manager' } as const;
const ben = { name: 'Ben', relation: 'case-manager', capability: 'manage', expiry: 0 } as const;
const matters = { record: 'plan', id: 'plan', field: 'mattersToMe' } as const;
const full = { kind: 'not-saved', reason: 'full', sent: false };

let profile: Profile;

beforeEach(async () => {
	await smallDisk();
	profile = new Profile();
});

afterEach(async () => {
	await profile.clear();
	await giveBackDisk();
});

async function begin() {
	const page = await profile.openPage();
	const document = await page.device.startCase(beginning);
	return { page, document, opened: await page.device.open(document) };
}

function type(opened: Case, words: string): void {
	opened.edit((plan) => writeText(plan, matters, words));
}

async function settled(opened: Case, kind: string): Promise<void> {
	await vi.waitFor(async () => {
		await profile.clock.advance(300);
		expect(opened.document.status.kind).toBe(kind);
	});
}

test('what is typed on a full disk is told of, and saved when there is room; reopened it is there', async () => {
	const { page, document, opened } = await begin();
	await fillDisk();
	type(opened, 'Singing');
	await profile.clock.advance(3000);
	await vi.waitFor(() => expect(opened.document.status).toEqual(full));
	type(opened, 'Singing in the choir');
	await profile.clock.advance(3000);
	expect(opened.document.status).toEqual(full);
	await makeRoom();
	await settled(opened, 'sent');
	page.kill();
	const again = await profile.openPage();
	expect((await again.device.open(document)).readPlan().mattersToMe).toBe('Singing in the choir');
});

test('“Try again” saves at once when there is room', async () => {
	const { page, document, opened } = await begin();
	profile.cable.setPlugged(false);
	await fillDisk();
	type(opened, 'Singing');
	await profile.clock.advance(3000);
	await vi.waitFor(() => expect(opened.document.status).toEqual(full));
	await makeRoom();
	await page.device.retry();
	expect(opened.document.status.kind).toBe('offline');
	page.kill();
	const again = await profile.openPage();
	expect((await again.device.open(document)).readPlan().mattersToMe).toBe('Singing');
});

test('a case can be left on a full disk, with what is typed and not stored', async () => {
	const { page, document, opened } = await begin();
	await fillDisk();
	type(opened, 'Singing');
	await profile.clock.advance(3000);
	await vi.waitFor(() => expect(opened.document.status).toEqual(full));
	expect(await beforeLeaving(page.device, document)).toEqual({ alone: true, unsent: true });
	await leaveCase(page.device, document);
	expect(page.device.seats).toEqual([]);
	expect((await indexedDB.databases()).filter(({ name }) => name?.includes(document))).toEqual([]);
});

test('who is taken from the table while the disk is full hears of it', async () => {
	const { page, document, opened } = await begin();
	const invited = await opened.invite(ben, location.origin);
	if (invited.kind !== 'invited') throw new Error(invited.kind);
	const bens = await openDevice(profile.relay, profile.clock);
	const look = await bens.lookAt(invited.link);
	if (look.kind !== 'invitation') throw new Error(look.kind);
	await bens.join(look, 'Ben');
	const theirs = await bens.open(document);
	await profile.clock.advance(3000);
	await vi.waitFor(() => expect(opened.people).toHaveLength(2));
	await fillDisk();
	type(opened, 'Singing');
	await profile.clock.advance(3000);
	await vi.waitFor(() => expect(opened.document.status).toEqual(full));
	const me = opened.document.me.id;
	expect(await theirs.remove(me)).toEqual({ kind: 'stated' });
	await profile.clock.advance(3000);
	await vi.waitFor(() => expect(opened.document.roster.roster.current.member(me)).toBeUndefined());
	expect(opened.document.status).toEqual(full);
	expect(page.device.seat(document)).toBeDefined();
});
