import { afterEach, describe, expect, it, vi } from 'vitest';
import type { IndexedDbVault } from './vault-indexeddb.ts';
import type { Vault } from './vault.ts';
import { openBrowserVault, vaultDatabase } from '../../../tests/simulation/page-storage.ts';
import {
	abortingWrites,
	clearedByBrowser,
	fill,
	freed,
	room
} from '../../../tests/simulation/storage-faults.ts';

const stored = { kind: 'stored' };
const open: IndexedDbVault[] = [];
const old = Uint8Array.of(1);
const fresh = Uint8Array.of(2);

async function tab(factory = indexedDB): Promise<IndexedDbVault> {
	const vault = await openBrowserVault(factory);
	open.push(vault);
	return vault;
}

/** Resolves when it hears that all was deleted. */
const emptied = (vault: Vault) => new Promise<void>((heard) => vault.onEmptied(heard));

afterEach(async () => {
	vi.restoreAllMocks();
	await freed();
	for (const vault of open.splice(0)) vault.close();
	await new Promise((resolve) => (indexedDB.deleteDatabase(vaultDatabase).onsuccess = resolve));
});

const writing: readonly [string, (vault: Vault) => Promise<unknown>, unknown][] = [
	['a write', (vault) => vault.write('a', fresh), { kind: 'found', bytes: fresh }],
	['a replacement', (vault) => vault.replace('a', fresh), { kind: 'found', bytes: fresh }],
	['a removal', (vault) => vault.remove('a'), { kind: 'missing' }]
];

describe.each(writing)('%s', (_, write, after) => {
	it('that is given up midway changes nothing, says so, and is done the next time', async () => {
		const vault = await tab();
		await vault.write('a', old);
		const lift = abortingWrites();
		expect(await write(vault)).toEqual({ kind: 'not-stored', reason: 'failed' });
		await lift();
		expect(await (await tab()).read('a')).toEqual({ kind: 'found', bytes: old });
		expect(await write(vault)).toEqual(stored);
		expect(await (await tab()).read('a')).toEqual(after);
	});

	it('that storage could not even begin is done the next time', async () => {
		const vault = await tab();
		await vault.write('a', old);
		const begin = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementationOnce(() => {
			throw new DOMException('', 'InvalidStateError');
		});
		expect(await write(vault)).toEqual({ kind: 'not-stored', reason: 'failed' });
		begin.mockRestore();
		expect(await write(vault)).toEqual(stored);
		expect(await (await tab()).read('a')).toEqual(after);
	});

	it('after the browser has deleted everything begins anew, and says that all was deleted', async () => {
		const vault = await tab();
		await vault.write('a', old);
		const heard = emptied(vault);
		await clearedByBrowser();
		await expect.poll(() => write(vault)).not.toHaveProperty('reason');
		await heard;
		await vault.write('a', old);
		expect(await write(vault)).toEqual(stored);
		expect(await (await tab()).read('a')).toEqual(after);
	});

	it('after another page has wiped it stores nothing, and says so', async () => {
		const [vault, other] = [await tab(), await tab()];
		await vault.write('a', old);
		await other.wipe();
		expect(await write(vault)).toEqual({ kind: 'not-stored', reason: 'wiped' });
		expect(await (await tab()).names('')).toEqual({ kind: 'names', names: [] });
	});
});

it.each(writing.slice(0, 2))(
	'%s on a full disk changes nothing, says so, and is done when there is room',
	async (_, write, after) => {
		const storage = await room(1_000_000);
		const vault = await tab(storage);
		await vault.write('a', old);
		await fill(vault);
		expect(await write(vault)).toEqual({ kind: 'not-stored', reason: 'full' });
		expect(await vault.read('a')).toEqual({ kind: 'found', bytes: old });
		await freed();
		expect(await write(vault)).toEqual(stored);
		expect(await (await tab(storage)).read('a')).toEqual(after);
	}
);

it('a record is removed from a full disk', async () => {
	const vault = await tab(await room(1_000_000));
	await vault.write('a', old);
	await fill(vault);
	expect(await vault.remove('a')).toEqual(stored);
	expect(await vault.read('a')).toEqual({ kind: 'missing' });
});

it('a wipe that is given up midway leaves everything, says so, and is done the next time', async () => {
	const vault = await tab();
	await vault.write('a', old);
	const lift = abortingWrites();
	expect(await vault.wipe()).toEqual({ kind: 'not-stored', reason: 'failed' });
	await lift();
	expect(await vault.read('a')).toEqual({ kind: 'found', bytes: old });
	expect(await vault.wipe()).toEqual(stored);
	expect(await (await tab()).names('')).toEqual({ kind: 'names', names: [] });
});

it('a page that dies between emptying and deleting leaves a vault that is empty and can be used', async () => {
	const vault = await tab();
	await vault.write('a', old);
	vi.spyOn(IDBFactory.prototype, 'deleteDatabase').mockImplementationOnce(() => {
		throw new Error('the page is gone');
	});
	await vault.wipe();
	const later = await tab();
	expect(await later.names('')).toEqual({ kind: 'names', names: [] });
	expect(await later.write('a', fresh)).toEqual(stored);
	expect(await (await tab()).read('a')).toEqual({ kind: 'found', bytes: fresh });
});
