/** The lock of a vault that is open: set, changed and taken away. */
import { Secret } from '#lib/seal/secret.ts';
import { slotOf, withoutSlot, withSlot, type Lock, type WayKind } from './lock.ts';
import { newSlot, openLock, type LockTools, type NotOpened, type Proof, type Wanted } from './opening.ts';
import type { Passkeys } from './passkeys.ts';
import type { Stored } from './vault.ts';
import type { IndexedDbVault, LentKey } from './vault-indexeddb.ts';

export type LockChanged = Stored | NotOpened;

export class VaultLock {
	readonly #vault: IndexedDbVault;
	readonly #tools: LockTools;

	constructor(vault: IndexedDbVault, tools: LockTools) {
		this.#vault = vault;
		this.#tools = tools;
	}

	/** What opens it; nothing where no lock is set. */
	get ways(): readonly WayKind[] {
		return this.#vault.lock?.map(({ way }) => way.kind) ?? [];
	}

	get passkeys(): Passkeys {
		return this.#tools.passkeys;
	}

	/** The key, for another page of this browser. */
	lend(): Promise<LentKey | null> {
		return this.#vault.lend();
	}

	/** Hears that another page has set a lock: this one can read and store nothing more. The answer stops listening. */
	onRelocked(listener: () => void): () => void {
		return this.#vault.onRelocked(listener);
	}

	/** Where none is set yet. Everything is sealed anew: what an older copy of this disk holds of the key opens nothing from now on. */
	async set(wanted: Wanted, signal: AbortSignal): Promise<LockChanged> {
		const key = new Secret(this.#tools.random(32));
		const made = await newSlot(wanted, key, this.#tools, signal);
		if (made.kind !== 'slot') return made;
		const stored = await this.#vault.sealUnder({ key, lock: [made.slot] });
		key.forget();
		return stored;
	}

	/** Another way to open it, in place of one of the same kind. */
	put(wanted: Wanted, proof: Proof, signal: AbortSignal): Promise<LockChanged> {
		return this.#opened(proof, signal, async (lock, key) => {
			const made = await newSlot(wanted, key, this.#tools, signal);
			return made.kind === 'slot' ? this.#vault.relock(withSlot(lock, made.slot)) : made;
		});
	}

	/** Takes one way off; the other one has to open it. */
	drop(kind: WayKind, proof: Proof, signal: AbortSignal): Promise<LockChanged> {
		return this.#opened(proof, signal, async (lock) => {
			const left = withoutSlot(lock, kind);
			return left.length > 0 && slotOf(lock, kind) ? this.#vault.relock(left) : { kind: 'not-possible' };
		});
	}

	/** Whoever can use this browser can open it afterwards. */
	remove(proof: Proof, signal: AbortSignal): Promise<LockChanged> {
		return this.#opened(proof, signal, () => this.#vault.sealUnder(null));
	}

	async #opened(
		proof: Proof,
		signal: AbortSignal,
		change: (lock: Lock, key: Secret) => Promise<LockChanged>
	): Promise<LockChanged> {
		const { lock } = this.#vault;
		if (!lock) return { kind: 'not-possible' };
		const opened = await openLock(lock, proof, this.#tools, signal);
		if (opened.kind !== 'key') return opened;
		const changed = await change(lock, opened.key);
		opened.key.forget();
		return changed;
	}
}
