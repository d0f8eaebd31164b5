/** The platform of a real browser, and this device on it. The only place that reaches for the page's globals. */
import { systemClock, type Clock } from '#lib/clock.ts';
import { openIndexedDbLedger, wipeLedger } from '#lib/ledger/indexeddb.ts';
import { openIndexedDbOutbox } from '#lib/ledger/outbox-indexeddb.ts';
import type { StorageFault } from '#lib/ledger/ledger.ts';
import { bestVerify } from '#lib/seal/verify.ts';
import { openVault } from '#lib/vault/open-vault.ts';
import { hocuspocusLinks } from '#lib/wire/hocuspocus.ts';
import { tabLinks } from '#lib/wire/tabs.ts';
import { Device } from './device.ts';
import { memoryLocks, webLocks } from './locks.ts';
import { workerPacking } from './packing-in-worker.ts';
import type { Platform } from './platform.ts';

export type OpenedDevice =
	| {
			readonly kind: 'device';
			readonly device: Device;
			/** Why nothing outlives this page; null where it does. */
			readonly notLasting: StorageFault | null;
			/** Seats in the vault that could not be read. */
			readonly unreadable: number;
	  }
	/** No https and not this computer: the browser withholds what sealing and storing need. */
	| { readonly kind: 'insecure' }
	/** The vault is there and cannot be read just now: nothing is started over. */
	| { readonly kind: 'not-read'; readonly reason: StorageFault };

export async function openBrowserDevice(clock: Clock = systemClock): Promise<OpenedDevice> {
	if (!globalThis.isSecureContext) return { kind: 'insecure' };
	const pagesCanTalk = 'BroadcastChannel' in globalThis;
	const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
	const [{ vault, stored }, { outbox, stored: outboxStored }, verify] = await Promise.all([
		openVault({
			indexedDB: globalThis.indexedDB,
			subtle: crypto.subtle,
			random,
			clock,
			channel: () => (pagesCanTalk ? new BroadcastChannel('roundtable/vault') : null)
		}),
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
	flushBeforeLeaving(device);
	retryOnReturn(device);
	return { kind: 'device', device, notLasting: fault?.reason ?? null, unreadable };
}

/** A page that is hidden may never be shown again, and says nothing more: phones end it without a word. */
function flushBeforeLeaving(device: Device): void {
	addEventListener('pagehide', () => void device.flush());
	document.addEventListener('visibilitychange', () => {
		if (document.visibilityState === 'hidden') void device.flush();
	});
}

/** Who comes back, or whose network does, is not to wait for the end of a back-off. */
function retryOnReturn(device: Device): void {
	addEventListener('online', () => void device.retry());
	document.addEventListener('visibilitychange', () => {
		if (document.visibilityState === 'visible') void device.retry();
	});
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
