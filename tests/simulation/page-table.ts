/** People at one case in one page, with a real session each over a relay in memory: for tests of components in a browser. */
import { systemClock } from '#lib/clock.ts';
import { memoryLedger } from '#lib/ledger/memory.ts';
import { memoryOutbox } from '#lib/ledger/outbox-memory.ts';
import { bestVerify } from '#lib/seal/verify.ts';
import type { Case, Offer } from '#lib/session/case.ts';
import { Device } from '#lib/session/device.ts';
import { memoryLocks } from '#lib/session/locks.ts';
import { MemoryVault } from '#lib/vault/vault-memory.ts';
import { MemoryRelay } from '#lib/wire/memory.ts';

export interface PageTable {
	/** Ada, a case manager, who has started the case of Rosa. */
	readonly ada: Case;
	readonly relay: MemoryRelay;
	device(): Promise<Device>;
	seat(name: string, relation: Offer['relation'], capability: Offer['capability']): Promise<Case>;
}

export async function setPageTable(): Promise<PageTable> {
	const relay = new MemoryRelay(systemClock);
	const device = () => openDevice(relay);
	const adas = await device();
	const id = await adas.startCase({
		clientName: 'Rosa Delgado',
		myName: 'Ada Lane',
		relation: 'case-manager'
	});
	const ada = await adas.open(id);
	return {
		ada,
		relay,
		device,
		async seat(name, relation, capability) {
			const invited = await ada.invite({ name, relation, capability, expiry: 0 }, 'http://relay.test');
			if (invited.kind !== 'invited') throw new Error(invited.reason);
			const theirs = await device();
			const look = await theirs.lookAt(invited.link);
			if (look.kind !== 'invitation') throw new Error(look.kind);
			const accepted = await theirs.join(look, name);
			if (accepted.kind !== 'accepted') throw new Error(accepted.kind);
			return theirs.open(id);
		}
	};
}

async function openDevice(relay: MemoryRelay): Promise<Device> {
	const opened = await Device.open({
		platform: {
			clock: systemClock,
			random: (length) => crypto.getRandomValues(new Uint8Array(length)),
			subtle: crypto.subtle,
			verify: await bestVerify(crypto.subtle),
			locks: memoryLocks(),
			outbox: memoryOutbox(),
			openLedger: async (log) => ({ ledger: memoryLedger(log), stored: { kind: 'stored' } }),
			linkTo: () => relay.open,
			tabs: null,
			breathe: () => new Promise((resolve) => setTimeout(resolve))
		},
		vault: new MemoryVault(),
		home: 'http://relay.test',
		wipeLedger: async () => undefined
	});
	if (opened.kind !== 'device') throw new Error('the vault did not open');
	return opened.device;
}
