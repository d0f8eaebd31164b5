/** People at one case in one page, with a real session each over a relay in memory: for tests of components in a browser. */
import type { Case, Offer } from '#lib/session/case.ts';
import type { Device } from '#lib/session/device.ts';
import { MemoryRelay } from '#lib/wire/memory.ts';
import { BriskClock } from './brisk-clock.ts';
import { openDevice } from './page-device.ts';

export interface PageTable {
	/** Ada, a case manager, who has started the case of Rosa. */
	readonly ada: Case;
	readonly relay: MemoryRelay;
	device(): Promise<Device>;
	seat(name: string, relation: Offer['relation'], capability: Offer['capability']): Promise<Case>;
}

const devices = new WeakMap<Case, Device>();

/** Whose table this is set on; nothing for a case from elsewhere. */
export function deviceOf(opened: Case): Device | undefined {
	return devices.get(opened);
}

export async function setPageTable(): Promise<PageTable> {
	const clock = new BriskClock();
	const relay = new MemoryRelay(clock);
	const device = () => openDevice(relay, clock, 'http://relay.test');
	const adas = await device();
	const seated = async (theirs: Device): Promise<Case> => {
		const opened = await theirs.open(id);
		devices.set(opened, theirs);
		return opened;
	};
	const id = await adas.startCase({
		clientName: 'Rosa Delgado',
		myName: 'Ada Lane',
		relation: 'case-manager'
	});
	const ada = await seated(adas);
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
			return seated(theirs);
		}
	};
}
