import { systemClock } from '#lib/clock.ts';
import { memoryLedger } from '#lib/ledger/memory.ts';
import { memoryOutbox } from '#lib/ledger/outbox-memory.ts';
import { bestVerify } from '#lib/seal/verify.ts';
import { Device } from '#lib/session/device.ts';
import { memoryLocks } from '#lib/session/locks.ts';
import { inlinePacking } from '#lib/session/packing.ts';
import type { Vault } from '#lib/vault/vault.ts';
import { MemoryVault } from '#lib/vault/vault-memory.ts';
import { hocuspocusLinks } from '#lib/wire/hocuspocus.ts';
import { argon2id } from '#lib/vault/argon2id.ts';

/** A device on a real relay, with what it keeps in memory. */
export async function openRelayDevice(home: string, vault: Vault = new MemoryVault()): Promise<Device> {
	const opened = await Device.open({
		vault,
		home,
		platform: {
			clock: systemClock,
			random: (length) => crypto.getRandomValues(new Uint8Array(length)),
			subtle: crypto.subtle,
			verify: await bestVerify(crypto.subtle),
			locks: memoryLocks(),
			outbox: memoryOutbox(),
			openLedger: async (log) => ({ ledger: memoryLedger(log), stored: { kind: 'stored' } }),
			wipeLedger: async () => undefined,
			packing: inlinePacking(),
			linkTo: hocuspocusLinks({ clock: systemClock, WebSocket, fetch: (url, init) => fetch(url, init) }),
			tabs: null,
			stretch: argon2id,
			breathe: () => new Promise((resolve) => setImmediate(resolve))
		}
	});
	if (opened.kind !== 'device') throw new Error('the vault did not open');
	return opened.device;
}
