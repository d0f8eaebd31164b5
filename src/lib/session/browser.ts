/** The platform of a real browser, and this device on it. The only place that reaches for the page's globals. */
import { systemClock, type Clock } from '#lib/clock.ts';
import { browserStorage } from '#lib/ledger/database.ts';
import { openIndexedDbLedger, wipeLedger } from '#lib/ledger/indexeddb.ts';
import type { StorageFault, Stored } from '#lib/ledger/ledger.ts';
import { MemoryLedgers } from '#lib/ledger/memory-ledgers.ts';
import { openIndexedDbOutbox } from '#lib/ledger/outbox-indexeddb.ts';
import { memoryOutbox } from '#lib/ledger/outbox-memory.ts';
import { bestVerify } from '#lib/seal/verify.ts';
import { underOf, vaultOf, type Drawer } from '#lib/vault/drawers.ts';
import { BrowserPasskeys } from '#lib/vault/passkeys.ts';
import { openVault, type OpenedVault } from '#lib/vault/open-vault.ts';
import { stretchInWorker } from '#lib/vault/stretch-in-worker.ts';
import type { Vault } from '#lib/vault/vault.ts';
import { MemoryVault } from '#lib/vault/vault-memory.ts';
import { hocuspocusLinks } from '#lib/wire/hocuspocus.ts';
import { tabLinks } from '#lib/wire/tabs.ts';
import { Device } from './device.ts';
import { copyInto, wipeKept } from './keep-nothing.ts';
import { lendKey } from './lending.ts';
import { LockedDevice } from './locked-device.ts';
import { Locking } from './locking.ts';
import { memoryLocks, webLocks } from './locks.ts';
import { workerPacking } from './packing-in-worker.ts';
import type { Platform } from './platform.ts';
import { browserDrawers } from './people-here.ts';
import { QuickExit } from './quick-exit.ts';
import { takeTurn } from './taking-turns.ts';

export type OpenedDevice =
	| {
			readonly kind: 'device';
			readonly exit: QuickExit;
			readonly device: Device;
			/** Why nothing outlives this page; null where it does, or where nobody wants it to. */
			readonly notLasting: StorageFault | null;
			/** Seats in the vault that could not be read. */
			readonly unreadable: number;
			/** Null where nothing is kept, so that there is nothing to lock. */
			readonly locking: Locking | null;
			readonly whose: Whose;
	  }
	/** No https and not this computer: the browser withholds what sealing and storing need. */
	| { readonly kind: 'insecure' }
	/** The vault is there and cannot be read just now: nothing is started over. */
	| { readonly kind: 'not-read'; readonly reason: StorageFault }
	| {
			readonly kind: 'locked';
			readonly locked: LockedDevice<OpenedDevice>;
			readonly drawer: Drawer;
			readonly isShared: boolean;
	  }
	/** Several people share this device: one has to say who they are. */
	| { readonly kind: 'who'; readonly drawers: readonly Drawer[] }
	/** Several share it, and this one has no lock yet, which comes first. */
	| { readonly kind: 'lock-first'; readonly opened: DeviceOfPerson };

export type DeviceOpened = Extract<OpenedDevice, { kind: 'device' }>;
export type DeviceOfPerson = DeviceOpened & {
	readonly locking: Locking;
	readonly whose: Extract<Whose, { kind: 'person' }>;
};

export type Whose =
	| { readonly kind: 'person'; readonly drawer: Drawer; readonly isShared: boolean }
	/** It was asked to keep nothing, or can keep nothing. */
	| { readonly kind: 'nobody'; readonly isWanted: boolean };

/** What a page has that keeps nothing. */
interface InMemory {
	readonly vault: Vault;
	readonly storage: KeptIn;
}

/** `anyone`: the only person there is, or whoever says that it is them. */
export type Who =
	| { readonly kind: 'anyone' }
	| { readonly kind: 'person'; readonly id: string }
	| { readonly kind: 'nobody' };

export async function openBrowserDevice(
	clock: Clock = systemClock,
	who: Who = { kind: 'anyone' }
): Promise<OpenedDevice> {
	if (!globalThis.isSecureContext) return { kind: 'insecure' };
	if (who.kind === 'nobody') return openWithNothing(clock, { kind: 'stored' });
	const read = await browserDrawers(clock).all();
	if (read.kind === 'not-read') {
		if (read.reason === 'failed') return read;
		return openWithNothing(clock, { kind: 'not-stored', reason: read.reason });
	}
	const { drawers } = read;
	const [first] = drawers;
	const drawer = who.kind === 'person' ? drawers.find(({ id }) => id === who.id) : null;
	if (drawer) return openDrawer(drawer, drawers.length > 1, clock);
	return first && drawers.length === 1 ? openDrawer(first, false, clock) : { kind: 'who', drawers };
}

