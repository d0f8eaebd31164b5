import type { Stored, Vault } from './vault.ts';
import { IndexedDbVault, type VaultPlace } from './vault-indexeddb.ts';
import { MemoryVault } from './vault-memory.ts';

/**
 * This device's vault, or one that lasts as long as the page where storage is refused; `stored` then says why. A device whose
 * storage only failed this time may hold secrets all the same: do not start over on it without saying so.
 */
export async function openVault(place: VaultPlace): Promise<{ vault: Vault; stored: Stored }> {
	const opened = await IndexedDbVault.open(place);
	return opened instanceof IndexedDbVault
		? { vault: opened, stored: { kind: 'stored' } }
		: { vault: new MemoryVault(), stored: { kind: 'not-stored', reason: opened.reason } };
}
