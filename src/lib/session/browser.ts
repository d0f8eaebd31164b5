/** The platform of a real browser, and this device on it. The only place that reaches for the page's globals. */
import { systemClock, type Clock } from '#lib/clock.ts';
import { openIndexedDbLedger, wipeLedger } from '#lib/ledger/indexeddb.ts';
import { openIndexedDbOutbox } from '#lib/ledger/outbox-indexeddb.ts';
import type { StorageFault } from '#lib/ledger/ledger.ts';
import { bestVerify } from '#lib/seal/verify.ts';
import { BrowserPasskeys } from '#lib/vault/passkeys.ts';
import { openVault, type OpenedVault } from '#lib/vault/open-vault.ts';
import { stretchInWorker } from '#lib/vault/stretch-in-worker.ts';
import { hocuspocusLinks } from '#lib/wire/hocuspocus.ts';
import { tabLinks } from '#lib/wire/tabs.ts';
import { Device } from './device.ts';
import { LockedDevice } from './locked-device.ts';
import { Locking } from './locking.ts';
import { memoryLocks, webLocks } from './locks.ts';
import { workerPacking } from './packing-in-worker.ts';
import type { Platform } from './platform.ts';
import { QuickExit } from './quick-exit.ts';

export type OpenedDevice =
	| {
			readonly kind: 'device';
			readonly exit: QuickExit;
			readonly device: Device;
			/** Why nothing outlives this page; null where it does. */
			readonly notLasting: StorageFault | null;
			/** Seats in the vault that could not be read. */
			readonly unreadable: number;
			/** Null where nothing is kept, so that there is nothing to lock. */
			readonly locking: Locking | null;
	  }
	/** No https and not this computer: the browser withholds what sealing and storing need. */
	| { readonly kind: 'insecure' }
	/** The vault is there and cannot be read just now: nothing is started over. */
	| { readonly kind: 'not-read'; readonly reason: StorageFault }
	| { readonly kind: 'locked'; readonly locked: LockedDevice<OpenedDevice> };

export async function openBrowserDevice(clock: Clock = systemClock): Promise<OpenedDevice> {
	if (!globalThis.isSecureContext) return { kind: 'insecure' };
	const opened = await openVault(
		{
			indexedDB: globalThis.indexedDB,
			subtle: crypto.subtle,
			random,
			clock,
			channel: () => (pagesCanTalk ? new BroadcastChannel('roundtable/vault') : null)
		},
		{ random, stretch: stretchInWorker, passkeys: browserPasskeys() }
	);
	if (opened.kind === 'vault') return openDevice(opened, clock);
	const { locked } = opened;
	return {
		kind: 'locked',
		locked: new LockedDevice(locked, clock, (vault, lock) =>
			openDevice({ vault, lock, stored: { kind: 'stored' } }, clock)
		)
	};
}

const pagesCanTalk = 'BroadcastChannel' in globalThis;

function random(length: number): Uint8Array {
	return crypto.getRandomValues(new Uint8Array(length));
}

async function openDevice(
	{ vault, lock, stored }: Omit<Extract<OpenedVault, { kind: 'vault' }>, 'kind'>,
	clock: Clock
): Promise<OpenedDevice> {
	const [{ outbox, stored: outboxStored }, verify] = await Promise.all([
		openIndexedDbOutbox(),
		bestVerify(crypto.subtle)
	]);
	// Storage that is refused holds nothing; one that failed may hold cases all the same.
	if (stored.kind === 'not-stored' && stored.reason === 'failed') {
		await outbox.close();
		return { kind: 'not-read', reason: stored.reason };
	}
	const linkTo = hocuspocusLinks({
		clock,
		WebSocket: WatchfulSocket,
		fetch: (url, init) => fetch(url, init)
	});
	const platform: Platform = {
		clock,
		random,
		subtle: crypto.subtle,
		verify,
		locks: 'locks' in navigator ? webLocks(navigator.locks) : memoryLocks(),
		outbox,
		openLedger: openIndexedDbLedger,
		wipeLedger,
		packing: workerPacking(),
		linkTo,
		tabs: pagesCanTalk ? tabLinks((name) => new BroadcastChannel(name), clock, random) : null,
		breathe: () => new Promise((resolve) => setTimeout(resolve))
	};
	const opened = await Device.open({ platform, vault, home: location.origin });
	if (opened.kind === 'not-read') return opened;
	const { device, unreadable } = opened;
	const fault = [stored, outboxStored].find((each) => each.kind === 'not-stored');
	const channel = pagesCanTalk ? new BroadcastChannel('roundtable/lock') : null;
	const locking = lock && (await Locking.open(device, lock, channel));
	const inUse = new AbortController();
	locking?.onLocked(() => inUse.abort());
	attendPage(device, locking, inUse);
	const exit = await QuickExit.open(device);
	return { kind: 'device', device, notLasting: fault?.reason ?? null, unreadable, locking, exit };
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
	if (locking) watchForSomebody(locking, signal);
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
