import { afterEach, describe, expect, it } from 'vitest';
import { systemClock, type Clock } from '#lib/clock.ts';
import { openVault } from './open-vault.ts';
import { IndexedDbVault, type VaultPlace } from './vault-indexeddb.ts';
import { describeVault } from './vault.contract.ts';
import { testLockTools } from '../../../tests/simulation/lock-tools.ts';
import { vaultDatabase } from '../../../tests/simulation/page-storage.ts';

const place: VaultPlace = {
	indexedDB,
	database: vaultDatabase,
	subtle: crypto.subtle,
	random: (length) => crypto.getRandomValues(new Uint8Array(length)),
	clock: systemClock,
	channel: () => new BroadcastChannel('vault test')
};
const open: IndexedDbVault[] = [];
const secret = new TextEncoder().encode('canary-7f3a91c2e5');

async function tab(): Promise<IndexedDbVault> {
	const vault = await IndexedDbVault.open(place);
	if (!(vault instanceof IndexedDbVault)) throw new Error(vault.kind);
	open.push(vault);
	return vault;
}

afterEach(async () => {
	for (const vault of open.splice(0)) vault.close();
	await new Promise((resolve) => (indexedDB.deleteDatabase(vaultDatabase).onsuccess = resolve));
});

describeVault('IndexedDB', async () => {
	for (const vault of open.splice(0)) await vault.wipe();
	return tab();
});

describe('secrets on disk', () => {
	it('outlive the page', async () => {
		const first = await tab();
		expect(first.lasting).toBe(true);
		await first.write('home', secret);
		first.close();
		expect(await (await tab()).read('home')).toEqual({ kind: 'found', bytes: secret });
	});

	it('are shared by tabs that open at the same time, under one key', async () => {
		const tabs = await Promise.all([tab(), tab(), tab()]);
		for (const [i, vault] of tabs.entries()) await vault.write(`from ${i}`, secret);
		for (const vault of tabs) {
			for (const i of tabs.keys()) expect(await vault.read(`from ${i}`)).toMatchObject({ kind: 'found' });
		}
	});

	it('tell the other tabs, and not their own, which of them has changed', async () => {
		const [here, there] = [await tab(), await tab()];
		const own: string[] = [];
		here.onElsewhere((name) => own.push(name));
		const names: string[] = [];
		const heard = new Promise<void>((done) => there.onElsewhere((name) => names.push(name) === 2 && done()));
		await here.write('home', secret);
		await here.remove('home');
		await heard;
		expect(names).toEqual(['home', 'home']);
		expect(own).toEqual([]);
	});

	it('are sealed, each write anew, under a key that cannot be read out', async () => {
		const vault = await tab();
		await vault.write('home', secret);
		const first = await raw('records', 'home');
		await vault.write('home', secret);
		const second = await raw('records', 'home');
		expect(first).not.toEqual(second);
		const text = new TextDecoder('latin1').decode((second as { sealed: ArrayBuffer }).sealed);
		expect(text).not.toContain('canary');
		const key = (await raw('key', 'key')) as CryptoKey;
		expect(key.extractable).toBe(false);
		await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow();
	});

	it('do not open under another record’s name, altered, or as something else', async () => {
		const vault = await tab();
		await vault.write('mine', secret);
		const record = (await raw('records', 'mine')) as { nonce: Uint8Array; sealed: ArrayBuffer };
		await put('records', 'other', record);
		expect(await vault.read('other')).toEqual({ kind: 'unreadable' });
		for (let i = 0; i < record.sealed.byteLength; i++) {
			const altered = new Uint8Array(record.sealed.slice(0));
			altered[i] = (altered[i] ?? 0) ^ 1;
			await put('records', 'mine', { ...record, sealed: altered.buffer });
			expect(await vault.read('mine')).toEqual({ kind: 'unreadable' });
		}
		for (const junk of [
			null,
			5,
			'text',
			{},
			{ nonce: 1, sealed: 2 },
			{ ...record, sealed: new ArrayBuffer(3) }
		]) {
			await put('records', 'mine', junk);
			expect(await vault.read('mine')).toEqual({ kind: 'unreadable' });
		}
		expect(await vault.write('mine', secret)).toEqual({ kind: 'stored' });
		expect(await vault.read('mine')).toEqual({ kind: 'found', bytes: secret });
	});

	it.each([
		['gone', null],
		['not a key', 'junk']
	])('say so when their key is %s', async (_, key) => {
		const vault = await tab();
		await vault.write('old', secret);
		vault.close();
		await put('key', 'key', key);
		const later = await tab();
		expect(await later.read('old')).toEqual({ kind: 'unreadable' });
		expect(await later.names('')).toEqual({ kind: 'names', names: ['old'] });
		await later.write('new', secret);
		later.close();
		expect(await (await tab()).read('new')).toEqual({ kind: 'found', bytes: secret });
	});
});

