/** Which cases were taken off this device, so that they do not come back to it from another one. */
import { parseDocumentId, type DocumentId } from '#lib/seal/frame-bytes.ts';
import type { Vault } from '#lib/vault/vault.ts';

const prefix = 'off/';

export function takenOffRecord(document: DocumentId): string {
	return prefix + document;
}

/** Null where the vault cannot be read just now. */
export async function takenOff(vault: Vault): Promise<ReadonlySet<DocumentId> | null> {
	const read = await vault.names(prefix);
	if (read.kind === 'not-read') return null;
	return new Set(read.names.flatMap((name) => parseDocumentId(name.slice(prefix.length)) ?? []));
}
