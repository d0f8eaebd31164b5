import type { Clock } from '#lib/clock.ts';
import { bestVerify } from '#lib/seal/verify.ts';
import type { Offer } from '#lib/session/case.ts';
import { Device } from '#lib/session/device.ts';
import { inlinePacking } from '#lib/session/packing.ts';
import { MemoryRelay } from '#lib/wire/memory.ts';
import { argon2id } from '#lib/vault/argon2id.ts';
import { BriskClock } from './brisk-clock.ts';
import { memoryStorage, type PageStorage } from './page-storage.ts';

/** Real devices around a relay in memory, in a page. */
export async function openDevice(
	relay: MemoryRelay,
	clock: Clock = new BriskClock(),
	home = location.origin,
	{ vault, ...storage }: PageStorage = memoryStorage()
): Promise<Device> {
	const opened = await Device.open({
		platform: {
			clock,
			random: (length) => crypto.getRandomValues(new Uint8Array(length)),
			subtle: crypto.subtle,
			verify: await bestVerify(crypto.subtle),
			...storage,
			packing: inlinePacking(),
			linkTo: () => relay.open,
			tabs: null,
			stretch: argon2id,
			breathe: () => new Promise((resolve) => setTimeout(resolve))
		},
		vault,
		home
	});
	if (opened.kind !== 'device') throw new Error(opened.kind);
	return opened.device;
}

/** A case with one person at the table, who invites. */
export async function openTable() {
	const clock = new BriskClock();
	const relay = new MemoryRelay(clock);
	const inviter = await openDevice(relay, clock);
	const document = await inviter.startCase({
		clientName: 'Rosa',
		myName: 'Maya Okafor',
		relation: 'case-manager'
	});
	const opened = await inviter.open(document);
	const invite = async (offer: Partial<Offer> = {}): Promise<string> => {
		const given = { name: 'Rosa', relation: 'client', capability: 'edit', expiry: 0, ...offer } as const;
		const invited = await opened.invite(given, location.origin);
		if (invited.kind !== 'invited') throw new Error(invited.kind);
		return invited.link;
	};
	return { clock, relay, inviter, opened, document, invite };
}
