import { afterEach, describe, expect, test, vi } from 'vitest';
import { planChannel } from '#lib/roster/capability.ts';
import { writeText } from '#lib/casedoc/text.ts';
import { systemClock, type Clock } from '#lib/clock.ts';
import type { Vault } from '#lib/vault/vault.ts';
import { joined } from '#lib/seal/frame-bytes.ts';
import type { MemoryRelay } from '#lib/wire/memory.ts';
import { makeBackup, restoreBackup } from './backup.ts';
import type { Device } from './device.ts';
import { lookAtInvitation, type Look } from './joining.ts';
import { leaveCase } from './leaving.ts';
import { lastBackup, noteBackup } from './last-backup.ts';
import type { Locks } from './locks.ts';
import { NotStored } from './not-stored.ts';
import { writeSeat } from './seats.ts';
import { openDevice, openTable } from '../../../tests/simulation/page-device.ts';
import {
	browserStorage,
	openBrowserVault,
	type PageStorage,
	vaultDatabase
} from '../../../tests/simulation/page-storage.ts';
import {
	abortingWrites,
	clearedByBrowser,
	fill,
	freed,
	room
} from '../../../tests/simulation/storage-faults.ts';

/** What goes wrong, how it is told, and how it begins and ends. */
const faults = [
	['a write that is given up midway', 'failed', async () => abortingWrites(vaultDatabase)],
	[
		'a full disk',
		'full',
		async (vault: Vault) => {
			await fill(vault);
			return freed;
		}
	]
] as const;

type Table = Awaited<ReturnType<typeof openTable>>;

const rosas = { clientName: 'Rosa', myName: 'Maya', relation: 'case-manager' } as const;
const clientName = { record: 'client', id: 'client', field: 'name' } as const;
/** Waits for nobody. */
const impatient: Clock = {
	now: () => Date.now(),
	after: (ms, run) => systemClock.after(Math.min(ms, 20), run)
};
const pages: Device[] = [];

/** Another page of this browser, in reach of the table's relay. */
async function openPage({ relay }: Table, factory = indexedDB): Promise<Device> {
	return openPageOn(await browserStorage(factory), relay);
}

async function openPageOn(storage: PageStorage, relay: MemoryRelay): Promise<Device> {
	const device = await openDevice(relay, impatient, location.origin, {
		...storage,
		locks: homeless(storage.locks)
	});
	pages.push(device);
	return device;
}

/** No home is begun: it would bring back a case of which only a record says that it has gone. */
function homeless({ tryHold }: Locks): Locks {
	return { tryHold: async (name) => (name === 'roundtable/home' ? null : tryHold(name)) };
}

/** Its page is gone without a word. */
async function kill(device: Device): Promise<void> {
	pages.splice(pages.indexOf(device), 1);
	device.vault.close();
	await device.platform.outbox.close();
}

async function invitation(text: string, device: Device): Promise<Look> {
	const look = await device.lookAt(text);
	if (look.kind !== 'invitation') throw new Error(look.kind);
	return look;
}

const notStored = (reason: string) => ({ kind: 'not-stored', reason });
const databasesOf = async (document: string) =>
	(await indexedDB.databases()).flatMap(({ name }) => (name?.includes(document) ? [name] : []));
const names = ({ opened }: Table) => opened.people.map(({ name }) => name);

afterEach(async () => {
	vi.restoreAllMocks();
	await freed();
	for (const device of pages.splice(0)) {
		await device.close();
		await device.vault.wipe();
		await device.platform.outbox.close();
	}
	for (const { name } of await indexedDB.databases()) if (name) indexedDB.deleteDatabase(name);
});

