/** People with several devices, over one relay in memory. */
import type { Device } from '#lib/session/device.ts';
import type { Random } from '#lib/seal/keys.ts';
import { MemoryRelay } from '#lib/wire/memory.ts';
import { Cable } from './cable.ts';
import { HandClock, rest } from './hand-clock.ts';
import { openPerson, type Storage } from './person.ts';

export interface Held {
	readonly device: Device;
	readonly storage: Storage;
	readonly cable: Cable;
	kill(): void;
}

export class HomeTable {
	readonly clock = new HandClock();
	readonly relay = new MemoryRelay(this.clock);
	readonly #random: Random | undefined;

	constructor(random?: Random) {
		this.#random = random;
	}

	/** The same storage again: a reload. */
	async open(before?: Held): Promise<Held> {
		before?.kill();
		const cable = before?.cable ?? new Cable();
		const { device, storage, kill } = await openPerson({
			clock: this.clock,
			linkTo: () => cable.through(this.relay.open),
			...(before ? { storage: before.storage } : {}),
			...(this.#random ? { random: this.#random } : {})
		});
		await this.settle();
		return { device, storage, cable, kill };
	}

	/** Everything has had the time to come to rest. */
	async settle(): Promise<void> {
		await this.clock.advance(5000);
		await rest();
	}

	/** The second device becomes one of the first one's person. */
	async link(first: Held, second: Held, name = 'Phone'): Promise<void> {
		const invited = await first.device.keeping.invite(0);
		if (invited?.kind !== 'invited') throw new Error('no invitation');
		await this.settle();
		const entered = await second.device.keeping.enter(invited.link, name);
		if (entered.kind !== 'entered') throw new Error(entered.kind);
		await this.settle();
	}
}
