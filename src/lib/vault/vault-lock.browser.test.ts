import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HandClock } from '../../../tests/simulation/hand-clock.ts';
import { testLockTools } from '../../../tests/simulation/lock-tools.ts';
import type { LockedVault } from './locked-vault.ts';
import { openVault } from './open-vault.ts';
import { IndexedDbVault, type VaultPlace } from './vault-indexeddb.ts';
import type { VaultLock } from './vault-lock.ts';
import { vaultDatabase } from '../../../tests/simulation/page-storage.ts';

const clock = new HandClock();
const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
const place: VaultPlace = {
	indexedDB,
	database: vaultDatabase,
	subtle: crypto.subtle,
	random,
	clock,
	channel: () => new BroadcastChannel('lock test')
};
const { signal } = new AbortController();
const secret = new TextEncoder().encode('canary-7f3a91c2e5');
const right = { kind: 'passphrase', passphrase: 'correct horse battery' } as const;
const wrong = { kind: 'passphrase', passphrase: 'incorrect horse' } as const;
const byPasskey = { kind: 'passkey' } as const;
const stored = { kind: 'stored' };
const pages: IndexedDbVault[] = [];

let tools = testLockTools(random);

interface Page {
	readonly vault: IndexedDbVault;
	readonly lock: VaultLock;
}

async function page(): Promise<Page> {
	const opened = await openVault(place, tools);
	if (opened.kind !== 'vault') throw new Error(opened.kind);
	return kept(opened.vault, opened.lock);
}

async function lockedPage(): Promise<LockedVault> {
	const opened = await openVault(place, tools);
	if (opened.kind !== 'locked') throw new Error(opened.kind);
	return opened.locked;
}

async function unlocked(proof: Parameters<LockedVault['unlock']>[0]): Promise<Page> {
	const opened = await (await lockedPage()).unlock(proof, signal);
	if (opened.kind !== 'vault') throw new Error(opened.kind);
	return kept(opened.vault, opened.lock);
}

function kept(vault: unknown, lock: VaultLock | null): Page {
	if (!(vault instanceof IndexedDbVault) || !lock) throw new Error('nothing is kept');
	pages.push(vault);
	return { vault, lock };
}

beforeEach(() => {
	tools = testLockTools(random);
});

afterEach(async () => {
	vi.restoreAllMocks();
	for (const vault of pages.splice(0)) vault.close();
	await new Promise((resolve) => (indexedDB.deleteDatabase(vaultDatabase).onsuccess = resolve));
});

describe('a lock', () => {
	it.each([
		['a passphrase', right, right],
		['a passkey', { kind: 'passkey', name: 'This device' } as const, byPasskey]
	])('by %s is set, and all is there again once it is opened', async (_, wanted, proof) => {
		const { vault, lock } = await page();
		await vault.write('home', secret);
		expect(lock.ways).toEqual([]);
		expect(await lock.set(wanted, signal)).toEqual(stored);
		expect(lock.ways).toEqual([wanted.kind]);
		expect(await vault.read('home')).toEqual({ kind: 'found', bytes: secret });
		expect(await vault.write('later', secret)).toEqual(stored);
		vault.close();

		const locked = await lockedPage();
		expect(locked.ways).toEqual([wanted.kind]);
		const { vault: again } = await unlocked(proof);
		for (const name of ['home', 'later'])
			expect(await again.read(name)).toEqual({ kind: 'found', bytes: secret });
	});

	it('leaves no key in storage, and a new one each time', async () => {
		const { vault, lock } = await page();
		await vault.write('home', secret);
		const [key, before] = [await raw('key', 'key'), await raw('records', 'home')];
		await lock.set(right, signal);
		expect(await names('key')).toEqual(['id', 'lock']);
		const after = (await raw('records', 'home')) as { nonce: BufferSource; sealed: BufferSource };
		expect(after).not.toEqual(before);
		await expect(
			crypto.subtle.decrypt({ name: 'AES-GCM', iv: after.nonce }, key as CryptoKey, after.sealed)
		).rejects.toThrow();
	});

	it('is changed, joined by another, and taken away, each time by who can open it', async () => {
		const { vault, lock } = await page();
		await vault.write('home', secret);
		await lock.set(right, signal);
		const other = { kind: 'passphrase', passphrase: 'something else' } as const;
		expect(await lock.put(other, wrong, signal)).toEqual({ kind: 'wrong' });
		expect(await lock.remove(wrong, signal)).toEqual({ kind: 'wrong' });
		expect(await lock.put({ kind: 'passkey', name: 'x' }, right, signal)).toEqual(stored);
		expect(lock.ways).toEqual(['passphrase', 'passkey']);
		expect(await lock.put(other, byPasskey, signal)).toEqual(stored);
		vault.close();

		expect(await (await lockedPage()).unlock(right, signal)).toEqual({ kind: 'wrong' });
		const again = await unlocked(other);
		expect(await again.lock.drop('passkey', other, signal)).toEqual(stored);
		expect(again.lock.ways).toEqual(['passphrase']);
		expect(await again.lock.drop('passphrase', other, signal)).toEqual({ kind: 'not-possible' });
		expect(await again.lock.remove(other, signal)).toEqual(stored);
		expect(await names('key')).toEqual(['id', 'key']);
		again.vault.close();
		expect(await (await page()).vault.read('home')).toEqual({ kind: 'found', bytes: secret });
	});

	it('that is cut short leaves all as it was', async () => {
		const { vault, lock } = await page();
		for (const name of ['a', 'b', 'c']) await vault.write(name, secret);
		const put = IDBObjectStore.prototype.put;
		let puts = 0;
		vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...args) {
			if (++puts === 4) throw new DOMException('', 'QuotaExceededError');
			return put.apply(this, args);
		});
		expect(await lock.set(right, signal)).toEqual({ kind: 'not-stored', reason: 'full' });
		vi.restoreAllMocks();
		expect(lock.ways).toEqual([]);
		vault.close();
		const again = await page();
		for (const name of ['a', 'b', 'c'])
			expect(await again.vault.read(name)).toEqual({ kind: 'found', bytes: secret });
		expect(await again.lock.set(right, signal)).toEqual(stored);
	});

	it('takes in what other pages write meanwhile', async () => {
		const [{ vault, lock }, other] = [await page(), await page()];
		await vault.write('home', secret);
		const writing = Array.from({ length: 20 }, (_, i) => other.vault.write(`n${i}`, secret));
		const [set, ...wrote] = await Promise.all([lock.set(right, signal), ...writing]);
		expect(set).toEqual(stored);
		for (const [i, each] of wrote.entries()) {
			const found = await vault.read(`n${i}`);
			expect(found.kind).toBe(each.kind === 'stored' ? 'found' : 'missing');
		}
	});

	it('shuts the other pages out: they read and write nothing under the old key', async () => {
		const [{ vault, lock }, other] = [await page(), await page()];
		await vault.write('home', secret);
		const heard = new Promise<void>((done) => other.vault.onRelocked(done));
		await lock.set(right, signal);
		expect(await other.vault.write('home', new Uint8Array(3))).toMatchObject({ kind: 'not-stored' });
		expect(await other.vault.read('home')).toMatchObject({ kind: 'not-read' });
		await heard;
		expect(await vault.read('home')).toEqual({ kind: 'found', bytes: secret });
	});

	it('stays when the browser has deleted everything', async () => {
		const { vault, lock } = await page();
		await lock.set(right, signal);
		await empty();
		expect(await vault.write('home', secret)).toEqual({ kind: 'not-stored', reason: 'failed' });
		expect(await vault.write('home', secret)).toEqual(stored);
		expect(await names('key')).toEqual(['id', 'lock']);
		vault.close();
		expect(await (await unlocked(right)).vault.read('home')).toEqual({ kind: 'found', bytes: secret });
	});

	it('that is damaged is not taken for none', async () => {
		const { vault, lock } = await page();
		await lock.set(right, signal);
		vault.close();
		await put('key', 'lock', new Uint8Array(9));
		expect(await openVault(place, tools)).toMatchObject({
			lock: null,
			stored: { kind: 'not-stored', reason: 'failed' }
		});
		expect(await names('key')).toEqual(['id', 'lock']);
	});
});

