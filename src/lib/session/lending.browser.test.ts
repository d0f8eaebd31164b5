import { afterEach, expect, test, vi } from 'vitest';
import { systemClock } from '#lib/clock.ts';
import { openBrowserDevice, type DeviceOpened, type OpenedDevice } from './browser.ts';

const right = { kind: 'passphrase', passphrase: 'correct horse battery' } as const;
const { signal } = new AbortController();
const pages: DeviceOpened[] = [];
const stops: (() => void)[] = [];

function isDevice(opened: OpenedDevice): DeviceOpened {
	if (opened.kind !== 'device') throw new Error(opened.kind);
	pages.push(opened);
	return opened;
}

async function lockedPage() {
	const opened = await openBrowserDevice(systemClock);
	if (opened.kind !== 'locked') throw new Error(opened.kind);
	return opened.locked;
}

type Locked = Awaited<ReturnType<typeof lockedPage>>;

function opensWith(locked: Locked, asks: boolean): Promise<DeviceOpened> {
	return new Promise((resolve) => stops.push(locked.openWith(asks, (opened) => resolve(isDevice(opened)))));
}

/** With a case, and a lock; open. */
async function openLocked() {
	const first = isDevice(await openBrowserDevice(systemClock));
	expect(await first.locking?.lock.set(right, signal)).toEqual({ kind: 'stored' });
	first.locking?.lockChanged();
	const beginning = { clientName: 'Rosa', myName: 'Maya', relation: 'case-manager' } as const;
	return { first, document: await first.device.startCase(beginning) };
}

/** Whatever was said between pages has been heard. */
async function heard(): Promise<void> {
	const [one, two] = [new BroadcastChannel('heard'), new BroadcastChannel('heard')];
	const told = new Promise((done) => (two.onmessage = done));
	one.postMessage('');
	await told;
	one.close();
	two.close();
}

afterEach(async () => {
	vi.restoreAllMocks();
	for (const stop of stops.splice(0)) stop();
	for (const { device, locking } of pages.splice(0)) {
		locking?.close();
		await device.lock(true).catch(() => undefined);
	}
	for (const { name } of await indexedDB.databases()) {
		if (name) await new Promise((done) => (indexedDB.deleteDatabase(name).onsuccess = done));
	}
});

test('a page that is opened beside one that is unlocked is open too, and both lock together', async () => {
	const { first, document } = await openLocked();
	const second = await opensWith(await lockedPage(), true);
	expect((await second.device.open(document)).readPlan().client.name).toBe('Rosa');
	const locked = [first, second].map(({ locking }) => new Promise<void>((done) => locking?.onLocked(done)));
	await first.locking?.lockNow();
	await Promise.all(locked);
});

test('pages that were locked open with the one that is unlocked, and not before', async () => {
	const { first, document } = await openLocked();
	const locked = await lockedPage();
	const opening = opensWith(locked, false);
	let isOpen = false;
	void opening.then(() => (isOpen = true));
	await heard();
	expect(isOpen).toBe(false);
	await first.locking?.lockNow();
	const unlocked = await (await lockedPage()).unlock(right, signal);
	if (unlocked.kind !== 'device') throw new Error(unlocked.kind);
	isDevice(unlocked);
	expect((await opening).device.seat(document)?.summary.name).toBe('Rosa');
});

test('the key that goes from page to page cannot be read out, and none goes where there is no lock, or after one', async () => {
	const { first } = await openLocked();
	const lent = await first.locking?.lock.lend();
	expect(lent?.key.extractable).toBe(false);
	await first.locking?.lockNow();
	expect(await first.locking?.lock.lend()).toBeNull();
});

test('a page that should be locked, and is kept open by what it could not store, opens no other', async () => {
	const { first, document } = await openLocked();
	const opened = await first.device.open(document);
	const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
		throw new DOMException('', 'QuotaExceededError');
	});
	opened.unsaid.set('new', 'Half of it');
	expect(await first.locking?.lockNow()).toEqual({ kind: 'not-stored', reason: 'full' });
	put.mockRestore();
	let isOpen = false;
	void opensWith(await lockedPage(), true).then(() => (isOpen = true));
	await heard();
	await heard();
	expect(isOpen).toBe(false);
});
