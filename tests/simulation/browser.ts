/** A person's browser: pages that share storage, locks and a clock that may be wrong, and one cable to the relays. */
import type { Clock } from '#lib/clock.ts';
import type { DocumentId } from '#lib/seal/frame-bytes.ts';
import type { Case } from '#lib/session/case.ts';
import type { Device } from '#lib/session/device.ts';
import { homeRecord } from '#lib/session/home-keeping.ts';
import { memoryLocks } from '#lib/session/locks.ts';
import type { MemoryRelay } from '#lib/wire/memory.ts';
import { tabLinks, type TabChannel } from '#lib/wire/tabs.ts';
import { Cable } from './cable.ts';
import { emptyStorage, openPerson } from './person.ts';
import type { Seeded } from './seeded.ts';

export interface BrowserPage {
	readonly device: Device;
	readonly kill: () => void;
	/** Words typed so lately that they may not be on the device yet. */
	readonly fresh: Set<string>;
}

type Heard = (event: { data: unknown }) => void;

export class Browser {
	readonly name: string;
	readonly cable = new Cable();
	readonly pages: BrowserPage[] = [];
	readonly storage = emptyStorage();
	readonly #locks = memoryLocks();
	readonly #tabs = new Set<Heard>();
	readonly #shared: Clock;
	readonly #relays: ReadonlyMap<string, MemoryRelay>;
	readonly #dice: Seeded;
	/** Milliseconds by which its clock is wrong. */
	skew = 0;

	constructor(name: string, clock: Clock, relays: ReadonlyMap<string, MemoryRelay>, dice: Seeded) {
		this.name = name;
		this.#shared = clock;
		this.#relays = relays;
		this.#dice = dice;
	}

	async openPage(): Promise<BrowserPage> {
		// A history is about one case: where the home cannot be read, none is founded.
		await this.storage.vault.write(homeRecord, new Uint8Array());
		const clock: Clock = {
			now: () => this.#shared.now() + this.skew,
			after: (ms, run) => this.#shared.after(ms, run)
		};
		const { device, kill } = await openPerson({
			clock,
			linkTo: (address) => this.cable.through(this.#relay(address).open),
			storage: this.storage,
			random: this.#dice.bytes,
			locks: this.#locks,
			tabs: tabLinks(() => this.#openTabChannel(), clock, this.#dice.bytes)
		});
		const page = { device, kill, fresh: new Set<string>() };
		this.pages.push(page);
		return page;
	}

	/** The page ends without a word; what it may have lost. */
	killPage(page: BrowserPage): ReadonlySet<string> {
		page.kill();
		this.pages.splice(this.pages.indexOf(page), 1);
		return page.fresh;
	}

	cases(document: DocumentId): Promise<Case[]> {
		return Promise.all(this.pages.map(({ device }) => device.open(document)));
	}

	#relay(address: string): MemoryRelay {
		const relay = this.#relays.get(address);
		if (!relay) throw new Error(`no relay at ${address}`);
		return relay;
	}

	#openTabChannel(): TabChannel {
		const own = new Set<Heard>();
		return {
			postMessage: (data) => {
				const others = [...this.#tabs].filter((heard) => !own.has(heard));
				queueMicrotask(() => {
					for (const heard of others) if (this.#tabs.has(heard)) heard({ data });
				});
			},
			addEventListener: (_type, heard) => {
				own.add(heard);
				this.#tabs.add(heard);
			},
			close: () => {
				for (const heard of own) this.#tabs.delete(heard);
			}
		};
	}
}