describe('unlocking', () => {
	beforeEach(async () => {
		const { vault, lock } = await page();
		await vault.write('home', secret);
		await lock.set(right, signal);
		vault.close();
	});

	it('costs time after a wrong passphrase, and is never shut for good', async () => {
		const locked = await lockedPage();
		const waits: number[] = [];
		for (let i = 0; i < 7; i++) {
			expect(await locked.unlock(wrong, signal)).toEqual({ kind: 'wrong' });
			const until = locked.waitUntil;
			expect(await locked.unlock(right, signal)).toEqual({ kind: 'wait', until });
			waits.push(until - clock.now());
			await clock.advance(until - clock.now());
		}
		expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
		expect((await locked.unlock(right, signal)).kind).toBe('vault');
	});

	it('that is stopped, or cannot be done, says so and changes nothing', async () => {
		const stopped = AbortSignal.abort();
		const locked = await lockedPage();
		expect(await locked.unlock(right, stopped)).toEqual({ kind: 'cancelled' });
		tools = { ...tools, stretch: () => Promise.reject(new Error('no worker')) };
		expect(await (await lockedPage()).unlock(right, signal)).toEqual({ kind: 'not-possible' });
		expect(await locked.unlock(byPasskey, signal)).toEqual({ kind: 'not-possible' });
		expect(locked.waitUntil).toBe(0);
		expect((await locked.unlock(right, signal)).kind).toBe('vault');
	});

	it('finds what another page has wiped gone, and makes nothing anew', async () => {
		const locked = await lockedPage();
		await new Promise((resolve) => (indexedDB.deleteDatabase(vaultDatabase).onsuccess = resolve));
		expect(await locked.unlock(right, signal)).toEqual({ kind: 'changed' });
		expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain(vaultDatabase);
	});

	it('with an older passphrase opens nothing once another page has changed it', async () => {
		const locked = await lockedPage();
		const { vault, lock } = await unlocked(right);
		await lock.remove(right, signal);
		await lock.set({ kind: 'passphrase', passphrase: 'another one' }, signal);
		expect(await locked.unlock(right, signal)).toEqual({ kind: 'changed' });
		expect(await vault.read('home')).toEqual({ kind: 'found', bytes: secret });
	});
});

function result<T>(request: IDBRequest<T>): Promise<T> {
	return new Promise((resolve, reject) => {
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error ?? new Error('request'));
	});
}

async function inStore<T>(store: string, use: (objects: IDBObjectStore) => IDBRequest<T>): Promise<T> {
	const held = await result(indexedDB.open(vaultDatabase));
	const value = await result(use(held.transaction(store, 'readwrite').objectStore(store)));
	held.close();
	return value;
}

const raw = (store: string, name: string): Promise<unknown> => inStore(store, (objects) => objects.get(name));
const names = (store: string) => inStore(store, (objects) => objects.getAllKeys());
const put = (store: string, name: string, value: unknown) =>
	inStore(store, (objects) => objects.put(value, name));

/** As a browser does that clears its storage; it also closes the database, which makes the vault open it anew. */
async function empty(): Promise<void> {
	for (const store of ['key', 'records']) await inStore(store, (objects) => objects.clear());
}
