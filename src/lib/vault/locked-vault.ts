/** A vault that is locked: what opens it, and how long to wait after a wrong passphrase. */
import type { Lock, WayKind } from './lock.ts';
import { openLock, type LockTools, type NotOpened, type Proof } from './opening.ts';
import type { NotRead } from './vault.ts';
import { IndexedDbVault, type LentKey, type LockedAway, type VaultPlace } from './vault-indexeddb.ts';
import { VaultLock } from './vault-lock.ts';

export type Unlocked =
	| { readonly kind: 'vault'; readonly vault: IndexedDbVault; readonly lock: VaultLock }
	/** Wrong passphrases cost time; `until` is in ms since 1970. */
	| { readonly kind: 'wait'; readonly until: number }
	/** Another page has wiped it, or changed its lock, meanwhile: look again. */
	| { readonly kind: 'changed' }
	| NotOpened
	| NotRead;

export class LockedVault {
	readonly #place: VaultPlace;
	readonly #tools: LockTools;
	readonly #lock: Lock;
	readonly #id: Uint8Array | null;
	#wrong = 0;
	#waitUntil = 0;

	constructor(place: VaultPlace, tools: LockTools, { lock, id }: Extract<LockedAway, { kind: 'locked' }>) {
		this.#place = place;
		this.#tools = tools;
		this.#lock = lock;
		this.#id = id;
	}

	get ways(): readonly WayKind[] {
		return this.#lock.map(({ way }) => way.kind);
	}

	/** Before then no passphrase is tried; in ms since 1970. */
	get waitUntil(): number {
		return this.#waitUntil;
	}

	async unlock(proof: Proof, signal: AbortSignal): Promise<Unlocked> {
		const { clock } = this.#place;
		if (proof.kind === 'passphrase' && clock.now() < this.#waitUntil) {
			return { kind: 'wait', until: this.#waitUntil };
		}
		const opened = await openLock(this.#lock, proof, this.#tools, signal);
		if (opened.kind === 'wrong' && proof.kind === 'passphrase') {
			this.#waitUntil = clock.now() + waitAfter(++this.#wrong);
		}
		if (opened.kind !== 'key') return opened;
		const vault = await IndexedDbVault.open(this.#place, { key: opened.key, id: this.#id });
		opened.key.forget();
		return this.#opened(vault);
	}

	/** By what another page has opened. */
	async take(lent: LentKey): Promise<Unlocked> {
		return this.#opened(await IndexedDbVault.open(this.#place, lent));
	}

	#opened(vault: Awaited<ReturnType<typeof IndexedDbVault.open>>): Unlocked {
		if (vault instanceof IndexedDbVault)
			return { kind: 'vault', vault, lock: new VaultLock(vault, this.#tools) };
		return vault.kind === 'not-read' ? vault : { kind: 'changed' };
	}
}

const longestWait = 30_000;

/** 1, 2, 4 … 30 s. */
function waitAfter(wrong: number): number {
	return Math.min(longestWait, 1000 * 2 ** (wrong - 1));
}
