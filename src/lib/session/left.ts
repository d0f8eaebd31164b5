/** Which cases were taken off this device and may still lie in its storage: a page can die before it has deleted everything. */
import { parseDocumentId, type DocumentId } from '#lib/seal/frame-bytes.ts';
import type { Vault } from '#lib/vault/vault.ts';

const prefix = 'left/';

export function leftRecord(document: DocumentId): string {
	return prefix + document;
}

/** None where the vault cannot be read just now. */
export async function leftCases(vault: Vault): Promise<DocumentId[]> {
	const read = await vault.names(prefix);
	if (read.kind === 'not-read') return [];
	return read.names.flatMap((name) => parseDocumentId(name.slice(prefix.length)) ?? []);
}
