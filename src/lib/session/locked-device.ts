/** This device while its vault is locked: what opens it, and how long to wait. */
import type { Clock } from '#lib/clock.ts';
import type { LockedVault, Unlocked } from '#lib/vault/locked-vault.ts';
import type { WayKind } from '#lib/vault/lock.ts';
import type { Proof } from '#lib/vault/opening.ts';
import type { Vault } from '#lib/vault/vault.ts';
import type { VaultLock } from '#lib/vault/vault-lock.ts';

export type { Proof } from '#lib/vault/opening.ts';

export class LockedDevice<Opened> {
	readonly clock: Clock;
	readonly #vault: LockedVault;
	readonly #open: (vault: Vault, lock: VaultLock) => Promise<Opened>;

	constructor(vault: LockedVault, clock: Clock, open: (vault: Vault, lock: VaultLock) => Promise<Opened>) {
		this.clock = clock;
		this.#vault = vault;
		this.#open = open;
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
		return unlocked.kind === 'vault' ? this.#open(unlocked.vault, unlocked.lock) : unlocked;
	}
}
