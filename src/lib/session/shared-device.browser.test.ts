import { afterEach, expect, test, vi } from 'vitest';
import { systemClock } from '#lib/clock.ts';
import { underOf } from '#lib/vault/drawers.ts';
import { openBrowserDevice, type DeviceOpened, type OpenedDevice, type Who } from './browser.ts';
import { addPerson, signsToPick } from './people-here.ts';
import { wipeDevice } from './wipe.ts';
import { stealDisk } from '../../../tests/simulation/stolen-disk.ts';

const beginning = {
	clientName: 'Rosa-canary-1b7e',
	myName: 'Maya-canary-90fa',
	relation: 'case-manager'
} as const;
const rights = { first: 'correct horse battery', second: 'another horse altogether' } as const;
const { signal } = new AbortController();
const pages: DeviceOpened[] = [];

function isDevice(opened: OpenedDevice): DeviceOpened {
	if (opened.kind !== 'device') throw new Error(opened.kind);
	pages.push(opened);
	return opened;
}

const by = (passphrase: string) => ({ kind: 'passphrase', passphrase }) as const;
const open = (who?: Who) => openBrowserDevice(systemClock, who);
const person = (id: string): Who => ({ kind: 'person', id });

async function lock({ locking }: DeviceOpened, passphrase: string): Promise<void> {
	expect(await locking?.lock.set(by(passphrase), signal)).toEqual({ kind: 'stored' });
	locking?.lockChanged();
}

async function unlock(id: string, passphrase: string): Promise<DeviceOpened> {
	const opened = await open(person(id));
	if (opened.kind !== 'locked') throw new Error(opened.kind);
	const outcome = await opened.locked.unlock(by(passphrase), signal);
	if (outcome.kind !== 'device') throw new Error(outcome.kind);
	return isDevice(outcome);
}

function drawerOf({ whose }: DeviceOpened): string {
	return whose.kind === 'person' ? whose.drawer.id : '';
}

/** Two people, each with a lock and a case; the second is open. */
async function openTwo() {
	const first = isDevice(await open());
	await lock(first, rights.first);
	const document = await first.device.startCase(beginning);
	await first.device.flush();
	const [id = ''] = signsToPick(1);
	expect(await addPerson(id, ' Ana ')).toEqual({ kind: 'stored' });
	const firstLocked = new Promise<void>((done) => first.locking?.onLocked(done));
	const lockless = await open(person(id));
	if (lockless.kind !== 'lock-first') throw new Error(lockless.kind);
	await firstLocked;
	const second = isDevice(lockless.opened);
	await lock(second, rights.second);
	const hers = await second.device.startCase({ ...beginning, clientName: 'Emil-canary-2c1d', myName: 'Ana' });
	await second.device.flush();
	return { first, firstId: drawerOf(first), document, second, secondId: id, hers };
}

const databases = async () => (await indexedDB.databases()).map(({ name }) => name ?? '');

afterEach(async () => {
	vi.restoreAllMocks();
	for (const { device, locking } of pages.splice(0)) {
		locking?.close();
		await device.lock(true).catch(() => undefined);
	}
	for (const name of await databases()) {
		await new Promise((done) => (indexedDB.deleteDatabase(name).onsuccess = done));
	}
	localStorage.clear();
});

test('two people share a browser: each has a home, cases and a lock of their own, and neither opens the other’s', async () => {
	const { firstId, document, second, secondId, hers } = await openTwo();
	expect(second.device.seats.map(({ document: each }) => each)).toEqual([hers]);
	expect(second.device.name).toBe('Ana');
	expect(await open()).toMatchObject({
		kind: 'who',
		drawers: [{ id: firstId }, { id: secondId, label: 'Ana' }]
	});

	const asFirst = await open(person(firstId));
	if (asFirst.kind !== 'locked') throw new Error(asFirst.kind);
	expect(await asFirst.locked.unlock(by(rights.second), signal)).toEqual({ kind: 'wrong' });
	const first = await unlock(firstId, rights.first);
	expect(first.device.seats.map(({ document: each }) => each)).toEqual([document]);
	await vi.waitFor(() => expect(second.device.seats).toEqual([]));
	await vi.waitFor(() => expect(first.device.keeping.document).not.toBeNull());
	const again = await unlock(secondId, rights.second);
	await vi.waitFor(() => expect(again.device.keeping.document).not.toBeNull());
});

test('whoever opens theirs locks what another had left open', async () => {
	const { second, firstId } = await openTwo();
	const locked = new Promise<void>((done) => second.locking?.onLocked(done));
	await unlock(firstId, rights.first);
	await locked;
	expect(await second.device.vault.read('name')).toEqual({ kind: 'not-read', reason: 'failed' });
});

test('while both are locked the disk gives nothing of either but what was written for the list', async () => {
	const { second } = await openTwo();
	await second.locking?.lockNow();
	const disk = await stealDisk();
	expect(disk.cryptoKeys).toBe(0);
	const canaries = ['Rosa-canary-1b7e', 'Maya-canary-90fa', 'Emil-canary-2c1d'];
	expect(disk.find([...canaries, 'Ana'])).toEqual(['Ana']);
});

test('one person is wiped, locked or not, and the other’s stays', async () => {
	const { firstId, document, secondId, second } = await openTwo();
	expect(await wipeDevice(second.device, systemClock, { person: secondId })).toEqual({ kind: 'wiped' });
	expect((await databases()).filter((name) => name.startsWith(underOf(secondId)))).toEqual([]);
	const opened = await open();
	expect(opened).toMatchObject({ kind: 'locked', drawer: { id: firstId }, isShared: false });
	const first = await unlock(firstId, rights.first);
	expect((await first.device.open(document)).readPlan().client.name).toBe('Rosa-canary-1b7e');
	await first.locking?.lockNow();

	// The last one takes the rest along.
	expect(await wipeDevice(null, systemClock, { person: firstId })).toEqual({ kind: 'wiped' });
	expect(await databases()).toEqual([]);
});

test('whose lock was taken off while others use the device sets one before anything opens', async () => {
	const { firstId } = await openTwo();
	const first = await unlock(firstId, rights.first);
	expect(await first.locking?.lock.remove(by(rights.first), signal)).toEqual({ kind: 'stored' });
	const lockless = await open(person(firstId));
	if (lockless.kind !== 'lock-first') throw new Error(lockless.kind);
	expect(isDevice(lockless.opened).locking?.lock.ways).toEqual([]);
});

test('a page that keeps nothing writes nothing, and a case opened anew in it is as it was', async () => {
	const nobody = isDevice(await open({ kind: 'nobody' }));
	const { device } = nobody;
	const document = await device.startCase(beginning);
	const opened = await device.open(document);
	opened.unsaid.set('new', 'Half of it');
	await device.flush();
	expect(nobody).toMatchObject({
		notLasting: null,
		locking: null,
		whose: { kind: 'nobody', isWanted: true }
	});
	expect(await databases()).toEqual([]);
	expect({ ...localStorage }).toEqual({});
	const { held } = opened.document;
	expect([...held.values()].flat().length).toBeGreaterThan(1);
	await opened.document.abandon();
	const [log = ''] = held.keys();
	const { ledger } = await device.platform.openLedger(log);
	expect([...ledger.strands.values()].flat()).toHaveLength(held.get(log)?.length ?? 0);

	await device.lock(true);
	expect(device.seats).toEqual([]);
	expect(isDevice(await open({ kind: 'nobody' })).device.seats).toEqual([]);
});
