import { systemClock } from '#lib/clock.ts';
import { memoryLedger } from '#lib/ledger/memory.ts';
import { memoryOutbox } from '#lib/ledger/outbox-memory.ts';
import { bestVerify } from '#lib/seal/verify.ts';
import type { Case } from '#lib/session/case.ts';
import { Device } from '#lib/session/device.ts';
import { memoryLocks } from '#lib/session/locks.ts';
import { MemoryVault } from '#lib/vault/vault-memory.ts';
import { hocuspocusLinks } from '#lib/wire/hocuspocus.ts';

/** A device on a real relay, with what it keeps in memory: the network's share is measured, not the disk's. */
async function openDevice(home: string): Promise<Device> {
	const opened = await Device.open({
		vault: new MemoryVault(),
		home,
		wipeLedger: async () => undefined,
		platform: {
			clock: systemClock,
			random: (length) => crypto.getRandomValues(new Uint8Array(length)),
			subtle: crypto.subtle,
			verify: await bestVerify(crypto.subtle),
			locks: memoryLocks(),
			outbox: memoryOutbox(),
			openLedger: async (log) => ({ ledger: memoryLedger(log), stored: { kind: 'stored' } }),
			linkTo: hocuspocusLinks({ clock: systemClock, WebSocket, fetch: (url, init) => fetch(url, init) }),
			tabs: null,
			breathe: () => new Promise((resolve) => setImmediate(resolve))
		}
	});
	if (opened.kind !== 'device') throw new Error('the vault did not open');
	return opened.device;
}

export interface Pair {
	readonly writer: Case;
	readonly reader: Case;
	close(): Promise<void>;
}

/** Two people at one case, each hearing the other. */
export async function openPair(home: string): Promise<Pair> {
	const ada = await openDevice(home);
	const id = await ada.startCase({ clientName: 'Rosa', myName: 'Ada', relation: 'case-manager' });
	const writer = await ada.open(id);
	writer.arrive();
	await until(() => writer.status.kind === 'sent');
	const offer = { name: 'Ben', relation: 'client', capability: 'edit', expiry: 0 } as const;
	const invited = await writer.invite(offer, home);
	if (invited.kind !== 'invited') throw new Error(invited.reason);
	await until(() => writer.status.kind === 'sent');
	const ben = await openDevice(home);
	const look = await ben.lookAt(invited.link);
	if (look.kind !== 'invitation') throw new Error(look.kind);
	const accepted = await ben.join(look, 'Ben');
	if (accepted.kind !== 'accepted') throw new Error(accepted.kind);
	const reader = await ben.open(id);
	reader.arrive();
	await until(() => reader.readPlan().client.name === 'Rosa');
	await until(() => writer.people.every(({ here }) => here) && writer.people.length === 2);
	return {
		writer,
		reader,
		async close() {
			await Promise.all([ada.close(), ben.close()]);
		}
	};
}

export async function until(done: () => boolean, within = 60_000): Promise<void> {
	const end = performance.now() + within;
	while (!done()) {
		if (performance.now() > end) throw new Error('it never came');
		await new Promise((next) => setTimeout(next, 2));
	}
}