describe('another tab', () => {
	it('that wipes ends this one, and a new one begins empty', async () => {
		const [mine, other] = [await tab(), await tab()];
		await mine.write('a', secret);
		expect(await other.wipe()).toEqual({ kind: 'stored' });
		expect(await mine.read('a')).toEqual({ kind: 'not-read', reason: 'wiped' });
		expect(await mine.write('a', secret)).toEqual({ kind: 'not-stored', reason: 'wiped' });
		const fresh = await tab();
		expect(await fresh.names('')).toEqual({ kind: 'names', names: [] });
	});

	it('that holds on keeps nothing from being wiped', async () => {
		const mine = await tab();
		await mine.write('a', secret);
		const held = await database();
		expect(await mine.wipe()).toEqual({ kind: 'stored' });
		const left = held.transaction(['key', 'records']);
		expect(await result(left.objectStore('records').count())).toBe(0);
		expect(await result(left.objectStore('key').count())).toBe(0);
		held.close();
	});
});

describe('where storage is refused', () => {
	const refusing = (name: string) =>
		({
			open() {
				throw new DOMException('', name);
			}
		}) as unknown as IDBFactory;

	it.each([
		['no IndexedDB', { ...place, indexedDB: undefined }, 'refused'],
		['an insecure context', { ...place, subtle: undefined }, 'refused'],
		['a private window', { ...place, indexedDB: refusing('SecurityError') }, 'refused'],
		['a full disk', { ...place, indexedDB: refusing('QuotaExceededError') }, 'full'],
		['anything else', { ...place, indexedDB: refusing('UnknownError') }, 'failed']
	])('%s gives a vault for this page only, and says why', async (_, refused, reason) => {
		const { vault, stored } = await unlocked(refused);
		expect(vault.lasting).toBe(false);
		expect(stored).toEqual({ kind: 'not-stored', reason });
		expect(await vault.write('a', secret)).toEqual({ kind: 'stored' });
	});

	it('a browser that never answers is not waited for', async () => {
		const clock: Clock = {
			now: () => 0,
			after(ms, run) {
				expect(ms).toBe(15_000);
				queueMicrotask(run);
				return () => undefined;
			}
		};
		const never = { open: () => new EventTarget() } as unknown as IDBFactory;
		const { stored } = await unlocked({ ...place, indexedDB: never, clock });
		expect(stored).toEqual({ kind: 'not-stored', reason: 'failed' });
	});

	it('a database of a newer version is left alone', async () => {
		const newer = await result(indexedDB.open(vaultDatabase, 2));
		newer.close();
		expect((await unlocked(place)).stored).toEqual({ kind: 'not-stored', reason: 'failed' });
	});
});

async function unlocked(where: VaultPlace) {
	const opened = await openVault(where, testLockTools(where.random));
	if (opened.kind !== 'vault') throw new Error(opened.kind);
	return opened;
}

function result<T>(request: IDBRequest<T>): Promise<T> {
	return new Promise((resolve, reject) => {
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error ?? new Error('request'));
	});
}

/** A connection that does not let go when asked to. */
function database(): Promise<IDBDatabase> {
	return result(indexedDB.open(vaultDatabase));
}

async function raw(store: string, name: string): Promise<unknown> {
	const held = await database();
	const value: unknown = await result(held.transaction(store).objectStore(store).get(name));
	held.close();
	return value;
}

async function put(store: string, name: string, value: unknown): Promise<void> {
	const held = await database();
	await result(held.transaction(store, 'readwrite').objectStore(store).put(value, name));
	held.close();
}
