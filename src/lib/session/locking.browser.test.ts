import { afterEach, expect, test, vi } from 'vitest';
import { writeText } from '#lib/casedoc/text.ts';
import { toText } from '#lib/seal/frame-bytes.ts';
import { HandClock } from '../../../tests/simulation/hand-clock.ts';
import { stealDisk } from '../../../tests/simulation/stolen-disk.ts';
import { openBrowserDevice, type OpenedDevice } from './browser.ts';
import type { Device } from './device.ts';
import type { Locking } from './locking.ts';

const beginning = {
	clientName: 'Rosa-canary-1b7e',
	myName: 'Maya-canary-90fa',
	relation: 'case-manager'
} as const;
const right = { kind: 'passphrase', passphrase: 'three blue kettles' } as const;
const { signal } = new AbortController();
const strength = { record: 'plan', id: 'plan', field: 'mattersToMe' } as const;
const pages: Page[] = [];

interface Page {
	readonly device: Device;
	readonly locking: Locking;
	readonly locked: Promise<void>;
}

const clock = new HandClock(Date.now());

async function page(open: Promise<OpenedDevice> = openBrowserDevice(clock)): Promise<Page> {
	const opened = await open;
	if (opened.kind !== 'device' || !opened.locking) throw new Error(opened.kind);
	const { device, locking } = opened;
	const made = { device, locking, locked: new Promise<void>((done) => locking.onLocked(done)) };
	pages.push(made);
	return made;
}

async function unlocked(): Promise<Page> {
	const opened = await openBrowserDevice(clock);
	if (opened.kind !== 'locked') throw new Error(opened.kind);
	const outcome = await opened.locked.unlock(right, signal);
	if (outcome.kind !== 'device') throw new Error(outcome.kind);
	return page(Promise.resolve(outcome));
}

async function lockIt({ locking }: Page): Promise<void> {
	expect(await locking.lock.set(right, signal)).toEqual({ kind: 'stored' });
	locking.lockChanged();
}

afterEach(async () => {
	vi.restoreAllMocks();
	for (const { device, locking } of pages.splice(0)) {
		locking.close();
		await device.close().catch(() => undefined);
		device.vault.close();
		await device.platform.outbox.close();
	}
	for (const { name } of await indexedDB.databases()) {
		if (name) await new Promise((done) => (indexedDB.deleteDatabase(name).onsuccess = done));
	}
});

test('a lock overwrites every key in memory, and nothing can be done with them afterwards', async () => {
	const here = await page();
	await lockIt(here);
	const document = await here.device.startCase(beginning);
	const opened = await here.device.open(document);
	const { me, keyring } = opened.document;
	const seat = here.device.seat(document);
	const secrets = [...keyring.all.map(({ key }) => key), ...(seat ? [seat.seed] : []), me.box.secretKey];
	const bytes = secrets.map((secret) => secret.reveal());
	expect(bytes).toHaveLength(keyring.all.length + 2);
	expect(bytes.every((each) => each.some((byte) => byte !== 0))).toBe(true);

	expect(await here.locking.lockNow()).toEqual({ kind: 'stored' });
	await here.locked;
	expect(bytes).toEqual(bytes.map(() => new Uint8Array(32)));
	for (const secret of secrets) expect(() => secret.reveal()).toThrow();
	await expect(me.sign(new Uint8Array(8))).rejects.toThrow();
	expect(keyring.all).toEqual([]);
	expect(here.device.seats).toEqual([]);
	expect(await here.device.vault.read('name')).toEqual({ kind: 'not-read', reason: 'failed' });
});

test('a stolen disk gives nothing to who has not what opens the lock; without a lock it gives all', async () => {
	const here = await page();
	const document = await here.device.startCase(beginning);
	const opened = await here.device.open(document);
	opened.unsaid.set('new', 'Half-canary-77c1');
	await here.device.flush();
	const seed = here.device.seat(document)?.seed.reveal().slice() ?? new Uint8Array();
	const keys = opened.document.keyring.all.map(({ key }) => key.reveal().slice());
	const wanted = ['Rosa-canary-1b7e', 'Maya-canary-90fa', 'Half-canary-77c1', toText(seed), seed, ...keys];

	const before = await stealDisk();
	expect(before.find(wanted)).toEqual(wanted.slice(0, 4));
	await lockIt(here);
	await here.locking.lockNow();
	const after = await stealDisk();
	expect(after.cryptoKeys).toBe(0);
	expect(after.find(wanted)).toEqual([]);
	expect(after.find(['roundtable'])).toEqual(['roundtable']);
	expect((await unlocked()).device.seat(document)?.summary.name).toBe('Rosa-canary-1b7e');
});

test('a lock in one page locks all, with what was typed in each; unlocked it is there', async () => {
	const first = await page();
	await lockIt(first);
	const document = await first.device.startCase(beginning);
	const [second] = [await unlocked()];
	const opened = await second.device.open(document);
	opened.edit((plan) => writeText(plan, strength, 'Singing'));
	opened.unsaid.set('new', 'Half of it');
	await first.locking.lockNow();
	await Promise.all([first.locked, second.locked]);
	const again = await (await unlocked()).device.open(document);
	expect(again.readPlan().mattersToMe).toBe('Singing');
	expect([...again.unsaid.texts]).toEqual([['new', 'Half of it']]);
});

test('a lock that is set in one page locks the others; taken away, it is so for all', async () => {
	const [first, second] = [await page(), await page()];
	const document = await first.device.startCase(beginning);
	await vi.waitFor(() => expect(second.device.seat(document)).toBeDefined());
	const opened = await second.device.open(document);
	opened.edit((plan) => writeText(plan, strength, 'Singing'));
	await lockIt(first);
	await second.locked;
	const third = await unlocked();
	expect((await third.device.open(document)).readPlan().mattersToMe).toBe('Singing');
	expect(await first.locking.lock.remove(right, signal)).toEqual({ kind: 'stored' });
	await vi.waitFor(() => expect(third.locking.lock.ways).toEqual([]));
	expect(await third.device.rename('Maya')).toEqual({ kind: 'stored' });
	expect((await page()).device.name).toBe('Maya');
});

test('a device that nobody uses locks in all its pages at once, and somebody in one keeps all open', async () => {
	const first = await page();
	await lockIt(first);
	const second = await unlocked();
	await first.locking.setTime(5);
	await vi.waitFor(() => expect(second.locking.time).toBe(5));
	await clock.advance(4 * 60_000);
	second.locking.active();
	await vi.waitFor(async () => {
		await clock.advance(0);
		expect(first.locking.warning).toBeNull();
	});
	await clock.advance(60_000);
	await clock.advance(225_000);
	await vi.waitFor(() =>
		expect([first, second].map(({ locking }) => locking.warning !== null)).toEqual([true, true])
	);
	await clock.advance(20_000);
	await Promise.all([first.locked, second.locked]);
});

test('what cannot be stored keeps a page open', async () => {
	const here = await page();
	await lockIt(here);
	const document = await here.device.startCase(beginning);
	const opened = await here.device.open(document);
	vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
		throw new DOMException('', 'QuotaExceededError');
	});
	opened.unsaid.set('new', 'Half of it');
	expect(await here.locking.lockNow()).toEqual({ kind: 'not-stored', reason: 'full' });
	expect(here.locking.notLocked).toBe(true);
	expect(opened.unsaid.texts.get('new')).toBe('Half of it');
	vi.restoreAllMocks();
	expect(await here.locking.lockNow()).toEqual({ kind: 'stored' });
	await here.locked;
});
