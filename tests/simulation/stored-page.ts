/** A page whose outbox and ledgers lie in the browser's real IndexedDB, on a clock that moves by hand and a relay in memory. */
import { openIndexedDbLedger, wipeLedger } from '#lib/ledger/indexeddb.ts';
import { openIndexedDbOutbox } from '#lib/ledger/outbox-indexeddb.ts';
import type { Ledger } from '#lib/ledger/ledger.ts';
import type { Outbox } from '#lib/ledger/outbox.ts';
import { bestVerify } from '#lib/seal/verify.ts';
import { Device } from '#lib/session/device.ts';
import { homeRecord } from '#lib/session/home-keeping.ts';
import { memoryLocks } from '#lib/session/locks.ts';
import { inlinePacking } from '#lib/session/packing.ts';
import { MemoryVault } from '#lib/vault/vault-memory.ts';
import { MemoryRelay } from '#lib/wire/memory.ts';
import { argon2id } from '#lib/vault/argon2id.ts';
import { Cable } from './cable.ts';
import { HandClock } from './hand-clock.ts';
import { Page } from './page.ts';

export interface StoredPage {
	readonly device: Device;
	readonly outbox: Outbox;
	readonly ledgers: readonly Ledger[];
	/** Ends without a word. */
	kill(): void;
	/** Closes what a page that ends lets go of. */
	end(): Promise<void>;
}

/** One browser profile: its pages share storage, secrets and locks. */
export class Profile {
	readonly clock: HandClock;
	readonly relay: MemoryRelay;
	readonly cable = new Cable();
	readonly #vault = new MemoryVault();
	readonly #locks = memoryLocks();
	readonly #pages: StoredPage[] = [];

	constructor(clock = new HandClock(), relay = new MemoryRelay(clock)) {
		this.clock = clock;
		this.relay = relay;
	}

	async openPage(): Promise<StoredPage> {
		const page = new Page(this.clock);
		// What is tried here is about one case: where the home cannot be read, none is founded.
		await this.#vault.write(homeRecord, new Uint8Array());
		const ledgers: Ledger[] = [];
		const { outbox } = await openIndexedDbOutbox();
		const opened = await Device.open({
			platform: {
				clock: page,
				random: (length) => crypto.getRandomValues(new Uint8Array(length)),
				subtle: crypto.subtle,
				verify: await bestVerify(crypto.subtle),
				locks: page.locked(this.#locks),
				outbox: page.mortal(outbox),
				openLedger: async (log) => {
					const { ledger, stored } = await openIndexedDbLedger(log);
					ledgers.push(ledger);
					return { ledger: page.mortal(ledger), stored };
				},
				wipeLedger,
				packing: inlinePacking(),
				linkTo: () => page.linked(this.cable.through(this.relay.open)),
				tabs: null,
				stretch: argon2id,
				breathe: () => new Promise((resolve) => setTimeout(resolve))
			},
			vault: this.#vault,
			home: location.origin
		});
		if (opened.kind !== 'device') throw new Error(opened.kind);
		const stored: StoredPage = {
			device: opened.device,
			outbox,
			ledgers,
			kill: () => page.kill(),
			end: async () => {
				page.kill();
				await Promise.all(ledgers.map((ledger) => ledger.close()));
				await outbox.close();
			}
		};
		this.#pages.push(stored);
		return stored;
	}

	/** Takes everything off the browser. */
	async clear(): Promise<void> {
		await Promise.all(this.#pages.splice(0).map((page) => page.end()));
		for (const { name } of await indexedDB.databases()) if (name) indexedDB.deleteDatabase(name);
	}
}
