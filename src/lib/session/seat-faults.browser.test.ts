import { afterEach, expect, test, vi } from 'vitest';
import { systemClock } from '#lib/clock.ts';
import { vaultDatabase, type IndexedDbVault } from '#lib/vault/vault-indexeddb.ts';
import type { Vault } from '#lib/vault/vault.ts';
import type { Device } from './device.ts';
import { openDevice, openTable } from '../../../tests/simulation/page-device.ts';
import { openIndexedDbVault } from '../../../tests/simulation/page-vault.ts';
import { abortingWrites, freed, room } from '../../../tests/simulation/storage-faults.ts';

const vaults: IndexedDbVault[] = [];

async function openVault(factory = indexedDB): Promise<IndexedDbVault> {
	const vault = await openIndexedDbVault(factory);
	vaults.push(vault);
	return vault;
}

type Table = Awaited<ReturnType<typeof openTable>>;

const sitDownAt = async ({ relay }: Table, factory = indexedDB): Promise<Device> =>
	openDevice(relay, systemClock, location.origin, await openVault(factory));

/** Nothing more goes into this vault until there is room again. */
async function fill(vault: Vault): Promise<void> {
	let fillers = 0;
	for (let size = 2_000_000; size > 16; size /= 2) {
		while ((await vault.write(`filler/${fillers++}`, new Uint8Array(size))).kind === 'stored');
	}
}

const notStored = (reason: string) => ({ kind: 'not-stored', reason });

afterEach(async () => {
	vi.restoreAllMocks();
	await freed();
	for (const vault of vaults.splice(0)) vault.close();
	await new Promise((resolve) => (indexedDB.deleteDatabase(vaultDatabase).onsuccess = resolve));
});

test.each(['failed', 'full'] as const)(
	'an invitation stays unused where its seat cannot be stored (%s), and is good as soon as it can',
	async (reason) => {
		const table = await openTable();
		const storage = reason === 'full' ? await room(1_000_000) : indexedDB;
		const guest = await sitDownAt(table, storage);
		const look = await guest.lookAt(await table.invite());
		if (look.kind !== 'invitation') throw new Error(look.kind);
		if (reason === 'full') await fill(guest.vault);
		const lift = reason === 'full' ? freed : abortingWrites();
		expect(await guest.join(look, 'Ben')).toEqual(notStored(reason));
		expect(guest.seats).toEqual([]);
		expect(table.opened.people).toHaveLength(1);
		expect(table.opened.invitations).toHaveLength(1);

		await lift();
		expect((await guest.join(look, 'Ben')).kind).toBe('accepted');
		const again = await sitDownAt(table, storage);
		expect(again.seats.map(({ document }) => document)).toEqual([table.document]);
		expect(again.name).toBe('Ben');
	}
);
