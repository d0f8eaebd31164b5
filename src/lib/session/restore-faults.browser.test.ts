import { afterEach, expect, test, vi } from 'vitest';
import { systemClock } from '#lib/clock.ts';
import { joined } from '#lib/seal/frame-bytes.ts';
import { makeBackup, restoreBackup } from './backup.ts';
import type { Device } from './device.ts';
import { openDevice, openTable } from '../../../tests/simulation/page-device.ts';
import { browserStorage, vaultDatabase } from '../../../tests/simulation/page-storage.ts';
import { abortingWrites, fill, freed, room } from '../../../tests/simulation/storage-faults.ts';

const pages: Device[] = [];

async function openPage(factory = indexedDB): Promise<Device> {
	const { relay } = await openTable();
	const device = await openDevice(relay, systemClock, location.origin, await browserStorage(factory));
	pages.push(device);
	return device;
}

async function backup() {
	const { inviter, document } = await openTable();
	const { pieces, words } = await makeBackup(inviter);
	return { document, file: joined(...pieces), words: words.join(' ') };
}

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

test.each([
	['secrets', vaultDatabase],
	['what is on its way', 'roundtable'],
	['anything', undefined]
])(
	'a backup is not taken for damaged where storage refuses %s, and comes back when it does not',
	async (_, database) => {
		const { document, file, words } = await backup();
		const page = await openPage();
		const lift = abortingWrites(database);
		expect(await restoreBackup(page, file, words)).toEqual({ kind: 'not-stored', reason: 'failed' });
		await lift();
		expect(await page.vault.names('seat/')).toEqual({ kind: 'names', names: [] });
		expect(await restoreBackup(page, file, words)).toMatchObject({ kind: 'restored', cases: 1, damaged: 0 });
		const later = await openPage();
		expect((await later.open(document)).readPlan().client.name).toBe('Rosa');
		expect(later.name).toBe('Maya Okafor');
	}
);

test('a backup that finds no room for its seats says so, and comes back when there is room', async () => {
	const { document, file, words } = await backup();
	const storage = await room(1_000_000);
	const page = await openPage(storage);
	await fill(page.vault);
	expect(await restoreBackup(page, file, words)).toEqual({ kind: 'not-stored', reason: 'full' });
	await freed();
	expect(await restoreBackup(page, file, words)).toMatchObject({ kind: 'restored', cases: 1 });
	expect((await (await openPage(storage)).open(document)).readPlan().client.name).toBe('Rosa');
});