describe.each(faults)('%s', (_, reason, begin) => {
	const storageFor = async () => (reason === 'full' ? room(1_000_000) : indexedDB);

	test('leaves an invitation unused whose seat cannot be stored, and it is good as soon as it can', async () => {
		const table = await openTable();
		const storage = await storageFor();
		const guest = await openPage(table, storage);
		const look = await invitation(await table.invite(), guest);
		const lift = await begin(guest.vault);
		expect(await guest.join(look, 'Ben')).toEqual(notStored(reason));
		expect(guest.seats).toEqual([]);
		expect(names(table)).toEqual(['Maya Okafor']);
		expect(table.opened.invitations).toHaveLength(1);

		await lift();
		expect((await guest.join(look, 'Ben')).kind).toBe('accepted');
		const again = await openPage(table, storage);
		expect(again.seats.map(({ document }) => document)).toEqual([table.document]);
		expect(again.name).toBe('Ben');
	});

	test('is told of while names, summaries and the last backup are in this page only, and they are saved by themselves', async () => {
		const table = await openTable();
		const storage = await storageFor();
		const page = await openPage(table, storage);
		const document = await page.startCase(rosas);
		const opened = await page.open(document);
		const lift = await begin(page.vault);
		let told = 0;
		page.onChange(() => told++);
		opened.edit((plan) => writeText(plan, clientName, 'Rosalind'));
		await page.summarise(opened);
		expect(page.notKept).toBe(reason);
		expect(told).toBeGreaterThan(0);
		expect(await page.rename('Maya O.')).toEqual(notStored(reason));
		expect(await noteBackup(page)).toEqual(notStored(reason));
		await page.looked(opened);
		expect(page.seat(document)?.summary.name).toBe('Rosalind');
		expect(page.name).toBe('Maya O.');

		await lift();
		await expect.poll(() => page.notKept).toBeNull();
		const later = await openPage(table, storage);
		expect(later.seat(document)?.summary.name).toBe('Rosalind');
		expect(later.seat(document)?.looked).not.toBeNull();
		expect(later.name).toBe('Maya O.');
		expect(await lastBackup(later)).not.toBeNull();
	});
});

test('a page that dies between accepting and the relay’s answer leaves a seat that the next page takes by itself', async () => {
	const table = await openTable();
	const first = await openPage(table);
	const look = await invitation(await table.invite({ name: 'Ben' }), first);
	table.relay.setOnline(false);
	void first.join(look, 'Ben');
	await expect.poll(() => first.seat(table.document)).toBeDefined();
	await kill(first);
	await look.close();

	table.relay.setOnline(true);
	const second = await openPage(table);
	await expect.poll(() => names(table)).toContain('Ben');
	await expect.poll(() => second.seat(table.document)?.statements).toEqual([]);
	const his = await second.open(table.document);
	await expect.poll(() => his.readPlan().client.name).toBe('Rosa');
});

test('an acceptance that was cut short is not forgotten by a page that cannot write it down', async () => {
	const table = await openTable();
	const first = await openPage(table);
	const look = await lookAtInvitation(
		await table.invite({ name: 'Ben' }),
		planChannel,
		first.platform,
		async (seat) => {
			await writeSeat(first.vault, seat);
			throw new Error('the phone went off');
		}
	);
	if (look.kind !== 'invitation') throw new Error(look.kind);
	await expect(look.accept('Ben')).rejects.toThrow('the phone went off');
	await look.close();
	await kill(first);

	const storage = await browserStorage();
	const lift = abortingWrites('roundtable');
	const second = await openPageOn(storage, table.relay);
	await expect(second.open(table.document)).rejects.toThrow();
	await lift();
	await kill(second);

	const third = await openPage(table);
	await third.open(table.document);
	await expect.poll(() => names(table)).toContain('Ben');
	await expect.poll(() => third.seat(table.document)?.statements).toEqual([]);
});

test.each([
	['its seat', vaultDatabase, new NotStored('failed')],
	['its first statement', 'roundtable', expect.any(Error)]
])('a case is not begun where %s cannot be stored, and is when it can', async (_, database, error) => {
	const page = await openPage(await openTable());
	const lift = abortingWrites(database);
	await expect(page.startCase(rosas)).rejects.toEqual(error);
	expect(page.seats).toEqual([]);
	await lift();
	expect(await page.vault.names('seat/')).toEqual({ kind: 'names', names: [] });
	const document = await page.startCase(rosas);
	await page.close();
	const later = await openPage(await openTable());
	expect((await later.open(document)).readPlan().client.name).toBe('Rosa');
});

test('a page that dies between storing a new seat and opening its case leaves a case that the next page brings to the relay', async () => {
	const table = await openTable();
	const stuck = { ...(await browserStorage()), openLedger: () => new Promise<never>(() => undefined) };
	const page = await openPageOn(stuck, table.relay);
	void page.startCase(rosas);
	await expect.poll(() => page.seats).toHaveLength(1);
	await kill(page);

	const later = await openPage(table);
	await expect.poll(() => later.seats[0]?.statements).toEqual([]);
	const [seat] = later.seats;
	const opened = await later.open(seat?.document ?? table.document);
	await expect.poll(() => opened.status.kind).toBe('sent');
	expect(opened.people.map(({ name }) => name)).toEqual(['Maya']);
});

