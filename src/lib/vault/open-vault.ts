import { LockedVault } from './locked-vault.ts';
import type { LockTools } from './opening.ts';
import type { Stored, Vault } from './vault.ts';
import { IndexedDbVault, type VaultPlace } from './vault-indexeddb.ts';
import { VaultLock } from './vault-lock.ts';
import { MemoryVault } from './vault-memory.ts';

export type OpenedVault =
	| {
			readonly kind: 'vault';
			readonly vault: Vault;
			/** Null where nothing is kept, so that there is nothing to lock. */
			readonly lock: VaultLock | null;
			readonly stored: Stored;
	  }
	| { readonly kind: 'locked'; readonly locked: LockedVault };

/**
 * This device's vault, or one that lasts as long as the page where storage is refused; `stored` then says why. A device whose
 * storage only failed this time may hold secrets all the same: do not start over on it without saying so.
 */
export async function openVault(place: VaultPlace, tools: LockTools): Promise<OpenedVault> {
	const opened = await IndexedDbVault.open(place);
	if (opened instanceof IndexedDbVault) {
		return {
			kind: 'vault',
			vault: opened,
			lock: new VaultLock(opened, tools),
			stored: { kind: 'stored' }
		};
	}
	if (opened.kind === 'locked') return { kind: 'locked', locked: new LockedVault(place, tools, opened) };
	const reason = opened.kind === 'not-read' ? opened.reason : 'failed';
	return { kind: 'vault', vault: new MemoryVault(), lock: null, stored: { kind: 'not-stored', reason } };
}
