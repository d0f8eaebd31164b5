/** One person's devices in a page, over a relay in memory. */
import type { Device } from '#lib/session/device.ts';
import { MemoryRelay } from '#lib/wire/memory.ts';
import { BriskClock } from './brisk-clock.ts';
import { openDevice } from './page-device.ts';

export class PageHome {
	readonly clock = new BriskClock();
	readonly relay = new MemoryRelay(this.clock);

	open(): Promise<Device> {
		return openDevice(this.relay, this.clock);
	}

	/** The second device becomes one of the first one's person, under this name. */
	async link(first: Device, second: Device, name: string): Promise<void> {
		const invited = await first.keeping.invite(0);
		if (invited?.kind !== 'invited') throw new Error('no invitation');
		const entered = await second.keeping.enter(invited.link, name);
		if (entered.kind !== 'entered') throw new Error(entered.kind);
		await until(first, () => first.home?.devices.some((each) => each.name === name) === true);
	}
}

export function until(device: Device, done: () => boolean): Promise<void> {
	return new Promise((resolve) => {
		const stop = device.onChange(() => {
			if (!done()) return;
			stop();
			resolve();
		});
		if (!done()) return;
		stop();
		resolve();
	});
}