async function openDrawer(drawer: Drawer, isShared: boolean, clock: Clock): Promise<OpenedDevice> {
	const whose = { kind: 'person', drawer, isShared } as const;
	const opened = await openVault(
		{
			indexedDB: globalThis.indexedDB,
			database: vaultOf(drawer.id),
			subtle: crypto.subtle,
			random,
			clock,
			channel: () => pageChannel(vaultOf(drawer.id))
		},
		{ random, stretch: stretchInWorker, passkeys: browserPasskeys() }
	);
	if (opened.kind === 'vault') return lockFirst(await openDevice(opened, whose, clock));
	const { locked } = opened;
	return {
		kind: 'locked',
		locked: new LockedDevice(locked, {
			clock,
			open: (vault, lock, proven) =>
				openDevice({ vault, lock, stored: { kind: 'stored' } }, whose, clock, { proven }),
			channel: () => pageChannel(keyChannel(drawer))
		}),
		drawer,
		isShared
	};
}

/** Where several share a device, none of them goes without a lock. */
function lockFirst(opened: OpenedDevice): OpenedDevice {
	if (opened.kind !== 'device') return opened;
	const { locking, whose } = opened;
	if (whose.kind !== 'person' || !whose.isShared || !locking || locking.lock.ways.length > 0) return opened;
	return { kind: 'lock-first', opened: { ...opened, locking, whose } };
}

const pagesCanTalk = 'BroadcastChannel' in globalThis;

function pageChannel(name: string): BroadcastChannel | null {
	return pagesCanTalk ? new BroadcastChannel(name) : null;
}

function keyChannel({ id }: Drawer): string {
	return `${underOf(id)}/key`;
}

function random(length: number): Uint8Array {
	return crypto.getRandomValues(new Uint8Array(length));
}

async function openDevice(
	{ vault, lock, stored }: Omit<Extract<OpenedVault, { kind: 'vault' }>, 'kind'>,
	whose: Whose,
	clock: Clock,
	{ memory = inMemory(), proven = false }: { memory?: InMemory; proven?: boolean } = {}
): Promise<OpenedDevice> {
	const [{ stored: outboxStored, ...storage }, verify] = await Promise.all([
		whose.kind === 'person' ? storageOf(whose.drawer) : memory.storage,
		bestVerify(crypto.subtle)
	]);
	// Storage that is refused holds nothing; one that failed may hold cases all the same.
	if (stored.kind === 'not-stored' && stored.reason === 'failed') {
		await storage.outbox.close();
		return { kind: 'not-read', reason: stored.reason };
	}
	const platform: Platform = {
		...storage,
		clock,
		random,
		subtle: crypto.subtle,
		verify,
		packing: workerPacking(),
		linkTo: hocuspocusLinks({ clock, WebSocket: WatchfulSocket, fetch: (url, init) => fetch(url, init) }),
		tabs: pagesCanTalk ? tabLinks((name) => new BroadcastChannel(name), clock, random) : null,
		stretch: stretchInWorker,
		breathe: () => new Promise((resolve) => setTimeout(resolve))
	};
	const opened = await Device.open({ platform, vault, home: location.origin });
	if (opened.kind === 'not-read') return opened;
	const { device, unreadable } = opened;
	const fault = [stored, outboxStored].find((each) => each.kind === 'not-stored');
	const person = whose.kind === 'person' ? underOf(whose.drawer.id) : '';
	const locking = lock && (await Locking.open(device, lock, pageChannel(`${person}/lock`)));
	takeTurn(person, locking, pageChannel('roundtable/turn'));
	if (whose.kind === 'person') {
		vault.onEmptied(() => void browserDrawers(clock).put(whose.drawer));
		if (locking) lendKey(locking, pageChannel(keyChannel(whose.drawer)), proven);
	}
	const inUse = new AbortController();
	locking?.onLocked(() => inUse.abort());
	attendPage(device, locking, inUse);
	const exit = await QuickExit.open(device);
	return { kind: 'device', device, notLasting: fault?.reason ?? null, unreadable, locking, exit, whose };
}

