import { afterEach, expect, test } from 'vitest';
import { planChannel } from '#lib/roster/capability.ts';
import { MemoryVault } from '#lib/vault/vault-memory.ts';
import { ourRelay, type OurRelay } from '../../../tests/relays/our-relay.ts';
import { openRelayDevice } from '../../../tests/simulation/relay-device.ts';
import type { Case } from './case.ts';
import type { Device } from './device.ts';
import { lookAtInvitation } from './joining.ts';
import { writeSeat } from './seats.ts';

const devices: Device[] = [];
let relay: OurRelay;

afterEach(async () => {
	await Promise.all(devices.splice(0).map((device) => device.close()));
	await relay.close();
});

async function openDevice(vault = new MemoryVault()): Promise<Device> {
	const device = await openRelayDevice(relay.address, vault);
	devices.push(device);
	return device;
}

/** Resolves when what the case tells of itself makes it true. */
function becomes(opened: Case, done: () => boolean): Promise<void> {
	return new Promise((resolve) => {
		const look = () => done() && resolve();
		opened.onChange(look);
		look();
	});
}

test('who takes a seat and is cut off before a relay knows of it sits down by opening the case again', async () => {
	relay = await ourRelay();
	const ada = await openDevice();
	const id = await ada.startCase({ clientName: 'Rosa', myName: 'Ada', relation: 'case-manager' });
	const hers = await ada.open(id);
	const invited = await hers.invite(
		{ name: 'Ben', relation: 'client', capability: 'edit', expiry: 0 },
		relay.address
	);
	if (invited.kind !== 'invited') throw new Error(invited.reason);
	await becomes(hers, () => hers.status.kind === 'sent');

	const vault = new MemoryVault();
	const { platform } = await openDevice();
	const look = await lookAtInvitation(invited.link, planChannel, platform, async (seat) => {
		await writeSeat(vault, seat);
		throw new Error('the phone went off');
	});
	if (look.kind !== 'invitation') throw new Error(look.kind);
	await expect(look.accept('Ben')).rejects.toThrow('the phone went off');
	await look.close();

	const ben = await openDevice(vault);
	expect(ben.seat(id)?.statements).not.toEqual([]);
	const his = await ben.open(id);
	await becomes(his, () => his.status.kind === 'sent' && his.readPlan().client.name === 'Rosa');
	await becomes(hers, () => hers.people.some(({ name }) => name === 'Ben'));
	expect(ben.seat(id)?.statements).toEqual([]);
});
