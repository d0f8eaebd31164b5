import { afterEach, expect, test, vi } from 'vitest';
import { systemClock } from '#lib/clock.ts';
import type { Device } from './device.ts';
import { lookAtInvitation, type Look } from './joining.ts';
import { NotStored } from './not-stored.ts';
import { writeSeat } from './seats.ts';
import { openDevice, openTable } from '../../../tests/simulation/page-device.ts';
import { browserStorage, openBrowserVault } from '../../../tests/simulation/page-storage.ts';
import { abortingWrites, fill, freed, room } from '../../../tests/simulation/storage-faults.ts';

type Table = Awaited<ReturnType<typeof openTable>>;

const rosas = { clientName: 'Rosa', myName: 'Maya', relation: 'case-manager' } as const;
const pages: Device[] = [];

/** Another page of this browser, in reach of the table's relay. */
async function openPage({ relay }: Table, factory = indexedDB): Promise<Device> {
	const storage = { ...(await browserStorage()), vault: await openBrowserVault(factory) };
	const device = await openDevice(relay, systemClock, location.origin, storage);
	pages.push(device);
	return device;
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

test.each(['failed', 'full'] as const)(
	'an invitation stays unused where its seat cannot be stored (%s), and is good as soon as it can',
	async (reason) => {
		const table = await openTable();
		const storage = reason === 'full' ? await room(1_000_000) : indexedDB;
		const guest = await openPage(table, storage);
		const look = await invitation(await table.invite(), guest);
		if (reason === 'full') await fill(guest.vault);
		const lift = reason === 'full' ? freed : abortingWrites();
		expect(await guest.join(look, 'Ben')).toEqual(notStored(reason));
		expect(guest.seats).toEqual([]);
		expect(names(table)).toEqual(['Maya Okafor']);
		expect(table.opened.invitations).toHaveLength(1);

		await lift();
		expect((await guest.join(look, 'Ben')).kind).toBe('accepted');
		const again = await openPage(table, storage);
		expect(again.seats.map(({ document }) => document)).toEqual([table.document]);
		expect(again.name).toBe('Ben');
	}
);

test('an acceptance that was cut short is not forgotten by a page that cannot write it down', async () => {
	const table = await openTable();
	const first = await openPage(table);
	const look = await lookAtInvitation(await table.invite({ name: 'Ben' }), first.platform, async (seat) => {
		await writeSeat(first.vault, seat);
		throw new Error('the phone went off');
	});
	if (look.kind !== 'invitation') throw new Error(look.kind);
	await expect(look.accept('Ben')).rejects.toThrow('the phone went off');
	await look.close();
	await kill(first);

	const second = await openPage(table);
	const lift = abortingWrites('roundtable');
	await expect(second.open(table.document)).rejects.toThrow();
	await lift();
	await kill(second);

	const third = await openPage(table);
	await third.open(table.document);
	await expect.poll(() => names(table)).toContain('Ben');
	await expect.poll(() => third.seat(table.document)?.invitation).toBeNull();
});

test.each([
	['its seat', 'roundtable-vault', new NotStored('failed')],
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
