import { parseDocumentId, type DocumentId } from '#lib/seal/frame-bytes.ts';

/** A case is named in addresses by its sealed document's id. Null for what names none. */
export function parseCaseId(text: string): DocumentId | null {
	return parseDocumentId(text);
}
