import { memoryLedger } from '#lib/ledger/memory.ts';
import type { Ledger } from '#lib/ledger/ledger.ts';
import type { Outbox } from '#lib/ledger/outbox.ts';
import { memoryOutbox } from '#lib/ledger/outbox-memory.ts';
import type { Random } from '#lib/seal/keys.ts';
import { Device } from '#lib/session/device.ts';
import { memoryLocks, type Locks } from '#lib/session/locks.ts';
import { inlinePacking } from '#lib/session/packing.ts';
import type { Platform } from '#lib/session/platform.ts';
import { MemoryVault } from '#lib/vault/vault-memory.ts';
import type { Vault } from '#lib/vault/vault.ts';
import type { Clock } from '#lib/clock.ts';
import type { Link, LinkEvents, OpenLink } from '#lib/wire/link.ts';
import { rest } from './hand-clock.ts';
import { syncVerify } from './sync-verify.ts';

/** What outlives a page: a browser profile's storage. */
export interface Storage {
	readonly vault: Vault;
	readonly outbox: Outbox;
	readonly ledgers: Map<string, Ledger>;
}

/** One page: what it started ends with it. */
class Page implements Clock {
	readonly #clock: Clock;
	readonly #links = new Set<Link>();
	readonly #releases = new Set<() => void>();
	#alive = true;

	constructor(clock: Clock) {
		this.#clock = clock;
	}

	now(): number {
		return this.#clock.now();
	}

	after(ms: number, run: () => void): () => void {
		return this.#clock.after(ms, () => this.#alive && run());
	}

	/** Nothing more is heard by a dead page. */
	linked(open: OpenLink): OpenLink {
		return (options) => {
			const events = Object.fromEntries(
				Object.entries(options.events).map(([name, heard]) => [
					name,
					(...about: unknown[]) => this.#alive && (heard as (...about: unknown[]) => void)(...about)
				])
			) as unknown as LinkEvents;
			const link = open({ ...options, events });
			this.#links.add(link);
			return link;
		};
	}

	/** A lock goes with the page that holds it. */
	locked({ tryHold }: Locks): Locks {
		return {
			tryHold: async (name) => {
				const release = await tryHold(name);
				if (!release) return null;
				const once = () => {
					if (this.#releases.delete(once)) release();
				};
				this.#releases.add(once);
				return once;
			}
		};
	}

	/** What a dead page still had in mind is never done. */
	mortal<T extends object>(storage: T): T {
		return new Proxy(storage, {
			get: (target, name) => {
				const value: unknown = Reflect.get(target, name);
				if (typeof value !== 'function') return value;
				return (...about: unknown[]): unknown =>
					this.#alive ? Reflect.apply(value, target, about) : new Promise(() => undefined);
			}
		});
	}

	get ended(): boolean {
		return !this.#alive;
	}

	/** Ends without a word, as when a phone needs the memory. */
	kill(): void {
		this.#alive = false;
		for (const link of this.#links) void link.close();
		for (const release of [...this.#releases]) release();
	}
}

export function emptyStorage(): Storage {
	return { vault: new MemoryVault(), outbox: memoryOutbox(), ledgers: new Map() };
}

/** A person's device on a memory relay; the same storage can be opened again, as after a reload. */
export async function openPerson(options: {
	clock: Clock;
	linkTo: (address: string) => OpenLink;
	/** Shared by the tabs of one browser. */
	locks?: Locks;
	tabs?: OpenLink;
	storage?: Storage;
	random?: Random;
}): Promise<{ device: Device; storage: Storage; platform: Platform; ended(): boolean; kill(): void }> {
	const page = new Page(options.clock);
	const storage = options.storage ?? emptyStorage();
	const platform: Platform = {
		clock: page,
		random: options.random ?? ((length) => crypto.getRandomValues(new Uint8Array(length))),
		subtle: undefined, // signing by tweetnacl: see sync-verify
		verify: syncVerify,
		locks: page.locked(options.locks ?? memoryLocks()),
		outbox: page.mortal(storage.outbox),
		async openLedger(log) {
			const ledger = storage.ledgers.get(log) ?? memoryLedger(log);
			storage.ledgers.set(log, ledger);
			return { ledger: page.mortal(ledger), stored: { kind: 'stored' } };
		},
		wipeLedger: async (log) => void storage.ledgers.delete(log),
		packing: inlinePacking(),
		linkTo: (address) => page.linked(options.linkTo(address)),
		tabs: options.tabs ? page.linked(options.tabs) : null,
		breathe: () => rest(1)
	};
	const opened = await Device.open({
		platform,
		vault: storage.vault,
		home: 'http://relay.test'
	});
	if (opened.kind !== 'device') throw new Error('the vault did not open');
	return { device: opened.device, storage, platform, ended: () => page.ended, kill: () => page.kill() };
}
