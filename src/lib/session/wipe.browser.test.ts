import { afterEach, expect, test, vi } from 'vitest';
import { systemClock, type Clock } from '#lib/clock.ts';
import { openBrowserDevice } from './browser.ts';
import type { Device } from './device.ts';
import { noWipeIsOn, onWipe, wipeDevice } from './wipe.ts';
import { abortingWrites } from '../../../tests/simulation/storage-faults.ts';

const beginning = { clientName: 'Rosa', myName: 'Maya', relation: 'case-manager' } as const;
/** Gives up at once on what does not let go. */
const impatient: Clock = { now: () => Date.now(), after: (_ms, run) => systemClock.after(250, run) };

const ours = async () =>
	(await indexedDB.databases()).flatMap(({ name }) => (name?.startsWith('roundtable') ? [name] : []));

async function openDevice(): Promise<Device> {
	const opened = await openBrowserDevice();
	if (opened.kind !== 'device') throw new Error(opened.kind);
	return opened.device;
}

function open(name: string): Promise<IDBDatabase> {
	const request = indexedDB.open(name);
	return new Promise((resolve, reject) => {
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(new Error(name));
	});
}

afterEach(async () => {
	vi.restoreAllMocks();
	localStorage.clear();
	for (const name of ['stranger', ...(await ours())]) indexedDB.deleteDatabase(name);
});

test('it takes cases, secrets, the kept app and marks, and nothing of anyone else', async () => {
	const device = await openDevice();
	await device.startCase(beginning);
	expect((await ours()).length).toBeGreaterThan(3);
	(await open('stranger')).close();
	await (await caches.open('app-1')).put('/x', new Response('app'));
	await caches.open('stranger');
	localStorage.setItem('roundtable-cases', 'yes');
	localStorage.setItem('stranger', 'stays');

	expect(await wipeDevice(device, systemClock)).toEqual({ kind: 'wiped' });
	expect(await ours()).toEqual([]);
	expect((await indexedDB.databases()).map(({ name }) => name)).toContain('stranger');
	expect(await caches.keys()).toEqual(['stranger']);
	expect(localStorage.getItem('roundtable-cases')).toBeNull();
	expect(localStorage.getItem('stranger')).toBe('stays');
	await caches.delete('stranger');
	localStorage.clear();

	const fresh = await openDevice();
	expect(fresh.seats).toEqual([]);
	expect(fresh.name).toBe('');
	await fresh.close();
	fresh.vault.close();
	await fresh.platform.outbox.close();
});

test('other tabs hear of it first, and a page that opens meanwhile waits until it is over', async () => {
	const order: string[] = [];
	const holding = await open('roundtable/held');
	const channel = () => new BroadcastChannel('roundtable/wipe');
	const leave = () => {
		order.push('told');
		holding.close();
	};
	const stops = [onWipe(leave, { channel, page: 'another' }), onWipe(() => order.push('told itself'))];
	const wiped = wipeDevice(null, systemClock).then(() => order.push('wiped'));
	await new Promise((turn) => setTimeout(turn));
	const opening = noWipeIsOn(systemClock).then(() => order.push('opened'));
	await Promise.all([wiped, opening]);
	for (const stop of stops) stop();
	expect(order).toEqual(['told', 'wiped', 'opened']);
	expect(await ours()).toEqual([]);
});

test('it says what another tab does not let go of, and the next page deletes it', async () => {
	const holding = await open('roundtable/held');
	expect(await wipeDevice(null, impatient)).toEqual({
		kind: 'left',
		databases: ['roundtable/held'],
		secrets: false
	});
	holding.close();
	await noWipeIsOn(systemClock);
	expect(await ours()).toEqual([]);
});

test('it works in a browser that offers nothing', async () => {
	const nothing = {
		indexedDB: undefined,
		caches: undefined,
		workers: undefined,
		locks: undefined,
		marks: undefined,
		channel: () => null,
		page: 'this'
	};
	expect(await wipeDevice(null, systemClock, { place: nothing })).toEqual({ kind: 'wiped' });
	await noWipeIsOn(systemClock, nothing);
});

test.each([false, true])(
	'where another tab holds the secrets it says whether they are gone (aborted: %s)',
	async (aborted) => {
		const device = await openDevice();
		await device.startCase(beginning);
		const vault = (await ours()).find((name) => name.endsWith('/vault')) ?? '';
		const holding = await open(vault);
		const lift = aborted ? abortingWrites(vault) : async () => undefined;
		expect(await wipeDevice(device, impatient)).toEqual({
			kind: 'left',
			databases: [vault],
			secrets: aborted
		});
		await lift();
		holding.close();
		expect(await wipeDevice(device, systemClock)).toEqual({ kind: 'wiped' });
		expect(await ours()).toEqual([]);
	}
);

test('a page that dies while it wipes leaves the rest to the next page, which takes nothing that is written after that', async () => {
	const device = await openDevice();
	await device.startCase(beginning);
	const dying: Clock = { now: () => Date.now(), after: () => () => undefined };
	vi.spyOn(IDBFactory.prototype, 'deleteDatabase').mockImplementation(
		() => new EventTarget() as IDBOpenDBRequest
	);
	void wipeDevice(device, dying, {
		place: {
			indexedDB,
			caches: undefined,
			workers: undefined,
			locks: undefined,
			marks: localStorage,
			channel: () => null,
			page: 'dying'
		}
	});
	await expect.poll(() => device.vault.names('')).toEqual({ kind: 'not-read', reason: 'wiped' });
	vi.restoreAllMocks();
	expect(await ours()).not.toEqual([]);

	await noWipeIsOn(systemClock);
	expect(await ours()).toEqual([]);
	const fresh = await openDevice();
	await fresh.startCase(beginning);
	await noWipeIsOn(systemClock);
	expect(fresh.seats).toHaveLength(1);
	expect(await wipeDevice(fresh, systemClock)).toEqual({ kind: 'wiped' });
});
