import { memoryLedger } from '#lib/ledger/memory.ts';
import type { Ledger } from '#lib/ledger/ledger.ts';
import type { Outbox } from '#lib/ledger/outbox.ts';
import { memoryOutbox } from '#lib/ledger/outbox-memory.ts';
import type { Verify } from '#lib/seal/frame-verify.ts';
import { bestVerify } from '#lib/seal/verify.ts';
import type { Random } from '#lib/seal/keys.ts';
import { Device } from '#lib/session/device.ts';
import { memoryLocks } from '#lib/session/locks.ts';
import type { Platform } from '#lib/session/platform.ts';
import { MemoryVault } from '#lib/vault/vault-memory.ts';
import type { Vault } from '#lib/vault/vault.ts';
import type { OpenLink } from '#lib/wire/link.ts';
import { HandClock, rest } from './hand-clock.ts';

/** What outlives a page: a browser profile's storage. */
export interface Storage {
	readonly vault: Vault;
	readonly outbox: Outbox;
	readonly ledgers: Map<string, Ledger>;
}

export function emptyStorage(): Storage {
	return { vault: new MemoryVault(), outbox: memoryOutbox(), ledgers: new Map() };
}

let verify: Promise<Verify> | undefined;

/** A person's device on a memory relay; the same storage can be opened again, as after a reload. */
export async function openPerson(options: {
	clock: HandClock;
	linkTo: (address: string) => OpenLink;
	storage?: Storage;
	random?: Random;
}): Promise<{ device: Device; storage: Storage; platform: Platform }> {
	const storage = options.storage ?? emptyStorage();
	const platform: Platform = {
		clock: options.clock,
		random: options.random ?? ((length) => crypto.getRandomValues(new Uint8Array(length))),
		subtle: crypto.subtle,
		verify: await (verify ??= bestVerify(crypto.subtle)),
		locks: memoryLocks(),
		outbox: storage.outbox,
		async openLedger(log) {
			const ledger = storage.ledgers.get(log) ?? memoryLedger(log);
			storage.ledgers.set(log, ledger);
			return { ledger, stored: { kind: 'stored' } };
		},
		linkTo: options.linkTo,
		tabs: null,
		breathe: () => rest(1)
	};
	const opened = await Device.open({
		platform,
		vault: storage.vault,
		home: 'http://relay.test',
		wipeLedger: async (log) => void storage.ledgers.delete(log)
	});
	if (opened.kind !== 'device') throw new Error('the vault did not open');
	return { device: opened.device, storage, platform };
}