test('what the browser has cleared under two open pages is written again by them', async () => {
	const table = await openTable();
	const [here, there] = [await openPage(table), await openPage(table)];
	const document = await here.startCase(rosas);
	await expect.poll(() => there.seat(document)).toBeDefined();
	await Promise.all([here.open(document), there.open(document)]);
	await clearedByBrowser();
	for (const page of [here, there]) {
		const opened = await page.open(document);
		opened.edit((plan) => writeText(plan, clientName, page === here ? 'Rosa 1' : 'Rosa 2'));
		await page.flush();
		await page.looked(opened);
		await page.retry();
	}
	for (const page of [here, there]) expect(page.seats).toHaveLength(1);
	for (const page of [here, there]) await kill(page);
	const later = await openPage(table);
	expect(later.name).toBe('Maya');
	expect((await later.open(document)).readPlan().client.name).toMatch(/Rosa \d/);
});

test('a page whose secrets another page has wiped says so, holds what is typed, brings nothing back, and can still make a backup', async () => {
	const table = await openTable();
	const page = await openPage(table);
	const document = await page.startCase(rosas);
	const opened = await page.open(document);
	const other = await openBrowserVault();
	await other.wipe();
	await expect.poll(() => page.notKept).toBe('wiped');
	opened.edit((plan) => writeText(plan, clientName, 'Rosalind'));
	await page.summarise(opened);
	await page.retry();
	expect(page.notKept).toBe('wiped');
	expect(opened.readPlan().client.name).toBe('Rosalind');
	const empty = await openBrowserVault();
	expect(await empty.names('')).toEqual({ kind: 'names', names: [] });
	empty.close();

	const { pieces, words } = await makeBackup(page);
	await kill(page);
	const later = await openPage(table);
	const restored = await restoreBackup(later, joined(...pieces), words.join(' '));
	expect(restored).toMatchObject({ kind: 'restored', cases: 1 });
	const again = await openPage(table);
	expect((await again.open(document)).readPlan().client.name).toBe('Rosalind');
});

test('a case that cannot be taken off this device stays, with all that is in it', async () => {
	const page = await openPage(await openTable());
	const document = await page.startCase(rosas);
	const lift = abortingWrites(vaultDatabase);
	expect(await leaveCase(page, document)).toEqual(notStored('failed'));
	expect(page.seats).toHaveLength(1);
	await lift();
	expect((await page.open(document)).readPlan().client.name).toBe('Rosa');
	expect(await leaveCase(page, document)).toEqual({ kind: 'stored' });
	expect(page.seats).toEqual([]);
	expect(await databasesOf(document)).toEqual([]);
});

test.each([
	['dies while it takes a case off', () => new Promise<void>(() => undefined)],
	['fails to delete a case that it has taken off', () => Promise.reject(new DOMException('', 'UnknownError'))]
])('what a page that %s has not deleted, the next page deletes', async (_, wipeLedger) => {
	const table = await openTable();
	const storage = await browserStorage();
	const page = await openPageOn({ ...storage, wipeLedger }, table.relay);
	const document = await page.startCase(rosas);
	void leaveCase(page, document);
	await expect.poll(() => page.seats).toEqual([]);
	await kill(page);
	expect(await databasesOf(document)).not.toEqual([]);

	const later = await openPage(table);
	await expect.poll(() => databasesOf(document)).toEqual([]);
	await expect
		.poll(() => later.vault.names(''))
		.toEqual({ kind: 'names', names: ['name', `off/${document}`] });
});

test('a page that has not heard that its case was taken off brings nothing of it back', async () => {
	const table = await openTable();
	const page = await openPage(table);
	const document = await page.startCase(rosas);
	const opened = await page.open(document);
	const deaf = await openBrowserVault(indexedDB, () => null);
	expect(await deaf.remove(`seat/${document}`)).toEqual({ kind: 'stored' });
	for (const log of opened.document.logs) await page.platform.wipeLedger(log);
	opened.edit((plan) => writeText(plan, clientName, 'Rosalind'));
	await page.flush();
	await page.retry();
	expect(await databasesOf(document)).not.toEqual([]);
	await page.summarise(opened);
	await expect.poll(() => page.seats).toEqual([]);
	expect(await deaf.names('seat/')).toEqual({ kind: 'names', names: [] });
	await expect.poll(() => databasesOf(document)).toEqual([]);
	deaf.close();
});