/** Nothing of it outlives the page. */
function openWithNothing(clock: Clock, stored: Stored, memory = inMemory()): Promise<OpenedDevice> {
	const whose = { kind: 'nobody', isWanted: stored.kind === 'stored' } as const;
	return openDevice({ vault: memory.vault, lock: null, stored }, whose, clock, { memory });
}

/** What is in this device goes on in memory, and is then taken off the disk. Throws where it cannot be read, with all as it was. */
export async function keepNothing(opened: DeviceOpened, clock: Clock = systemClock): Promise<OpenedDevice> {
	const memory = inMemory();
	const { device, whose, locking } = opened;
	await copyInto({ vault: memory.vault, openLedger: memory.storage.openLedger }, device);
	locking?.close();
	await wipeKept(device, clock, whose.kind === 'person' ? whose.drawer.id : null);
	return openWithNothing(clock, { kind: 'stored' }, memory);
}

type KeptIn = Pick<Platform, 'locks' | 'outbox' | 'openLedger' | 'wipeLedger'> & { readonly stored: Stored };

async function storageOf({ id }: Drawer): Promise<KeptIn> {
	const storage = browserStorage(underOf(id));
	return {
		...(await openIndexedDbOutbox(storage)),
		locks: 'locks' in navigator ? webLocks(navigator.locks, underOf(id)) : memoryLocks(),
		openLedger: (log) => openIndexedDbLedger(log, storage),
		wipeLedger: (log) => wipeLedger(log, storage)
	};
}

function inMemory(): InMemory {
	const ledgers = new MemoryLedgers();
	const storage: KeptIn = {
		stored: { kind: 'stored' },
		locks: memoryLocks(),
		outbox: memoryOutbox(),
		openLedger: (log) => ledgers.open(log),
		wipeLedger: (log) => ledgers.wipe(log)
	};
	return { vault: new MemoryVault(), storage };
}

function browserPasskeys(): BrowserPasskeys {
	const ask = globalThis.PublicKeyCredential as
		{ getClientCapabilities?: () => Promise<Record<string, boolean | undefined>> } | undefined;
	return new BrowserPasskeys({
		credentials: (navigator as Partial<Navigator>).credentials,
		capabilities: ask?.getClientCapabilities?.bind(ask),
		random
	});
}

function attendPage(device: Device, locking: Locking | null, { signal }: AbortController): void {
	flushBeforeLeaving(device, signal);
	retryOnReturn(device, signal);
	void keepKitsFindable(device).catch(() => undefined);
	if (locking) watchForSomebody(locking, signal);
}

/** A relay may have lost what it keeps for a recovery kit, and who has its words only has nobody else to ask. */
async function keepKitsFindable(device: Device): Promise<void> {
	await device.keeping.settled();
	if (!device.home?.kits.length) return;
	const { keepFindable } = await import('./kit-making.ts');
	await keepFindable({ device, fetch: (url, init) => fetch(url, init) });
}

/** A key, a tap, a turn of the wheel: somebody is there. A mouse may move by itself. */
function watchForSomebody(locking: Locking, signal: AbortSignal): void {
	for (const event of ['keydown', 'pointerdown', 'wheel', 'touchmove', 'input']) {
		addEventListener(event, () => locking.active(), { signal, capture: true, passive: true });
	}
	document.addEventListener('visibilitychange', () => locking.look(), { signal });
}

/** A page that is hidden may never be shown again, and says nothing more: phones end it without a word. */
function flushBeforeLeaving(device: Device, signal: AbortSignal): void {
	addEventListener('pagehide', () => void device.flush(), { signal });
	const flush = () => document.visibilityState === 'hidden' && void device.flush();
	document.addEventListener('visibilitychange', flush, { signal });
}

/** Who comes back, or whose network does, is not to wait for the end of a back-off. */
function retryOnReturn(device: Device, signal: AbortSignal): void {
	addEventListener('online', () => void device.retry(), { signal });
	const retry = () => document.visibilityState === 'visible' && void device.retry();
	document.addEventListener('visibilitychange', retry, { signal });
}

/**
 * A connection whose network has gone keeps silent for half a minute and more. The browser's word is only a hint (a relay on this
 * computer is still there): so the connection is made anew, and what comes of that is the truth.
 */
class WatchfulSocket extends WebSocket {
	constructor(url: string | URL, protocols?: string | string[]) {
		super(url, protocols);
		const ended = new AbortController();
		addEventListener('offline', () => this.close(), { signal: ended.signal });
		this.addEventListener('close', () => ended.abort());
	}
}
