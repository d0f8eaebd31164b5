import { createContext } from 'svelte';
import type { Case, Person } from '#lib/session/case.ts';
import type { Device } from '#lib/session/device.ts';
import { HandOver, type Wish } from '#lib/session/hand-over.ts';
import { Sure, type Sureness } from '#lib/session/sure.ts';
import { Live } from '../live.ts';

/** What stands in this person's home about a case, as components read it: how sure they are of the others, and whether they are handing it over. */
export class SureView {
	readonly #sure: Live<Sure>;
	readonly #handOver: Live<HandOver>;

	constructor(device: Device, opened: Case) {
		const [sure, handOver] = [new Sure(device, opened), new HandOver(device, opened)];
		this.#sure = new Live(
			() => sure,
			(changed) => sure.onChange(changed)
		);
		this.#handOver = new Live(
			() => handOver,
			(changed) => handOver.onChange(changed)
		);
	}

	get sure(): Sure {
		return this.#sure.current;
	}

	get handOver(): HandOver {
		return this.#handOver.current;
	}

	get isPossible(): boolean {
		return this.sure.isPossible;
	}

	get begun(): Wish | null {
		return this.handOver.begun;
	}

	of(person: Person): Sureness {
		return this.sure.of(person);
	}
}

/** Null where there is no device of this person's. */
export const [getSureView, setSureView] = createContext<SureView | null>();
