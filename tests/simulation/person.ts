import { memoryLedger } from '#lib/ledger/memory.ts';
import type { Ledger } from '#lib/ledger/ledger.ts';
import type { Outbox } from '#lib/ledger/outbox.ts';
import { memoryOutbox } from '#lib/ledger/outbox-memory.ts';
import type { Random } from '#lib/seal/keys.ts';
import { Device } from '#lib/session/device.ts';
import { memoryLocks, type Locks } from '#lib/session/locks.ts';
import { inlinePacking } from '#lib/session/packing.ts';
import type { Platform } from '#lib/session/platform.ts';
import { argon2id } from '#lib/vault/argon2id.ts';
import { MemoryVault } from '#lib/vault/vault-memory.ts';
import type { Vault } from '#lib/vault/vault.ts';
import type { Clock } from '#lib/clock.ts';
import type { OpenLink } from '#lib/wire/link.ts';
import { rest } from './hand-clock.ts';
import { Page } from './page.ts';
import { syncSubtle, syncVerify } from './sync-crypto.ts';

/** What outlives a page: a browser profile's storage. */
export interface Storage {
	readonly vault: Vault;
	readonly outbox: Outbox;
	readonly ledgers: Map<string, Ledger>;
}

export function emptyStorage(): Storage {
	return { vault: new MemoryVault(), outbox: memoryOutbox(), ledgers: new Map() };
}

/** A person's device on a memory relay; the same storage can be opened again, as after a reload. */
export async function openPerson(options: {
	clock: Clock;
	linkTo: (address: string) => OpenLink;
	/** Shared by the tabs of one browser. */
	locks?: Locks;
	tabs?: OpenLink;
	storage?: Storage;
	random?: Random;
}): Promise<{ device: Device; storage: Storage; platform: Platform; ended(): boolean; kill(): void }> {
	const page = new Page(options.clock);
	const storage = options.storage ?? emptyStorage();
	const platform: Platform = {
		clock: page,
		random: options.random ?? ((length) => crypto.getRandomValues(new Uint8Array(length))),
		subtle: syncSubtle,
		verify: syncVerify,
		locks: page.locked(options.locks ?? memoryLocks()),
		outbox: page.mortal(storage.outbox),
		async openLedger(log) {
			const ledger = storage.ledgers.get(log) ?? memoryLedger(log);
			storage.ledgers.set(log, ledger);
			return { ledger: page.mortal(ledger), stored: { kind: 'stored' } };
		},
		wipeLedger: async (log) => void storage.ledgers.delete(log),
		packing: inlinePacking(),
		linkTo: (address) => page.linked(options.linkTo(address)),
		tabs: options.tabs ? page.linked(options.tabs) : null,
		stretch: argon2id,
		breathe: () => rest(1)
	};
	const opened = await Device.open({
		platform,
		vault: storage.vault,
		home: 'http://relay.test'
	});
	if (opened.kind !== 'device') throw new Error('the vault did not open');
	return { device: opened.device, storage, platform, ended: () => page.ended, kill: () => page.kill() };
}
