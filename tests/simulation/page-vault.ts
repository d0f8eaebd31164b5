import { IndexedDbVault } from '#lib/vault/vault-indexeddb.ts';

/** The vault of this browser, as each of its pages has one. */
export async function openIndexedDbVault(factory = indexedDB): Promise<IndexedDbVault> {
	const vault = await IndexedDbVault.open({
		indexedDB: factory,
		subtle: crypto.subtle,
		random: (length) => crypto.getRandomValues(new Uint8Array(length)),
		channel: () => new BroadcastChannel('page vault')
	});
	if (!(vault instanceof IndexedDbVault)) throw new Error(vault.reason);
	return vault;
}
