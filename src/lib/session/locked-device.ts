/** This device while its vault is locked: what opens it, and how long to wait. */
import type { Clock } from '#lib/clock.ts';
import type { LockedVault, Unlocked } from '#lib/vault/locked-vault.ts';
import type { WayKind } from '#lib/vault/lock.ts';
import type { Proof } from '#lib/vault/opening.ts';
import type { Vault } from '#lib/vault/vault.ts';
import type { VaultLock } from '#lib/vault/vault-lock.ts';
import { borrowKey, type LendingChannel } from './lending.ts';

export type { Proof } from '#lib/vault/opening.ts';

export interface LockedContext<Opened> {
	readonly clock: Clock;
	/** `proven`: by its person, and not by another page that was open. */
	readonly open: (vault: Vault, lock: VaultLock, proven: boolean) => Promise<Opened>;
	readonly channel: () => LendingChannel | null;
}

export class LockedDevice<Opened> {
	readonly clock: Clock;
	readonly #vault: LockedVault;
	readonly #context: LockedContext<Opened>;
	#isOpen = false;

	constructor(vault: LockedVault, context: LockedContext<Opened>) {
		this.clock = context.clock;
		this.#vault = vault;
		this.#context = context;
	}

	get ways(): readonly WayKind[] {
		return this.#vault.ways;
	}

	/** Before then no passphrase is tried; in ms since 1970. */
	get waitUntil(): number {
		return this.#vault.waitUntil;
	}

	/** The open device, or why it is not open. */
	async unlock(proof: Proof, signal: AbortSignal): Promise<Opened | Exclude<Unlocked, { kind: 'vault' }>> {
		const unlocked = await this.#vault.unlock(proof, signal);
		if (unlocked.kind !== 'vault') return unlocked;
		this.#isOpen = true;
		return this.#context.open(unlocked.vault, unlocked.lock, true);
	}

	/** Opens together with another page of this person: one that is open already if it `asks`, or else one that is unlocked from now on. */
	openWith(asks: boolean, opened: (device: Opened) => void): () => void {
		return borrowKey(this.#context.channel(), {
			asks,
			take: async (lent) => {
				if (this.#isOpen) return;
				this.#isOpen = true;
				const unlocked = await this.#vault.take(lent);
				if (unlocked.kind === 'vault') opened(await this.#context.open(unlocked.vault, unlocked.lock, false));
				else this.#isOpen = false;
			}
		});
	}
}
