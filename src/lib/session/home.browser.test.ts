import { afterEach, expect, test } from 'vitest';
import { systemClock, type Clock } from '#lib/clock.ts';
import { MemoryRelay } from '#lib/wire/memory.ts';
import type { Device } from './device.ts';
import { homeRecord } from './home-keeping.ts';
import { openDevice } from '../../../tests/simulation/page-device.ts';
import { browserStorage, openBrowserVault, vaultDatabase } from '../../../tests/simulation/page-storage.ts';
import { abortingWrites, clearedByBrowser } from '../../../tests/simulation/storage-faults.ts';

const rosas = { clientName: 'Rosa', myName: 'Maya', relation: 'case-manager' } as const;
/** Waits for nobody. */
const impatient: Clock = {
	now: () => Date.now(),
	after: (ms, run) => systemClock.after(Math.min(ms, 20), run)
};
const pages: Device[] = [];

/** Another page of this browser. */
async function openPage(relay: MemoryRelay): Promise<Device> {
	const device = await openDevice(relay, impatient, location.origin, await browserStorage());
	pages.push(device);
	return device;
}

async function linkFrom(device: Device): Promise<string> {
	const invited = await device.keeping.invite(0);
	if (invited?.kind !== 'invited') throw new Error('no invitation');
	await expect.poll(() => device.home?.document.status.kind).toBe('sent');
	return invited.link;
}

async function databasesOf(document: string): Promise<string[]> {
	const all = await indexedDB.databases();
	return all.flatMap(({ name }) => (name?.includes(document) ? name : []));
}

afterEach(async () => {
	for (const device of pages.splice(0)) {
		await device.close();
		device.vault.close();
		await device.platform.outbox.close();
	}
	const vault = await openBrowserVault();
	await vault.wipe();
	vault.close();
});

test('all pages of a browser have one home', async () => {
	const relay = new MemoryRelay(systemClock);
	const [here, there] = [await openPage(relay), await openPage(relay)];
	await here.startCase(rosas);
	await expect.poll(() => here.home?.devices.length).toBe(1);
	await expect.poll(() => there.home?.id).toBe(here.home?.id);
	const later = await openPage(relay);
	await expect.poll(() => later.home?.id).toBe(here.home?.id);
});

test('what one page is let into, all pages of its browser are, and the home before is gone', async () => {
	const relay = new MemoryRelay(systemClock);
	const laptop = await openDevice(relay, impatient);
	await laptop.startCase(rosas);
	const [here, there] = [await openPage(relay), await openPage(relay)];
	await here.startCase({ ...rosas, clientName: 'Otto' });
	await expect.poll(() => there.home).not.toBeNull();
	const before = here.keeping.document ?? '';
	expect(await databasesOf(before)).not.toEqual([]);
	expect((await here.keeping.enter(await linkFrom(laptop), 'Phone')).kind).toBe('entered');
	for (const page of [here, there, laptop]) {
		await expect.poll(() => page.home?.id).toBe(laptop.home?.id);
		await expect.poll(() => page.seats.map(({ summary }) => summary.name).sort()).toEqual(['Otto', 'Rosa']);
	}
	await expect.poll(() => databasesOf(before)).toEqual([]);
	await laptop.close();
});

test('a home that cannot be stored is not founded, and is when it can', async () => {
	const page = await openPage(new MemoryRelay(systemClock));
	await page.startDemo('Maya', '2026-01-05');
	const lift = abortingWrites(vaultDatabase);
	expect(await page.keeping.invite(0)).toBeNull();
	expect(page.keeping.document).toBeNull();
	await lift();
	expect((await page.keeping.invite(0))?.kind).toBe('invited');
	expect(await page.vault.read(homeRecord)).toMatchObject({ kind: 'found' });
});

test('a home that the browser has cleared is written again by a page that has it open', async () => {
	const relay = new MemoryRelay(systemClock);
	const page = await openPage(relay);
	const document = await page.startCase(rosas);
	await expect.poll(() => page.home?.document.status.kind).toBe('sent');
	const home = page.keeping.document;
	await clearedByBrowser();
	await page.looked(await page.open(document));
	await page.retry();
	await expect.poll(async () => (await page.vault.read(homeRecord)).kind).toBe('found');
	const later = await openPage(relay);
	await expect.poll(() => later.home?.id).toBe(home);
});

test('a home whose record is damaged says so; cases go on, and a new one takes them in', async () => {
	const relay = new MemoryRelay(systemClock);
	const first = await openPage(relay);
	const id = await first.startCase(rosas);
	await expect.poll(() => first.home).not.toBeNull();
	const before = first.keeping.document;
	await first.vault.write(homeRecord, new Uint8Array([1, 2, 3]));
	await first.close();
	const page = await openPage(relay);
	await expect.poll(() => page.keeping.fault).toBe('unreadable');
	expect((await page.open(id)).readPlan().client.name).toBe('Rosa');
	expect(await page.keeping.startAnew()).toEqual({ kind: 'stored' });
	await expect.poll(() => page.home?.devices.length).toBe(1);
	expect(page.keeping.fault).toBeNull();
	expect(page.keeping.document).not.toBe(before);
});

test('a home whose databases are gone comes back from its relay, or says that it does not open', async () => {
	const relay = new MemoryRelay(systemClock);
	const first = await openPage(relay);
	await first.startCase(rosas);
	await expect.poll(() => first.home?.document.status.kind).toBe('sent');
	const id = first.home?.id ?? '';
	await first.close();
	for (const name of await databasesOf(id)) indexedDB.deleteDatabase(name);
	await expect.poll(() => databasesOf(id)).toEqual([]);
	relay.setOnline(false);
	const page = await openPage(relay);
	await expect.poll(() => page.keeping.fault).toBe('not-opened');
	relay.setOnline(true);
	await page.retry();
	await expect.poll(() => page.home?.id).toBe(id);
	expect(page.keeping.fault).toBeNull();
});
