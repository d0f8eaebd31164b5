import { systemClock } from '#lib/clock.ts';
import { openIndexedDbLedger, wipeLedger } from '#lib/ledger/indexeddb.ts';
import { memoryLedger } from '#lib/ledger/memory.ts';
import { openIndexedDbOutbox } from '#lib/ledger/outbox-indexeddb.ts';
import { memoryOutbox } from '#lib/ledger/outbox-memory.ts';
import { memoryLocks, webLocks } from '#lib/session/locks.ts';
import type { Platform } from '#lib/session/platform.ts';
import type { Vault } from '#lib/vault/vault.ts';
import { IndexedDbVault } from '#lib/vault/vault-indexeddb.ts';
import { MemoryVault } from '#lib/vault/vault-memory.ts';

export const vaultDatabase = 'roundtable/vault';

/** What a device keeps things in. */
export interface PageStorage extends Pick<Platform, 'locks' | 'outbox' | 'openLedger' | 'wipeLedger'> {
	readonly vault: Vault;
}

/** It lasts as long as the page. */
export function memoryStorage(): PageStorage {
	return {
		vault: new MemoryVault(),
		locks: memoryLocks(),
		outbox: memoryOutbox(),
		openLedger: async (log) => ({ ledger: memoryLedger(log), stored: { kind: 'stored' } }),
		wipeLedger: async () => undefined
	};
}

/** That of this browser, as each of its pages has it; `factory` is where its secrets are. */
export async function browserStorage(factory = indexedDB): Promise<PageStorage> {
	const [vault, { outbox }] = await Promise.all([openBrowserVault(factory), openIndexedDbOutbox()]);
	return { vault, locks: webLocks(navigator.locks), outbox, openLedger: openIndexedDbLedger, wipeLedger };
}

export async function openBrowserVault(
	factory = indexedDB,
	channel: () => BroadcastChannel | null = () => new BroadcastChannel('page storage')
): Promise<IndexedDbVault> {
	const vault = await IndexedDbVault.open({
		indexedDB: factory,
		database: vaultDatabase,
		subtle: crypto.subtle,
		random: (length) => crypto.getRandomValues(new Uint8Array(length)),
		clock: systemClock,
		channel
	});
	if (!(vault instanceof IndexedDbVault)) throw new Error(vault.kind);
	return vault;
}
